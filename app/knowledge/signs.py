"""The signs by which a sentence is judged to answer a question: numbers a person can follow, weighed by fitted weights."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from operator import attrgetter

from app.knowledge.expectation import Expects
from app.knowledge.field_terms import synonyms
from app.knowledge.words import alike

SYNONYM = 0.85
"""A word said in other terms counts a little less than the word itself."""

NAME_PREFIX = 4
"""Names that share so many first letters are one name: Norway and Norwegian, Berlin and Berliner."""

CLAUSE_WORDS = 60
"""Words after which a sentence counts as long; contract sentences reach it, answers in guides do not."""

VALUES = frozenset({Expects.DURATION, Expects.MONEY, Expects.PERCENT, Expects.DATE, Expects.NUMBER, Expects.PERSON})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question asks for in words: stems with their rarity, the pairs that stand together, what its phrases mean.

    A phrase ("get out") has a rarity of its own and is said by any of its meanings. `unknown` are the stems that no passage
    of the whole collection holds.
    """

    rarity: Mapping[str, float]
    pairs: frozenset[tuple[str, str]]
    phrases: Mapping[str, frozenset[str]]
    unknown: frozenset[str] = frozenset()

    @property
    def total(self) -> float:
        """The sum of all rarities; never 0."""
        return sum(self.rarity.values()) or 1.0


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a sentence, each from 0 to 1 (`fits` from -1). The order is the order of the weights.

    Words: `exact` and `meant` are the shares of the question's rarity said as they are and said at all, `context` the same with
    the passage and its headings, `pairs` neighbouring words said together, `phrase` a term of the field, `lacking` the rarest
    word not said, `unknown` words that no passage holds, `words_rank` the passage's lexical score. Meaning, as cosines:
    `sentence_similarity` by itself, `in_context` in its passage, `answering` towards what would answer, `passage_similarity`.
    Shape: `fits` what kind of answer is expected, `named` names borne, `routed` from what is named, `row` of a table, `length`.
    `clause` is how far it is the kind of clause asked for, `other_clause` how far such a kind is asked for and it is none.
    """

    exact: float = 0.0
    meant: float = 0.0
    context: float = 0.0
    pairs: float = 0.0
    phrase: float = 0.0
    lacking: float = 0.0
    unknown: float = 0.0
    sentence_similarity: float = 0.0
    answering: float = 0.0
    passage_similarity: float = 0.0
    words_rank: float = 0.0
    fits: float = 0.0
    named: float = 1.0
    routed: float = 0.0
    row: float = 0.0
    length: float = 0.0
    clause: float = 0.0
    in_context: float = 0.0
    other_clause: float = 0.0

    def values(self) -> tuple[float, ...]:
        """The signs as a vector, in the order of NAMES."""
        return _as_vector(self)


NAMES = tuple(field.name for field in fields(Signs))
_as_vector = attrgetter(*NAMES)  # a hundred times quicker than dataclasses.astuple, and asked for thousands of times a question


def covered(wanted: Wanted, said: frozenset[str], *, forgiving: bool = True) -> tuple[float, float, tuple[str, ...]]:
    """The shares of the question's rarity said in its own words and said at all, and the stems not said.

    `forgiving` takes a word with a typing error for the word; it is the slow part.
    """
    exact = meant = 0.0
    missing = []
    for stem, rarity in wanted.rarity.items():
        if stem in said or wanted.phrases.get(stem, frozenset()) & said:
            exact += rarity
            meant += rarity
        elif synonyms(stem) & said or (forgiving and any(alike(stem, one) for one in said)):
            meant += SYNONYM * rarity
        else:
            missing.append(stem)
    return exact / wanted.total, meant / wanted.total, tuple(missing)


def pair_share(wanted: Wanted, ordered: Sequence[str]) -> float:
    """The share of the question's neighbouring words that stand together here as well."""
    if not wanted.pairs:
        return 0.0
    here = set(pairwise(ordered))
    return len(wanted.pairs & here) / len(wanted.pairs)


def unknown_share(wanted: Wanted, missing: Sequence[str]) -> float:
    """The share of the question's words that neither this passage nor any other holds: it asks for something else."""
    return len(wanted.unknown.intersection(missing)) / max(1, len(wanted.rarity))


def rarest_lacking(wanted: Wanted, missing: Sequence[str]) -> float:
    """How rare the rarest unsaid word is, against the rarest of the question."""
    top = max(wanted.rarity.values(), default=0.0)
    return max((wanted.rarity[stem] for stem in missing), default=0.0) / top if top else 0.0


def bears(name_stems: Sequence[str], said: frozenset[str]) -> bool:
    """Whether all parts of a name are said, in one of their forms."""
    return all(_stands(part, said) for part in name_stems)


def length_of(count: int) -> float:
    """The length of a sentence of `count` words, 0 to 1 on a logarithmic scale."""
    return min(1.0, math.log1p(count) / math.log1p(CLAUSE_WORDS))


def _stands(part: str, said: frozenset[str]) -> bool:
    if part in said or any(alike(part, one) for one in said):
        return True
    return len(part) >= NAME_PREFIX and any(len(one) >= NAME_PREFIX and one[:NAME_PREFIX] == part[:NAME_PREFIX] for one in said)
