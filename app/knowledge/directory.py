"""Who and what a question names: partners by any of their names, misspelt ones too, and documents by title or party."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from app.domain.documents import Document, Partner
from app.knowledge.words import STOP_WORDS, WORD

LEGAL_FORM = re.compile(
    r"[,.]?\s+(?:incorporated|inc|corporation|corp|company|co|limited|ltd|llc|llp|lp|plc|gmbh|ag|as|asa|ab|oy|a/s|aps|bv|b\.v"
    r"|nv|sa|s\.a|sarl|srl|spa|s\.p\.a|pty|pte|kk|kg|group|holdings?|international)\.?$",
    re.IGNORECASE,
)
"""What companies add to their name and people leave out."""

GENERIC = frozenset(
    "partner partners group solutions systems services technologies technology software consulting network networks digital"
    " data cloud global international company agreement reseller distributor supply logistics partnership channel security"
    " energy media north south east west first new the of and works labs studio programme program guide playbook".split()
)
"""Words that many companies share: alone they name nobody."""

MISSPELT = 86
"""Ratio from which a word is taken for a misspelt name; below it, real words begin to collide with names."""

SHORTEST_MISSPELT = 5
"""Shorter names are believed only when spelt right."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a question: characters `start` to `end`, and the ids of what it may mean."""

    start: int
    end: int
    partners: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


class Directory:
    """The names known at one moment, ready to be found in questions."""

    def __init__(self, partners: Iterable[Partner], documents: Iterable[Document]) -> None:
        self.partners = {partner.id: partner for partner in partners}
        self.documents = {document.id: document for document in documents}
        self._names: dict[str, tuple[set[str], set[str]]] = {}
        for partner in self.partners.values():
            for name in (partner.id, partner.name, *partner.names):
                for spelling in spellings(name):
                    self._entry(spelling)[0].add(partner.id)
        for document in self.documents.values():
            for name in (document.title, *document.parties):
                for spelling in _document_spellings(name, is_title=name == document.title):
                    self._entry(spelling)[1].add(document.id)
        self._partner_names: dict[str, list[str]] = {}
        for name, (named, _) in self._names.items():
            if named:
                self._partner_names.setdefault(name[0], []).append(name)

    def mentions(self, question: str) -> list[Mention]:
        """The names in `question`, longest first where they overlap, in reading order."""
        tokens = [(match.group(), match.start(), match.end()) for match in WORD.finditer(question)]
        found: list[Mention] = []
        longest = max((name.count(" ") + 1 for name in self._names), default=0)
        for length in range(min(longest, len(tokens)), 0, -1):
            for at in range(len(tokens) - length + 1):
                start, end = tokens[at][1], tokens[at + length - 1][2]
                if any(start < other.end and other.start < end for other in found):
                    continue
                name = _plain(question[start:end])
                if entry := self._names.get(name) or self._misspelt(name, question[start:end]):
                    found.append(Mention(start, end, tuple(sorted(entry[0])), tuple(sorted(entry[1]))))
        return sorted(found, key=lambda mention: mention.start)

    def of_partner(self, partner_ids: Sequence[str]) -> list[Document]:
        """The documents that belong to the partners, or name them as a party."""
        wanted = set(partner_ids)
        names = {_plain(name) for identity in wanted if (partner := self.partners.get(identity)) for name in _all(partner)}
        return [
            document
            for document in self.documents.values()
            if document.partner in wanted
            or (document.partner is None and any(_plain(party) in names for party in document.parties))
        ]

    def _entry(self, name: str) -> tuple[set[str], set[str]]:
        return self._names.setdefault(name, (set(), set()))

    def _misspelt(self, name: str, written: str) -> tuple[set[str], set[str]] | None:
        """The partner whose name `name` almost is; never an ordinary word, never a document's title."""
        if len(name) < SHORTEST_MISSPELT or name in STOP_WORDS or name in GENERIC:
            return None
        threshold = MISSPELT if written[:1].isupper() else MISSPELT + 4
        if written[-1:] in "sS" and (entry := self._names.get(name[:-1])) and entry[0]:
            return entry  # a possessive without its apostrophe: "acmes contract"
        close = [(fuzz.ratio(name, known), known) for known in self._partner_names.get(name[0], ())]
        score, best = max(close, default=(0.0, ""))
        return self._names[best] if score >= threshold else None


def spellings(name: str) -> set[str]:
    """The ways a company's name is written: whole, without legal form, and by a first word that is its own."""
    whole = _plain(name)
    short = whole
    while (cut := LEGAL_FORM.sub("", short)) != short:
        short = cut
    found = {whole, short}
    first = short.split(" ", 1)[0]
    if len(first) > len("the") and first not in GENERIC and first not in STOP_WORDS:
        found.add(first)
    return {spelling for spelling in found if spelling and spelling not in GENERIC and spelling not in STOP_WORDS}


def _document_spellings(name: str, *, is_title: bool) -> set[str]:
    plain = _plain(name)
    if is_title:
        return {plain} if " " in plain else set()
    return spellings(name)


def _all(partner: Partner) -> tuple[str, ...]:
    return (partner.name, *partner.names)


def _plain(name: str) -> str:
    joined = " ".join(match.group() for match in WORD.finditer(name.replace("’", "'"))).lower()
    return joined.removesuffix("'s").removesuffix("'")
