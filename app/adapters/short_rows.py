"""A copy of a file of vectors with 8 bits a number, for looking through all of them in a fraction of the time.

A row is a whole number from -127 to 127 for each of the vector's, and then how much one step is (float32). Cosines with it are
right to about 0.0005: enough to choose a few rows among many, which are then compared as they are. The copy may be shorter than
the file it is of, or missing; it is never longer than what was kept when it was made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numkong
import numpy as np
from numpy.typing import NDArray

from app.adapters.row_file import RowFile
from app.ports import Vectors

MOST = 127
STEP = np.dtype("<f4")
SMALLEST = np.float32(1e-30)
"""Stands for the step of a vector of zeros."""
BLOCK = 2048
"""Rows compared with all questions before the next are looked at: 0.8 MB, so that they are still in the core's own memory."""


@dataclass(frozen=True, slots=True)
class Shortened:
    """Vectors in short: `numbers`, int8 of shape (n, dimension), each of `steps` (n)."""

    numbers: NDArray[np.int8]
    steps: Vectors

    def __len__(self) -> int:
        return len(self.steps)

    def piece(self, first: int, end: int) -> "Shortened":
        """Those from `first` to `end` (not included), as far as there are such."""
        return Shortened(self.numbers[first:end], self.steps[first:end])

    def write_products(self, questions: NDArray[np.int8], out: Vectors) -> None:
        """Write the products of the numbers of `questions` (m) with these rows into `out`, of shape (m, n).

        Times the steps of both they are cosines. They stay below 2^24 for up to 1,040 dimensions, and so float32 holds them.
        """
        for start in range(0, len(self.steps), BLOCK):
            # Into an array of its own: with `out` and a stride it takes a third longer.
            products = numkong.cdist(questions, self.numbers[start : start + BLOCK], "dot")
            out[:, start : start + BLOCK] = np.asarray(products)


def joined(pieces: Sequence[Shortened]) -> Shortened:
    """All of `pieces`, one after the other, copied."""
    return Shortened(np.concatenate([one.numbers for one in pieces]), np.concatenate([one.steps for one in pieces]))


def shortened(vectors: Vectors) -> Shortened:
    """`vectors`, of shape (n, dimension), in short; the steps of those without numbers (NaN) are none either."""
    steps = np.maximum(np.abs(vectors).max(axis=1, initial=0.0) / MOST, SMALLEST).astype(STEP)
    numbers = np.rint(np.nan_to_num(vectors / steps[:, np.newaxis])).astype(np.int8)
    return Shortened(numbers, steps)


class ShortRows:
    """The copy in the file `path` of vectors of `dimension` numbers."""

    def __init__(self, path: Path, dimension: int) -> None:
        self._dimension = dimension
        self._file = RowFile(path, bytes(dimension) + np.array(np.nan, dtype=STEP).tobytes())
        self._known = Shortened(np.empty((0, dimension), dtype=np.int8), np.empty(0, dtype=STEP))
        self._announced = 0

    def __len__(self) -> int:
        return len(self._file)

    def write(self, first: int, vectors: Vectors) -> None:
        """Put copies of `vectors` into the rows from `first` on; durable on return."""
        short = shortened(vectors)
        steps = short.steps[:, np.newaxis].view(np.uint8)
        self._file.write(first, np.hstack([short.numbers.view(np.uint8), steps]).tobytes())

    def clear(self, rows: Sequence[int]) -> None:
        """Wipe rows as far as there are such."""
        self._file.clear(rows)

    def cut(self, rows: int) -> None:
        """Remove all rows from number `rows` on."""
        self._file.cut(rows)

    def read(self, first: int, end: int) -> Shortened:
        """The rows from `first` to `end` (not included); fewer, or none, where there are no more. Only steps are copied."""
        if len(self._known) < end:
            self._look()
        return self._known.piece(first, end)

    def wiped(self, rows: int) -> NDArray[np.bool_]:
        """Which of the first `rows` rows, as far as there are such, are wiped by now."""
        self._look()
        return np.isnan(self._known.steps[:rows])

    def announce(self) -> None:
        """Say that all of it will be read: a thousand such files, one after the other, come from the disk at once this way."""
        there = len(self._file.read(self._announced + 1))
        if there > self._announced:
            self._file.will_need([(self._announced, there)])
            self._announced = there

    def _look(self) -> None:
        rows = self._file.read(len(self._known) + 1)
        steps = rows[:, self._dimension :].view(STEP)[:, 0]
        self._known = Shortened(rows[:, : self._dimension].view(np.int8), np.ascontiguousarray(steps))
