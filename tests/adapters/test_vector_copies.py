"""Looking through short copies."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.adapters import vector_copies
from app.adapters.short_rows import ShortRows
from app.adapters.vector_copies import Copies, Part
from app.adapters.vector_rows import SHORT, VectorRows
from tests.adapters.test_short_rows import unit_rows

FOLDER_STAYS = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def part(folder: Path, name: str, count: int, copied: int) -> Part:
    """A part of `count` rows, all but the first one of its file, of which `copied` have a copy."""
    rows = VectorRows(folder / f"{name}.vectors", 8)
    rows.write(0, unit_rows(count + 1, 8, count))
    ShortRows(folder / f"{name}{SHORT}", 8).cut(copied)
    return Part(name, rows, 1, count + 1)


@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(0, 31)), max_size=5),
    st.integers(1, 40),
    st.integers(1, 40),
    st.sampled_from([0, 200]),
)
@FOLDER_STAYS
def test_every_row_gets_its_cosine_whatever_is_copied_and_however_the_work_is_shared(
    tmp_path: Path, sizes: list[tuple[int, int]], shared: int, piece: int, joined: int
) -> None:
    parts = [part(tmp_path, f"p{number}", *size) for number, size in enumerate(sizes)]
    asked = unit_rows(2, 8, 99)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(vector_copies, "SHARED", shared)
        patched.setattr(vector_copies, "PIECE", piece)
        patched.setattr(vector_copies, "JOINED", joined)
        found = Copies(parts).cosines(asked)
    expected = np.concatenate([np.empty((0, 8), dtype=np.float32), *(one.whole() for one in parts)])
    assert np.allclose(found, asked @ expected.T, atol=0.02)
    for one in parts:
        for suffix in (".vectors", SHORT):
            (tmp_path / f"{one.place}{suffix}").unlink()


def test_wiped_rows_come_last(tmp_path: Path) -> None:
    copied, other = part(tmp_path, "copied", 3, 4), part(tmp_path, "other", 3, 0)
    for one in (copied, other):
        one.rows.clear([2])
    found = Copies([copied, other]).cosines(unit_rows(1, 8, 99))
    assert np.isneginf(found[0]).tolist() == [False, True, False, False, True, False]
