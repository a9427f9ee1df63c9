"""Rows of several places, one span after the other, and which of them are nearest to a question.

All are looked through in their short copies, for all questions at once; the few that come out first are then compared as they
are. So what is found has its exact cosine, and nothing that should be among it is missing: measured on 100,000 passages with
20 questions, as they are and turned, the 64 nearest are among the 72 first by the copies.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from app.adapters.vector_copies import Copies, Part
from app.adapters.vector_scan import best, nearest
from app.ports import Vectors

FEW = 4096
"""Rows up to which they are compared as they are at once: choosing some of them first would take as long."""
SPARE = 64
"""How many more rows than are asked for are compared as they are; also at least half as many more."""
DOUBT = 0.05
"""By how much cosine and copy differ where the copy is damaged; rounding makes 0.003 at most among 100,000 passages."""

Span = tuple[str, int, int]
"""A place with its rows from one number to another (not included)."""
Near = tuple[tuple[str, int], float]
"""A row, by place and number, with its cosine."""


class Stretch:
    """The rows of `parts`, numbered from 0 on."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._starts = np.cumsum([0, *map(len, parts)])
        self._copies = Copies(parts) if len(self) > FEW else None

    def __len__(self) -> int:
        return int(self._starts[-1])

    def nearest(self, vectors: Vectors, k: int) -> list[list[Near]]:
        """The `k` rows nearest to each of `vectors`, of shape (n, dimension), best first; raises Unavailable."""
        if self._copies is None:
            return [self._named(*nearest([part.whole() for part in self._parts], vector, k)) for vector in vectors]
        cosines = self._copies.cosines(vectors)
        chosen = [np.sort(best(rough, k + max(SPARE, k // 2))) for rough in cosines]
        for part, rows in self._by_part(np.unique(np.concatenate(chosen))):
            part.rows.will_need(rows.tolist())
        return [self._exactly(*one, k) for one in zip(vectors, cosines, chosen, strict=True)]

    def _exactly(self, vector: Vectors, rough: Vectors, chosen: NDArray[np.intp], k: int) -> list[Near]:
        """The `k` nearest to `vector` of the rows `chosen`, which are in order."""
        holding = list(self._by_part(chosen))
        scores = np.concatenate([np.vecdot(part.rows.read(0, part.end)[rows], vector) for part, rows in holding])
        wrong = np.flatnonzero(np.abs(scores - rough[chosen]) > DOUBT)
        if len(wrong):
            for number in set(np.searchsorted(self._starts, chosen[wrong], side="right").tolist()):
                self._parts[number - 1].rows.doubt()
            self._copies = Copies(self._parts)
            return self.nearest(vector[np.newaxis], k)[0]
        order = np.lexsort((chosen, -scores))[:k]
        order = order[np.isfinite(scores[order])]
        return self._named(chosen[order], scores[order])

    def _by_part(self, rows: NDArray[np.intp]) -> Iterator[tuple[Part, NDArray[np.intp]]]:
        """The parts that hold some of `rows`, which are in order, with the numbers these have in the part's file."""
        edges = np.searchsorted(rows, self._starts)
        for number in np.flatnonzero(np.diff(edges)).tolist():
            part = self._parts[number]
            yield part, rows[edges[number] : edges[number + 1]] - self._starts[number] + part.first

    def _named(self, rows: NDArray[np.intp], scores: Vectors) -> list[Near]:
        parts = np.searchsorted(self._starts, rows, side="right") - 1
        spots = ((self._parts[part], int(row - self._starts[part])) for part, row in zip(parts, rows, strict=True))
        return [((part.place, part.first + row), float(score)) for (part, row), score in zip(spots, scores, strict=True)]
