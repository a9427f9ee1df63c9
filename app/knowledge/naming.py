"""Which documents a question names, among those its asker may see, and how far those names can be believed.

A name is believed as far as it is theirs: "Diversinet" stands in one contract and nowhere else, "Atlas" stands in an
agreement's title and in half of the price list too. Where searching without any route leads to the same documents, that is
belief enough.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from app.domain.access import Caller, Reach
from app.domain.documents import Document
from app.knowledge.directory import Directory
from app.knowledge.routing import WORD, Names, Route
from app.ports import LexicalIndex, Records

THEIRS = 0.5
"""A name is fully believed when this share of the passages that hold it belongs to the documents that are meant."""

KEPT = 16
"""Reaches whose names are kept ready: 10,000 contracts are 180 MB of names."""


class Known:
    """What callers of the same reach know, as it was at one `generation` of the records; put together when asked for."""

    def __init__(self, records: Records, reach: Reach, asking: frozenset[str]) -> None:
        self.generation = records.generation()
        self._reach = reach
        self._asking = asking
        self._partners = records.partners()
        self._documents = records.documents(reach)

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """The documents the caller may see, by id."""
        return {document.id: document for document in self._documents}

    @cached_property
    def names(self) -> Names:
        """What those documents go by."""
        return Names(self._documents, self._asking)

    @cached_property
    def directory(self) -> Directory:
        """The partners the caller may know, and the documents."""
        return Directory([partner for partner in self._partners if self._reach.knows(partner.id)], self._documents)


class Naming:
    """Routes questions for any caller; what callers know is read again only after something changed."""

    def __init__(self, records: Records, lexical: LexicalIndex, asking: frozenset[str]) -> None:
        """`asking` are the words people ask with, lower case."""
        self._records = records
        self._lexical = lexical
        self._asking = asking
        self._seen: dict[Reach, Known] = {}

    def known(self, caller: Caller) -> Known:
        """What `caller` may see and know, as it is now."""
        reach = caller.reach
        held = self._seen.pop(reach, None)
        if held is None or held.generation != self._records.generation():
            held = Known(self._records, reach, self._asking)
        self._seen[reach] = held  # the last one used stands last
        for one in list(self._seen)[:-KEPT]:
            self._seen.pop(one, None)
        return held

    def route(self, question: str, caller: Caller, first: str | None = None) -> Route:
        """The documents `question` names; `first` is the document that a search without names put first, if there was one.

        The confidence of names that are not theirs is low, and the words that look like names stay part of what is asked.
        """
        route = self.known(caller).names.route(question)
        meant = [identity for identity, _ in route.documents]
        if not meant or first in meant:
            return route
        share = self._theirs(_names(question, route.spans), caller, meant)
        believed = route.confidence * min(1.0, share / THEIRS)
        return replace(route, confidence=believed, spans=route.spans if share >= THEIRS else ())

    def _theirs(self, names: Sequence[str], caller: Caller, documents: Sequence[str]) -> float:
        """The share of the passages with a name that belong to `documents`, 0 to 1, for the name of which most do.

        Names that stand in no passage are from titles, and theirs.
        """
        every, _ = self._lexical.frequencies(names, caller.reach)
        own, _ = self._lexical.frequencies(names, caller.reach, documents)
        return max((own[name] / every[name] for name in names if every[name]), default=1.0)


def _names(question: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The names at `spans` of the question: each of their words, and those of several words as a whole.

    "First Data Merchant Services" is four ordinary words, and together somebody's name.
    """
    words = [[match.group().lower() for match in WORD.finditer(question[start:end])] for start, end in spans]
    return list(dict.fromkeys([*(word for name in words for word in name), *(" ".join(name) for name in words)]))
