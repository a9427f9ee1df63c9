"""The nearest of many rows, by comparing with each. Pure."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.ports import Vectors

FIRST_LOOK = 65_536
"""Scores among which the least that can be among the best is found; only higher ones of the others are looked at further."""


def nearest(parts: Sequence[Vectors], vector: Vectors, k: int) -> tuple[NDArray[np.intp], Vectors]:
    """The `k` rows of `parts`, taken as one after the other, that are nearest to `vector`, with their cosines, best first.

    Rows and `vector`, of shape (dimension,), have length 1; rows without numbers (NaN) are never among them.
    """
    scores = np.empty(sum(map(len, parts)), dtype=np.float32)
    filled = 0
    for part in parts:
        # Not `part @ vector`: for one vector BLAS gains nothing from threads, and on a busy machine it waits for them.
        np.vecdot(part, vector, out=scores[filled : filled + len(part)])
        filled += len(part)
    scores[np.isnan(scores)] = -np.inf
    rows = _best(scores, k)
    rows = rows[np.lexsort((rows, -scores[rows]))]
    rows = rows[np.isfinite(scores[rows])]
    return rows, scores[rows]


def _best(scores: Vectors, k: int) -> NDArray[np.intp]:
    """Where the `k` highest scores stand, in no order."""
    if len(scores) <= k:
        return np.arange(len(scores))
    looked = scores[: max(FIRST_LOOK, k)]
    least = np.partition(looked, len(looked) - k)[len(looked) - k]
    candidates = np.flatnonzero(scores >= least)
    return candidates[np.argpartition(scores[candidates], len(candidates) - k)[len(candidates) - k :]]
