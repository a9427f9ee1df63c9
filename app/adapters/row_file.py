"""A file of rows of equal length, mapped and not read, so that opening it costs nothing and processes share the memory.

What was written is durable; a row that is wiped holds `blank`. Callers see to it that one process writes at a time.
"""

import mmap
import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PAGE = mmap.ALLOCATIONGRANULARITY
BINARY = getattr(os, "O_BINARY", 0)  # Windows would change line ends
WILL_NEED = getattr(mmap, "MADV_WILLNEED", None)
"""Has the system read from the disk what is about to be used, many places at once; not every system can be told."""


class RowFile:
    """The file `path`, made when first written, with rows of `len(blank)` bytes."""

    def __init__(self, path: Path, blank: bytes) -> None:
        self._path = path
        self._blank = blank
        self._width = len(blank)
        self._mapping: mmap.mmap | None = None
        self._mapped: NDArray[np.uint8] = np.empty((0, self._width), dtype=np.uint8)

    def __len__(self) -> int:
        """The whole rows in the file as it is now; none where there is no file."""
        return self._path.stat().st_size // self._width if self._path.is_file() else 0

    def write(self, first: int, rows: bytes) -> None:
        """Put whole rows into the file from row `first` on; durable on return."""
        self._path.touch()
        with self._path.open("r+b") as file:
            file.seek(first * self._width)
            file.write(rows)
            file.flush()
            os.fsync(file.fileno())

    def clear(self, rows: Iterable[int]) -> None:
        """Wipe rows, so that nothing is left of them; those that are missing hold nothing already."""
        there = len(self)
        if not there:
            return
        with self._path.open("r+b") as file:
            for row in rows:
                if row < there:
                    file.seek(row * self._width)
                    file.write(self._blank)

    def cut(self, rows: int) -> None:
        """Remove all rows from number `rows` on, and what is left of a torn one."""
        if self._path.is_file() and self._path.stat().st_size > rows * self._width:
            os.truncate(self._path, rows * self._width)

    def read(self, end: int) -> NDArray[np.uint8]:
        """At least the first `end` rows, as bytes, without copying: all of them where there are fewer."""
        if len(self._mapped) < end:
            self._map()
        return self._mapped

    def will_need(self, spans: Iterable[tuple[int, int]]) -> None:
        """Say that these rows of what was read (first, end) are about to be used."""
        if self._mapping is None or WILL_NEED is None:
            return
        for first, end in spans:
            start = first * self._width // PAGE * PAGE
            self._mapping.madvise(WILL_NEED, start, end * self._width - start)

    def _map(self) -> None:
        try:
            file = os.open(self._path, os.O_RDONLY | BINARY)
        except FileNotFoundError:
            return
        try:
            rows = os.fstat(file).st_size // self._width
            if rows > len(self._mapped):
                self._mapping = mmap.mmap(file, rows * self._width, access=mmap.ACCESS_READ)
                self._mapped = np.frombuffer(self._mapping, dtype=np.uint8).reshape(rows, self._width)
        finally:
            os.close(file)
