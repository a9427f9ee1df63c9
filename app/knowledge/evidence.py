"""From passages to the sentences that bear on a question, each with the signs that it answers and its rank."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.domain.access import Reach
from app.domain.sentences import sentence_spans
from app.knowledge.expectation import STEPS, fits
from app.knowledge.field_terms import phrase_meanings
from app.knowledge.finder import Found, Ranked
from app.knowledge.judgement import Judgement, fitted
from app.knowledge.question import Understood
from app.knowledge.signs import Signs, Wanted, bears, covered, length_of, pair_share, rarest_lacking, unknown_share
from app.knowledge.wish import Wish, clause_held, clause_rank, clause_signs, likeness
from app.knowledge.words import WORD, bare, stem, stems
from app.ports import Embedder, LexicalIndex, Records

READ = 32
"""Passages whose sentences are looked at."""

COMPARED = 20
"""Sentences embedded for a question by themselves, chosen by all the other signs: the cost of an answer is mostly here."""

READ_OF_EACH = 320
"""Characters of a sentence that are embedded: what it is about stands in its first three lines."""

HOW_TO = re.compile(
    r"[\d.\s]*(?:how\b|steps?\b|process\b|procedure\b|what to do|submitting|requesting|registering|claiming)", re.IGNORECASE
)
LISTED = re.compile(r"(?:^|\n)\s*(?:1[.)]|step 1)\s", re.IGNORECASE)

SHORTEST_CLAUSE = 4
"""Words that matter in a clause that is its own heading: "13.1 This Agreement is governed by the laws of Norway."."""

LABEL_WORDS = 8
"""A first line of so few words, without a full stop and without a figure, is a heading."""


CLAUSE_ASKED = 0.5
"""Probability that a kind of clause is asked for from which scorers of clauses rank the sentences of a contract."""


MAIL_HEADER = re.compile(r"From: [^;]+; To: ")
"""The header block of a mail says who wrote when; it is found by search and never is an answer's sentence."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer. `start` and `end` are offsets in the document's text; `score` ranks within a question.

    `missing` are the question's stems that neither the sentence nor its surroundings hold, `unheard` those of them that no
    passage holds; `sure` is the probability that the sentence answers, 0 to 1.
    """

    ranked: Ranked
    start: int
    end: int
    text: str
    signs: Signs = field(default_factory=Signs)
    score: float = 0.0
    sure: float = 0.0
    missing: tuple[str, ...] = ()
    unheard: frozenset[str] = frozenset()


class Weigher:
    """Weighs the sentences of passages against a question."""

    def __init__(self, embedder: Embedder, lexical: LexicalIndex, records: Records, judgement: Judgement | None = None) -> None:
        self._embedder = embedder
        self._lexical = lexical
        self._records = records
        self._judgement = judgement or fitted()

    def wanted(self, question: Understood, reach: Reach) -> Wanted:
        """What the question asks for in words; a word is the rarer, the fewer passages within `reach` hold it.

        Others' passages do not count: whether a word is known must not tell what stands in them.
        """
        spelled = {stem(match.group()): bare(match.group()) for match in WORD.finditer(question.topic)}
        asked = question.stems
        counts, total = self._lexical.frequencies([spelled.get(one, one) for one in asked], reach)
        rarity = {one: math.log(1 + (total + 1) / (1 + counts.get(spelled.get(one, one), 0))) for one in asked}
        unknown = frozenset(one for one in asked if not counts.get(spelled.get(one, one)) and not one.isdigit())
        phrases = phrase_meanings(stems(question.topic))
        rarity |= dict.fromkeys(phrases, max(rarity.values(), default=1.0))
        return Wanted(rarity, frozenset(pairwise(asked)), phrases, unknown)

    def weigh(self, question: Understood, found: Found, compared: int = COMPARED) -> list[Evidence]:
        """The sentences that bear on `question`, best first, at most `compared` of them."""
        wanted = self.wanted(question, found.reach)
        passages = sorted(found.passages, key=lambda one: -self._promise(one, wanted))[:READ]
        held = self._held(passages, found.wish, found.reach)
        sentences = [
            one
            for ranked in passages
            for one in _sentences(ranked, question, wanted, held.get(ranked.passage.id), found.wish.clause)
        ]
        sentences.sort(key=lambda one: -self._judgement.rank(one.signs))
        return self._compared(sentences[:compared], found.wish)

    def _compared(self, sentences: list[Evidence], wish: Wish) -> list[Evidence]:
        if not sentences:
            return []
        embedded = self._embedder.embed([" ".join(one.text.split())[:READ_OF_EACH] for one in sentences])
        near, like = embedded @ wish.vector, embedded @ wish.turned
        weighed = [
            replace(one, signs=replace(one.signs, sentence_similarity=float(cosine), answering=float(answering)))
            for one, cosine, answering in zip(sentences, near, like, strict=True)
        ]
        ranked = [replace(one, score=self._judgement.rank(one.signs)) for one in weighed]
        ranked.sort(key=lambda one: (-one.score, one.ranked.passage.id, one.start))
        return [replace(one, sure=self._judgement.sure(one.signs, margin(one, ranked))) for one in ranked]

    def _held(self, passages: Sequence[Ranked], wish: Wish, reach: Reach) -> dict[str, "_Held"]:
        """What the records hold of the passages' sentences, by passage."""
        ordinals: dict[str, dict[int, str]] = defaultdict(dict)
        for one in passages:
            ordinals[one.document.id][one.passage.ordinal] = one.passage.id
        found = {}
        for identity, units in self._records.units(list(ordinals), reach, ordinals).items():
            like, clause = likeness(units.vectors, wish), clause_signs(units.kinds, wish)
            for ordinal in ordinals[identity]:
                rows = units.passages == ordinal
                found[ordinals[identity][ordinal]] = _Held(units.ends[rows], like[rows], clause[rows])
        return found

    def _promise(self, ranked: Ranked, wanted: Wanted) -> float:
        """How promising a passage is before its sentences are read."""
        said = _stems_of(ranked.passage.text) | _headings(ranked)
        exact, meant, _ = covered(wanted, said, forgiving=False)
        signs = Signs(
            exact,
            meant,
            meant,
            sentence_similarity=ranked.similarity,
            answering=ranked.answering,
            passage_similarity=ranked.similarity,
            words_rank=ranked.words,
            routed=ranked.routed,
            clause=ranked.clause,
            in_context=ranked.similarity,
        )
        return self._judgement.rank(signs)


@dataclass(frozen=True, slots=True)
class _Held:
    """What is known of a passage's units before they are read: where they end in the document, likeness, and clause sign."""

    ends: NDArray[np.int32]
    like: NDArray[np.float32]
    clause: NDArray[np.float32]

    def of(self, start: int, end: int) -> tuple[float, float] | None:
        """The best likeness and clause sign of the units from `start` to `end` of the document; None if there are none."""
        first, last = np.searchsorted(self.ends, [start + 1, end], side="left")
        rows = slice(int(first), int(last) + 1)
        if not len(self.ends[rows]):
            return None
        return float(self.like[rows].max()), float(self.clause[rows].max())


def led_by_clauses(ranked: list[Evidence], wish: Wish) -> list[Evidence]:
    """`ranked`, of one contract, in the order of how likely each sentence is the clause asked for, if a clause is asked for."""
    if wish.clause < CLAUSE_ASKED:
        return ranked
    first = sorted(ranked, key=lambda one: -clause_rank(one.signs.clause, one.signs.in_context))
    return [replace(one, sure=max(one.sure, clause_held(one.signs.clause))) for one in first]


def margin(one: Evidence, ranked: Sequence[Evidence]) -> float:
    """How far a sentence leads the best one of another passage in rank, cut to -1 … 1."""
    rivals = [other.score for other in ranked if other.ranked.passage.id != one.ranked.passage.id]
    return max(-1.0, min(1.0, one.score - max(rivals, default=one.score - 1.0)))


def _sentences(ranked: Ranked, question: Understood, wanted: Wanted, held: _Held | None, asked: float) -> Iterable[Evidence]:
    passage = ranked.passage
    around = _stems_of(passage.text) | _headings(ranked)
    named = _named(question, around | frozenset(stems(" ".join(ranked.partner_names))))
    for start, end in [(0, len(passage.text))] if passage.kind == "row" else sentence_spans(passage.text):
        text = passage.text[start:end]
        ordered = stems(text)
        if passage.kind != "row" and _is_label(text, ordered, passage.section, first=start == 0):
            continue
        said = frozenset(ordered)
        _, context, missing = covered(wanted, said | around)
        fit = (
            fits(question.expects, text)
            if question.expects not in STEPS
            else (_instructs(passage.text, passage.section) or None)
        )
        place = (passage.start + start, passage.start + end)
        like, clause = (held.of(*place) if held else None) or (ranked.similarity, 0.0)
        signs = replace(
            _signs_of_words(ranked, ordered, wanted),
            clause=clause,
            in_context=like,
            other_clause=max(0.0, asked - clause),
            context=context,
            lacking=rarest_lacking(wanted, missing),
            unknown=unknown_share(wanted, missing),
            fits=0.0 if fit is None else 1.0 if fit else -1.0,
            named=named,
        )
        yield Evidence(ranked, *place, text, signs, missing=missing, unheard=wanted.unknown.intersection(missing))


def _signs_of_words(ranked: Ranked, ordered: Sequence[str], wanted: Wanted) -> Signs:
    """The signs that a sentence's own stems and its passage's rank give."""
    said = frozenset(ordered)
    exact, meant, _ = covered(wanted, said)
    return Signs(
        exact=exact,
        meant=meant,
        pairs=pair_share(wanted, [one for one in ordered if one in wanted.rarity]),
        phrase=float(any(meaning & said for meaning in wanted.phrases.values())),
        sentence_similarity=ranked.similarity,
        answering=ranked.answering,
        passage_similarity=ranked.similarity,
        words_rank=ranked.words,
        routed=ranked.routed,
        row=float(ranked.passage.kind == "row"),
        length=length_of(len(ordered)),
    )


def _instructs(text: str, section: Sequence[str]) -> bool:
    """Whether a passage tells how to do something: by its heading, or as a list of steps."""
    return HOW_TO.match(section[-1]) is not None if section else LISTED.search(text) is not None


def _named(question: Understood, said: frozenset[str]) -> float:
    """The share of the names in the question that the passage, its headings, its title or its partner bears."""
    if not question.names:
        return 1.0
    return sum(bears(stems(name), said) for name in question.names) / len(question.names)


def _headings(ranked: Ranked) -> frozenset[str]:
    return _stems_of(" ".join((*ranked.passage.section, ranked.document.title)))


@lru_cache(maxsize=8192)
def _stems_of(text: str) -> frozenset[str]:
    """Cached, since the same passages come up for many questions."""
    return frozenset(stems(text))


def _is_label(text: str, ordered: Sequence[str], section: Sequence[str], *, first: bool) -> bool:
    """Whether a "sentence" is only a heading: it says nothing."""
    if MAIL_HEADER.match(text) or len(ordered) <= 1:
        return True
    if any(list(ordered) == stems(title) for title in section):
        return len(ordered) < SHORTEST_CLAUSE or not text.endswith(".")
    return first and len(ordered) <= LABEL_WORDS and text[-1].isalnum() and not any(one.isdigit() for one in ordered[1:])
