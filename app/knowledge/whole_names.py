"""Names of several words as a whole: "The Joint", "Network 1 Financial", "I-Escrow", "International Fast Food".

Each of their words may be anybody's; together, in this order, they are somebody's name. A name is looked for without blanks,
marks and the form of the company ("Inc."), so that it does not matter how somebody writes it, and one with a letter wrong is
recognised too. Pure.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from app.domain.documents import Document
from app.knowledge.words import COMPANY_FORMS, folded

TOKEN = re.compile(r"[^\W_]+")

FORMS = COMPANY_FORMS | frozenset("kg ab as oy spa srl sarl".split())
"""What a company's name ends in, and what says that it is one."""

ENDINGS = FORMS | {"co", "company", "s", "a", "b", "v", "n", "p", "l", "c"}
"""What is left out at the end: forms, also those written with full stops ("B.V.")."""

BEFORE = frozenset("and of between among by whereas with to for from".split())
"""What stands before a name where a text runs on."""

SHORTEST_GLUED = 8
"""Letters of a file's first word that may be a name of several ("AcmeNetworksInc_2019.pdf")."""

MOST, FEWEST = 6, 2
"""Words of a name."""

SHORTEST_MISSPELT, ALIKE = 8, 88.0
"""Letters of a name that may be misspelt, and the ratio (0 to 100) from which it is taken for one."""

LOOKED_AT = 5
"""Names that are most like a misspelt one, of which the first with the same figures is taken."""

FIGURES = re.compile(r"\d+")

MISSPELT = 0.8
"""How far a misspelt name counts."""

Token = tuple[str, int, int]
"""A word of the question, folded, and its characters (start, end)."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A name at characters `start` to `end` of a question, how far it counts (0 to 1), and whose it is (by position)."""

    start: int
    end: int
    counts: float
    holders: AbstractSet[int]


class WholeNames:
    """The names of several words that documents go by."""

    def __init__(self) -> None:
        self._holders: dict[str, set[int]] = defaultdict(set)
        self._by_letter: dict[str, list[str]] = defaultdict(list)

    def add(self, at: int, document: Document) -> None:
        """Take in the names of the document at this position."""
        for name in set(_names(document)):
            if name not in self._holders:
                self._by_letter[name[0]].append(name)
            self._holders[name].add(at)

    def find(self, question: str, ordinary: AbstractSet[str]) -> list[Whole]:
        """The names in `question`, in no order, none overlapping; `ordinary` words alone are a name only with a capital."""
        tokens = [(folded(match.group()), match.start(), match.end()) for match in TOKEN.finditer(question)]
        found: list[Whole] = []
        for look in (self._exact, self._alike):
            for stretch in _stretches(tokens):
                start, end = stretch[0][1], stretch[-1][2]
                taken = any(start < one.end and one.start < end for one in found)
                if not taken and _names_somebody(question, stretch, ordinary):
                    name, counts = look("".join(word for word, _, _ in stretch))
                    found += [Whole(start, end, counts, self._holders[name])] if name else []
        return found

    def _exact(self, name: str) -> tuple[str, float]:
        return (name, 1.0) if name in self._holders else ("", 0.0)

    def _alike(self, name: str) -> tuple[str, float]:
        """The known name that `name` misspells, if there is one.

        Who misspells a name gets its first letter right; and another figure is another name ("Fund 2" is not "Fund 3").
        """
        if len(name) < SHORTEST_MISSPELT:
            return "", 0.0
        known = self._by_letter.get(name[0], ())
        near = process.extract(name, known, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=LOOKED_AT)
        same = [other for other, _, _ in near if FIGURES.findall(other) == FIGURES.findall(name)]
        return (same[0], MISSPELT) if same else ("", 0.0)


def _stretches(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Words that may be a name together, long stretches first."""
    for size in range(min(MOST, len(tokens)), FEWEST - 1, -1):
        for first in range(len(tokens) - size + 1):
            yield tokens[first : first + size]


def _names_somebody(question: str, stretch: Sequence[Token], ordinary: AbstractSet[str]) -> bool:
    """Whether the words may be a name: two that are not ordinary, or one written with a capital or a figure."""
    own = [start for word, start, _ in stretch if word not in ordinary or not question[start].islower()]
    telling = [start for word, start, _ in stretch if word not in BEFORE and not question[start].islower()]
    return len(own) > 1 or bool(telling)


def _names(document: Document) -> Iterator[str]:
    """The document's names of several words, glued: its parties', those in its text that end as a company's do, its file's."""
    for name, party in [*((one, True) for one in document.parties), *((one, False) for one in document.names)]:
        words = TOKEN.findall(folded(name))
        form = any(word in FORMS for word in words[-2:])
        while words and words[0] in BEFORE:
            words.pop(0)
        while words and words[-1] in ENDINGS:
            words.pop()
        if (party or form) and FEWEST <= len(words) <= MOST:
            yield "".join(words)
    glued = TOKEN.match(folded(document.name.rsplit(".", 1)[0]))
    if glued:
        name = glued.group()
        ending = next((one for one in sorted(FORMS, key=len, reverse=True) if name.endswith(one)), "")
        name = name.removesuffix(ending)
        if len(name) >= SHORTEST_GLUED:
            yield name
