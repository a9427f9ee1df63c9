"""Looking through the short copies of many rows, for all questions at once."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.adapters.short_rows import Shortened, shortened
from app.adapters.vector_rows import VectorRows
from app.adapters.vector_scan import write_cosines
from app.ports import Vectors

SHARED = 100_000
"""Rows from which on two threads share the work: 73 ns a row for two questions with one, 40 with two where a core is free."""
PIECE = 16_384
"""Rows that are one piece of work."""


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of `place` from `first` to `end` (not included), in the file `rows`."""

    place: str
    rows: VectorRows
    first: int
    end: int

    def __len__(self) -> int:
        return self.end - self.first

    def whole(self) -> Vectors:
        """The rows as they are; raises Unavailable where the file is shorter."""
        return self.rows.read(self.first, self.end)

    def short(self) -> Shortened:
        """Their short copies, as far as there are such."""
        return self.rows.short(self.first, self.end)


class Copies:
    """The short copies of `parts`; rows that have none are compared as they are."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._copied: list[tuple[Shortened, int]] = []
        self._not_copied: list[tuple[Part, int, int]] = []
        self._rows = sum(map(len, parts))
        wiped: list[NDArray[np.intp]] = []
        start = 0
        for part in parts:
            part.rows.announce()
        for part in parts:
            short = part.short()
            middle, end = start + len(short), start + len(part)
            self._copied += ((short.piece(at, at + PIECE), start + at) for at in range(0, len(short), PIECE))
            wiped.append(np.flatnonzero(np.isnan(short.steps)) + start)
            if middle < end:
                self._not_copied.append((part, middle, end))
            start = end
        self._wiped = np.concatenate(wiped) if wiped else np.arange(0)

    def cosines(self, vectors: Vectors) -> Vectors:
        """The cosines of all rows with each of `vectors`, of shape (n, dimension), nearly; -inf for wiped rows."""
        cosines = np.empty((len(vectors), self._rows), dtype=np.float32)
        self._write_cosines(shortened(vectors), cosines)
        cosines[:, self._wiped] = -np.inf
        for part, start, end in self._not_copied:
            scores = cosines[:, start:end]
            write_cosines(part.whole()[start - end :], vectors, scores)
            scores[np.isnan(scores)] = -np.inf
        return cosines

    def _write_cosines(self, questions: Shortened, out: Vectors) -> None:
        def take(pieces: Sequence[tuple[Shortened, int]]) -> None:
            for piece, start in pieces:
                piece.write_cosines(questions, out[:, start : start + len(piece)])

        if self._rows < SHARED:
            take(self._copied)
            return
        half = sum(start < self._rows // 2 for _, start in self._copied)
        with ThreadPoolExecutor(1) as other:
            rest = other.submit(take, self._copied[half:])
            take(self._copied[:half])
            rest.result()
