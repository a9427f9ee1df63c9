"""Looking through the short copies of many rows, for all questions at once."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock

import numpy as np

from app.adapters.short_rows import Shortened, joined, shortened
from app.adapters.vector_rows import VectorRows
from app.adapters.vector_scan import write_cosines
from app.ports import Vectors

SHARED = 100_000
"""Rows from which on two threads share the work: 73 ns a row for two questions with one, 40 with two where a core is free."""
PIECE = 16_384
"""Rows that are one piece of work."""
JOINED = 150_000
"""Rows up to which small pieces are put together in memory, 60 MB: a thousand files then take as long as one."""

Piece = tuple[Shortened, int]
"""Copies of rows that follow each other, and the number of the first."""


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
        self._not_copied: list[tuple[Part, int, int]] = []
        self._steps = np.zeros(sum(map(len, parts)), dtype=np.float32)
        pieces: list[Piece] = []
        start = 0
        for part in parts:
            part.rows.announce()
        for part in parts:
            short = part.short()
            middle, end = start + len(short), start + len(part)
            pieces += ((short.piece(at, at + PIECE), start + at) for at in range(0, len(short), PIECE))
            self._steps[start:middle] = short.steps
            if middle < end:
                self._not_copied.append((part, middle, end))
            start = end
        self._wiped = np.flatnonzero(np.isnan(self._steps))
        self._work = _work(pieces, join=len(self._steps) <= JOINED)

    def cosines(self, vectors: Vectors) -> Vectors:
        """The cosines of all rows with each of `vectors`, of shape (n, dimension), nearly; -inf for wiped rows."""
        cosines = np.empty((len(vectors), len(self._steps)), dtype=np.float32)
        self._write_cosines(shortened(vectors), cosines)
        cosines[:, self._wiped] = -np.inf
        for part, start, end in self._not_copied:
            scores = cosines[:, start:end]
            write_cosines(part.whole()[start - end :], vectors, scores)
            scores[np.isnan(scores)] = -np.inf
        return cosines

    def _write_cosines(self, questions: Shortened, out: Vectors) -> None:
        own = questions.steps[:, np.newaxis]

        def take(work: Iterable[Sequence[Piece]]) -> None:
            for pieces in work:
                for piece, start in pieces:
                    piece.write_products(questions.numbers, out[:, start : start + len(piece)])
                first, end = pieces[0][1], pieces[-1][1] + len(pieces[-1][0])
                # Now, while the products are at hand, and for small pieces together: a thousand calls more are 10 ms.
                out[:, first:end] *= self._steps[first:end]
                out[:, first:end] *= own

        if len(self._steps) < SHARED:
            take(self._work)
            return
        # Whoever is done first takes the next: the other core may be busy with the words of the question for a while.
        left = _Shared(self._work)
        with ThreadPoolExecutor(1, "copies") as other:
            helped = other.submit(take, left)
            take(left)
            helped.result()


class _Shared(Iterator[Sequence[Piece]]):
    """Work that several threads take from, each piece once."""

    def __init__(self, work: Sequence[Sequence[Piece]]) -> None:
        self._rest = iter(work)
        self._taking = Lock()

    def __next__(self) -> Sequence[Piece]:
        with self._taking:
            return next(self._rest)


def _work(pieces: Sequence[Piece], *, join: bool) -> list[list[Piece]]:
    """Pieces that follow each other, some PIECE rows at a time; of small ones one is made if they are to `join`."""
    work: list[list[Piece]] = []
    for piece, start in pieces:
        last = work[-1] if work else []
        if last and last[-1][1] + len(last[-1][0]) == start and start + len(piece) - last[0][1] <= PIECE:
            last.append((piece, start))
        else:
            work.append([(piece, start)])
    return [[(joined([piece for piece, _ in one]), one[0][1])] if join and len(one) > 1 else one for one in work]
