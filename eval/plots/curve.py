"""Recall over retrieved characters: how much of what answers is found by the time so much has been read. Pure.

At any number of characters the curve is what `eval.retrieval.scores` calls recall within it; here a ranking is walked through
once for all numbers together.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from eval.retrieval.scores import BUDGETS, Ranking
from eval.retrieval.tests import Gold, SpanTest

FEWEST, MOST, POINTS = 100, 64_000, 85
"""A line of text, what a large prompt holds, and enough numbers between them for a smooth line."""

Span = tuple[int, int]
Numbers = NDArray[np.float64]


def budgets(fewest: int = FEWEST, most: int = MOST, points: int = POINTS) -> Numbers:
    """Numbers of retrieved characters, spread evenly on a logarithmic scale, and those that the scores speak of."""
    return np.unique(np.concatenate([np.geomspace(fewest, most, points).round(), BUDGETS]))


def recall(tests: Sequence[SpanTest], rankings: Sequence[Ranking], at: Numbers) -> Numbers:
    """The mean recall over `tests`, in percent, within each number of retrieved characters of `at`; not empty."""
    found = [_found(test, ranking, at) for test, ranking in zip(tests, rankings, strict=True)]
    return np.asarray(100 * np.mean(found, axis=0), dtype=np.float64)


def _found(test: SpanTest, ranking: Ranking, at: Numbers) -> Numbers:
    """The share of one question's gold characters found, 0 to 1."""
    total = sum(one.end - one.start for one in test.gold)
    stretches = np.array([stretch for one in test.gold for stretch in first_read(one, ranking)], dtype=np.float64).reshape(
        -1, 2
    )
    starts, ends = stretches[:, :1], stretches[:, 1:]
    return np.asarray(np.clip(at - starts, 0, ends - starts).sum(axis=0) / total, dtype=np.float64)


def first_read(gold: Gold, ranking: Ranking) -> list[Span]:
    """Where `gold` is read for the first time, as (start, end) in the retrieved characters put one after another."""
    found: list[Span] = []
    missing, before = [(gold.start, gold.end)], 0
    for hit in ranking:
        if hit.document == gold.document and missing:
            common = [(max(start, hit.start), min(end, hit.end)) for start, end in missing]
            found += [(before + start - hit.start, before + end - hit.start) for start, end in common if start < end]
            missing = [rest for span in missing for rest in _without(span, (hit.start, hit.end))]
        before += hit.end - hit.start
    return found


def _without(span: Span, taken: Span) -> list[Span]:
    """What is left of `span`."""
    left, right = (span[0], min(span[1], taken[0])), (max(span[0], taken[1]), span[1])
    return [(start, end) for start, end in (left, right) if start < end]
