"""Which documents a question is about, by the names in it: full titles, short names, "the Acme deal", misspelt ones too.

Every document goes by its title, its file's name, its parties, the names in its opening and its date. A word of the question
counts the more, the fewer documents go by it, and hardly at all where it is a word people use to ask. Nothing here decides
alone: a route has a confidence, and the other documents stay in the ranking behind it.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise, takewhile

from rapidfuzz import fuzz, process

from app.domain.documents import Document
from app.knowledge.whole_names import Whole, WholeNames
from app.knowledge.words import COMPANY_FORMS, STOP_WORDS, folded

WORD = re.compile(r"[^\W_]{2,}")

TITLED, NAMED = 1.0, 0.8
"""What a name in the title, the file's name or among the parties counts, and one that only stands in the text."""

DATED = 0.5
"""What the month and the year count from which a document is in force: "the 2019 agreement", "our deal of May 2004"."""

TITLED_OTHERWISE = 0.2
"""What a word in the title of a guide or a page counts: it is a subject, and many pages say something on it."""

CAPITALISED = 1.75
"""What a capital adds to such a word, as in "Erica" or "P4"; a name in a contract counts fully anyway."""

FEW = 5
"""Added to the number of documents, so that a name is believed in a small home too."""

SUBJECT = 0.6
"""How far a page is believed to be meant because its title is named: other pages may say more on its subject."""

CONTRACTS = frozenset({"agreement", "amendment", "contract"})
"""Kinds of document that go by whom they are between."""

SMALL, CAPITAL = 0.12, 0.25
"""What a word of the asker's counts that is also a word to ask with, written small and with a capital."""

UNDERSTATED = 0.4
"""What a small word counts in a question that writes its names with capitals."""

PAIR = 0.5
"""What two names count in addition when they stand together in the question as they do in the document."""

EXPLAINED = 0.5
"""What a word of somebody's whole name still counts for others: "Food" of "International Fast Food" is not a name by itself."""

MISSPELT = 82
"""Ratio (0 to 100) from which a word is taken for a misspelt name."""

SHORTEST_MISSPELT = 5
SHORTEST_GLUED = 5
"""Letters of a word that may stand for a longer one it begins ("mossimo" for a file named MOSSIMOINC)."""

MOST_ALIKE = 5
"""Longer names that one word may begin."""

GLUED = 0.85
SPELT_OTHERWISE = 0.9
BESIDE_EXACT = 0.7
"""Words that only resemble a name count less, and less still where the word itself is somebody's name."""

CONTENDER = 0.75
"""Documents that score this share of the best one may be meant as well."""

MOST_MEANT = 12
"""Documents that one name can lead to; where more go by it, it is believed as much less as there are more."""

TELLING = 1.2
"""A score from which a name can be believed at all: a word that a third of the documents go by stays below it."""

JOINERS = COMPANY_FORMS | frozenset("and of the between by co company na com s dba".split())
"""Words inside a name that belong to it."""


@dataclass(frozen=True, slots=True)
class Route:
    """Documents a question names, best first, each with its share of the belief, 0 to 1; and where the names stand in it.

    `confidence` is how far these documents can be believed to be meant, 0 to 1: 0 where nothing is named.
    """

    documents: tuple[tuple[str, float], ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class _Name:
    """A word of the question with the documents that go by it, each with what it counts there."""

    start: int
    end: int
    counts: Mapping[int, float]


class Names:
    """The names of the documents at one moment, ready to be found in questions."""

    def __init__(self, documents: Iterable[Document], asking: frozenset[str]) -> None:
        """`asking` are the words people ask with, lower case."""
        self._ids: list[str] = []
        self._contracts: set[str] = set()
        self._asking = asking | STOP_WORDS
        self._whole = WholeNames()
        self._words: dict[str, dict[int, float]] = defaultdict(dict)
        self._pairs: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
        for at, document in enumerate(documents):
            self._ids.append(document.id)
            stem = document.name.rsplit(".", 1)[0]
            titled = TITLED if document.kind in CONTRACTS else TITLED_OTHERWISE
            if document.kind in CONTRACTS:
                self._contracts.add(document.id)
                self._whole.add(at, document)
            for name in (document.title, stem):
                self._add(at, name, titled)
            for name in document.parties:
                self._add(at, name, TITLED)
            for name in document.names:
                self._add(at, name, NAMED)
            if document.effective:
                self._add(at, f"{document.effective:%B %Y}", DATED)
        spellings = (word for word in self._words if len(word) >= SHORTEST_MISSPELT - 1 and not word.isdigit())
        self._spellings = sorted(spellings)
        self._alike = lru_cache(maxsize=4096)(self._resembling)

    def route(self, question: str) -> Route:
        """The documents `question` names."""
        words = [(match.group(), match.start(), match.end()) for match in WORD.finditer(question)]
        careful = any(word[0].isupper() for word, _, _ in words[1:])
        beliefs = (UNDERSTATED if careful and word.islower() else 1.0 for word, _, _ in words)
        names = [
            _Name(start, end, self._counts(word, belief)) for (word, start, end), belief in zip(words, beliefs, strict=True)
        ]
        names = self._with_wholes(names, self._whole.find(question, self._asking))
        scores: dict[int, float] = defaultdict(float)
        best: dict[str, dict[int, float]] = defaultdict(dict)
        for (word, _, _), name in zip(words, names, strict=True):
            for at, count in name.counts.items():
                best[folded(word)][at] = max(count, best[folded(word)].get(at, 0.0))
        for counts in best.values():
            for at, count in counts.items():
                scores[at] += count
        for pair in dict.fromkeys(pairwise(word for word, _, _ in words)):
            for at, count in self._pair_counts(*pair).items():
                scores[at] += count
        return self._route(scores, names, question)

    def _route(self, scores: Mapping[int, float], names: Sequence[_Name], question: str) -> Route:
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        if not ranked or ranked[0][1] < TELLING:
            return Route()
        top = ranked[0][1]
        level = [(at, score) for at, score in ranked if score >= CONTENDER * top]
        meant = level[:MOST_MEANT]
        raised = [math.exp(2 * (score - top)) for _, score in meant]
        shares = [one / sum(raised) for one in raised]
        sort = 1.0 if self._ids[meant[0][0]] in self._contracts else SUBJECT
        believed = min(1.0, top / (2 * TELLING)) * sort * len(meant) / len(level)
        return Route(
            tuple((self._ids[at], share) for (at, _), share in zip(meant, shares, strict=True)),
            _spans(names, {at for at, _ in meant[:1]}, question),
            believed,
        )

    def _add(self, at: int, name: str, weight: float) -> None:
        words = [folded(word) for word in WORD.findall(name)]
        for word in words:
            self._words[word][at] = max(weight, self._words[word].get(at, 0.0))
        for pair in pairwise(words):
            self._pairs[pair][at] = max(weight, self._pairs[pair].get(at, 0.0))

    def _with_wholes(self, names: Sequence[_Name], wholes: Sequence[Whole]) -> list[_Name]:
        """Names with what their words count as parts of whole names: together as much as one word that is as rare."""
        found = list(names)
        for whole in wholes:
            inside = [at for at, name in enumerate(found) if whole.start <= name.start and name.end <= whole.end]
            for at in inside:
                counts = {one: count * (1.0 if one in whole.holders else EXPLAINED) for one, count in found[at].counts.items()}
                share = self._rarity(len(whole.holders)) * whole.counts / len(inside)
                counts |= {one: max(share, counts.get(one, 0.0)) for one in whole.holders}
                found[at] = _Name(found[at].start, found[at].end, counts)
        return found

    def _rarity(self, count: int) -> float:
        return math.log((len(self._ids) + FEW) / (count + 0.5))

    def _counts(self, word: str, belief: float) -> dict[int, float]:
        """What `word` counts for each document that goes by it or by something like it."""
        plain = folded(word)
        asked_with = plain in self._asking
        share = belief if not asked_with else CAPITAL if word[0].isupper() else SMALL
        found: dict[int, float] = {}
        variants = [(plain, 1.0)] if plain in self._words else []
        if not asked_with:
            known = BESIDE_EXACT if variants else 1.0
            variants += [(other, alike * known) for other, alike in self._alike(plain)]
        for variant, alike in variants:
            holders = self._words[variant]
            count = self._rarity(len(holders)) * alike * share
            raised = CAPITALISED if word[0].isupper() else 1.0
            for at, weight in holders.items():
                found[at] = max(count * min(TITLED, weight * raised), found.get(at, 0.0))
        return found

    def _pair_counts(self, first: str, second: str) -> dict[int, float]:
        holders = self._pairs.get((folded(first), folded(second)), {})
        share = PAIR if first[0].isupper() or second[0].isupper() else PAIR * CONTENDER
        return {at: self._rarity(len(holders)) * share * weight for at, weight in holders.items()}

    def _resembling(self, word: str) -> tuple[tuple[str, float], ...]:
        """Names that `word` begins or almost is, each with how far it counts."""
        found: list[tuple[str, float]] = []
        if len(word) >= SHORTEST_GLUED and not word.isdigit():
            begun = islice(self._spellings, bisect_right(self._spellings, word), None)
            found += [(other, GLUED) for other in islice(takewhile(lambda one: one.startswith(word), begun), MOST_ALIKE)]
            close = process.extract(word, self._beginning(word[0]), scorer=fuzz.ratio, limit=3, score_cutoff=MISSPELT)
            found += [(other, ratio / 100 * SPELT_OTHERWISE) for other, ratio, _ in close if other != word]
        return tuple(found)

    def _beginning(self, letter: str) -> Sequence[str]:
        """Names with this first letter: who misspells a name gets its first letter right."""
        first = bisect_left(self._spellings, letter)
        return self._spellings[first : bisect_left(self._spellings, chr(ord(letter) + 1), first)]


def _spans(names: Sequence[_Name], meant: set[int], question: str) -> tuple[tuple[int, int], ...]:
    """Where the names of the `meant` documents stand: words that tell, with what joins them."""
    spans: list[tuple[int, int]] = []
    for name in names:
        word = question[name.start : name.end].lower()
        telling = max((name.counts.get(at, 0.0) for at in meant), default=0.0) >= TELLING / 2
        joined = spans and question[spans[-1][1] : name.start].strip(" ,.&/-'’()") == ""
        if telling and joined:
            spans[-1] = (spans[-1][0], name.end)
        elif telling:
            spans.append((name.start, name.end))
        elif joined and word in JOINERS:
            spans[-1] = (spans[-1][0], name.end)
    return tuple(_without_trailing_joiners(question, span) for span in spans)


def _without_trailing_joiners(question: str, span: tuple[int, int]) -> tuple[int, int]:
    """A name does not end in "and" or "of"."""
    start, end = span
    words = list(WORD.finditer(question, start, end))
    while len(words) > 1 and words[-1].group().lower() in {"and", "of", "the", "between", "by"}:
        words.pop()
    return start, words[-1].end()
