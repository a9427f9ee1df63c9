"""A file of vectors, row after row, with a short copy beside it that is quick to look through.

The copy follows the file: it is cut before rows are written and made again from what was written, so that it never says
anything else, and one that is missing or behind is made by the next write. A cleared row holds no numbers (NaN) and is never
found; it is cleared in both. Callers see to it that one process writes at a time.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import structlog

from app.adapters.row_file import RowFile
from app.adapters.short_rows import Shortened, ShortRows
from app.domain.errors import Unavailable
from app.ports import Vectors

NUMBER = np.dtype("<f4")
COPIED_AT_ONCE = 20_000
"""Rows copied at a time where the copy is behind: 30 MB of them."""
SHORT = ".short"
"""Ends the name of the copy, in place of the file's own ending."""

_log = structlog.get_logger(__name__)


class VectorRows:
    """The file `path`, made when first written, with rows of `dimension` numbers."""

    def __init__(self, path: Path, dimension: int) -> None:
        self._path = path
        self._dimension = dimension
        self._file = RowFile(path, np.full(dimension, np.nan, dtype=NUMBER).tobytes())
        self._short = ShortRows(path.with_suffix(SHORT), dimension)
        self._doubted = False

    def write(self, first: int, vectors: Vectors) -> None:
        """Put `vectors`, of shape (n, dimension), into the rows from `first` on; durable on return.

        Raises Unavailable where earlier rows are missing: written past its end, a damaged file would look whole ever after.
        """
        self.check(first)
        self._short.cut(0 if self._doubted else first)
        self._doubted = False
        self._file.write(first, np.ascontiguousarray(vectors, dtype=NUMBER).tobytes())
        if len(self._short) == first:
            self._short.write(first, vectors)
        else:
            self.copy(first + len(vectors))

    def copy(self, rows: int) -> None:
        """See to it that of the file's first `rows` rows, as far as there are such, there is a short copy."""
        end = min(rows, len(self))
        for start in range(len(self._short), end, COPIED_AT_ONCE):
            self._short.write(start, self.read(start, min(end, start + COPIED_AT_ONCE)))

    def clear(self, rows: Iterable[int]) -> None:
        """Wipe rows, so that nothing is left of what was forgotten; those that are missing hold nothing already."""
        wiped = list(rows)
        self._file.clear(wiped)
        self._short.clear(wiped)

    def clear_all_but(self, live: Sequence[int]) -> None:
        """Wipe every row but `live`, also beyond them, unless it was wiped before."""
        spare = np.ones(len(self), dtype=np.bool_)
        spare[[row for row in live if row < len(spare)]] = False
        rows = np.flatnonzero(spare)
        self._file.clear(rows[~np.isnan(self.read(0, len(spare))[rows, 0])].tolist())
        wiped = self._short.wiped(len(spare))
        spare = spare[: len(wiped)]
        self._short.clear(np.flatnonzero(spare & ~wiped).tolist())

    def check(self, rows: int) -> None:
        """Raise Unavailable where the file is shorter than `rows`."""
        if len(self) < rows:
            message = f"The vectors in {self._path.name} are damaged; 'liaison doctor --fix' makes them again."
            raise Unavailable(message)

    def __len__(self) -> int:
        """The rows in the file as it is now; none where there is no file."""
        return len(self._file)

    def read(self, first: int, end: int) -> Vectors:
        """Rows `first` to `end` (not included), without copying; raises Unavailable where the file is shorter."""
        rows = self._file.read(end)
        if len(rows) < end:
            self.check(end)
        return rows[first:end].view(NUMBER)

    def short(self, first: int, end: int) -> Shortened:
        """The copies of these rows, as far as there are such that can be believed."""
        return self._short.read(first, 0 if self._doubted else end)

    def announce(self) -> None:
        """Say that the copies will be read."""
        self._short.announce()

    def doubt(self) -> None:
        """Do without the copy, which says something else than the file, until the next write makes it again."""
        _log.error("a short copy of vectors is damaged; searching without", file=self._path.name)
        self._doubted = True

    def will_need(self, rows: Sequence[int]) -> None:
        """Say that these rows, scattered as they are, will be read."""
        self._file.read(max(rows) + 1)
        self._file.will_need((row, row + 1) for row in rows)
