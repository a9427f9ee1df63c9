"""The nearest of many rows, by comparing with each. Pure."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.ports import Vectors

FIRST_LOOK = 65_536
"""Scores among which the least that can be among the best is found; only higher ones of the others are looked at further."""
BLOCK = 2048
"""Rows compared with all questions before the next are looked at: 3 MB, which the processor still has at hand then."""


def nearest(parts: Sequence[Vectors], vector: Vectors, k: int) -> tuple[NDArray[np.intp], Vectors]:
    """The `k` rows of `parts`, taken as one after the other, that are nearest to `vector`, with their cosines, best first.

    Rows and `vector`, of shape (dimension,), have length 1; rows without numbers (NaN) are never among them.
    """
    scores = np.empty((1, sum(map(len, parts))), dtype=np.float32)
    filled = 0
    for part in parts:
        write_cosines(part, vector[np.newaxis], scores[:, filled : filled + len(part)])
        filled += len(part)
    found = scores[0]
    found[np.isnan(found)] = -np.inf
    rows = best(found, k)
    rows = rows[np.lexsort((rows, -found[rows]))]
    rows = rows[np.isfinite(found[rows])]
    return rows, found[rows]


def write_cosines(rows: Vectors, vectors: Vectors, out: Vectors) -> None:
    """Write the cosines of `vectors`, of shape (m, dimension), with `rows` (n) into `out`, of shape (m, n)."""
    for start in range(0, len(rows), BLOCK):
        for vector, scores in zip(vectors, out, strict=True):
            # Not `rows @ vector`: for one vector BLAS gains nothing from threads, and on a busy machine it waits for them.
            np.vecdot(rows[start : start + BLOCK], vector, out=scores[start : start + BLOCK])


def best(scores: Vectors, k: int) -> NDArray[np.intp]:
    """Where the `k` highest scores stand, in no order."""
    if len(scores) <= k:
        return np.arange(len(scores))
    looked = scores[: max(FIRST_LOOK, k)]
    least = np.partition(looked, len(looked) - k)[len(looked) - k]
    candidates = np.flatnonzero(scores >= least)
    return candidates[np.argpartition(scores[candidates], len(candidates) - k)[len(candidates) - k :]]
