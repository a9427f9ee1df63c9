"""Which documents a question names, among those its asker may see, and how far those names can be believed.

A name is believed as far as it is theirs: "Diversinet" stands in one contract and nowhere else, "Atlas" stands in an
agreement's title and in half of the price list too. Where searching without any route leads to the same documents, that is
belief enough.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.access import Caller
from app.domain.documents import Document
from app.knowledge.routing import WORD, Names, Route
from app.ports import LexicalIndex, Records

THEIRS = 0.5
"""A name is fully believed when this share of the passages that hold it belongs to the documents that are meant."""

CALLERS_KEPT = 64
"""Callers whose documents' names are kept ready."""


@dataclass(frozen=True, slots=True)
class Known:
    """The documents a caller may see, by id, and the names they go by; as they were at one `generation` of the records."""

    generation: int
    documents: Mapping[str, Document]
    names: Names


class Naming:
    """Routes questions for any caller; what callers know is read again only after something changed."""

    def __init__(self, records: Records, lexical: LexicalIndex, asking: frozenset[str]) -> None:
        """`asking` are the words people ask with, lower case."""
        self._records = records
        self._lexical = lexical
        self._asking = asking
        self._seen: dict[Caller, Known] = {}

    def known(self, caller: Caller) -> Known:
        """What `caller` may see."""
        generation = self._records.generation()
        held = self._seen.get(caller)
        if held is None or held.generation != generation:
            documents = {document.id: document for document in self._records.documents(caller)}
            held = self._seen[caller] = Known(generation, documents, Names(documents.values(), self._asking))
            for one in list(self._seen)[:-CALLERS_KEPT]:
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
        share = self._theirs(_words(question, route.spans), caller, meant)
        believed = route.confidence * min(1.0, share / THEIRS)
        return replace(route, confidence=believed, spans=route.spans if share >= THEIRS else ())

    def _theirs(self, words: Collection[str], caller: Caller, documents: Sequence[str]) -> float:
        """The share of the passages with a word that belong to `documents`, 0 to 1, for the word of which most do.

        A word that stands in no passage is a name from a title, and theirs.
        """
        every, _ = self._lexical.frequencies(list(words), caller.audiences)
        own, _ = self._lexical.frequencies(list(words), caller.audiences, documents)
        return max((own[word] / every[word] if every[word] else 1.0 for word in words), default=1.0)


def _words(question: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The words of the names that stand at `spans` of the question."""
    return list(dict.fromkeys(match.group().lower() for start, end in spans for match in WORD.finditer(question[start:end])))
