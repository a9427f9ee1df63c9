"""Files of vectors."""

from pathlib import Path

import numpy as np
import pytest

from app.adapters import vector_rows
from app.adapters.row_file import RowFile
from app.adapters.short_rows import ShortRows, shortened
from app.adapters.vector_rows import SHORT, VectorRows
from app.domain.errors import Unavailable
from app.ports import Vectors

VECTORS = np.arange(12, dtype=np.float32).reshape(4, 3)


@pytest.fixture
def rows(tmp_path: Path) -> VectorRows:
    made = VectorRows(tmp_path / "public.0.vectors", 3)
    made.write(0, VECTORS)
    return made


def test_what_was_written_is_read(rows: VectorRows) -> None:
    assert np.array_equal(rows.read(1, 3), VECTORS[1:3])
    rows.write(4, VECTORS[:1] + 1)
    assert np.array_equal(rows.read(3, 5), [VECTORS[3], VECTORS[0] + 1])


def test_rows_that_were_never_committed_are_written_over(rows: VectorRows) -> None:
    rows.write(2, VECTORS[:1])
    assert np.array_equal(rows.read(0, 4), VECTORS[[0, 1, 0, 3]])


def test_nothing_is_left_of_a_cleared_row(rows: VectorRows, tmp_path: Path) -> None:
    rows.clear([1, 3])
    assert np.isnan(rows.read(0, 4)).all(axis=1).tolist() == [False, True, False, True]
    assert VECTORS[1].tobytes() not in (tmp_path / "public.0.vectors").read_bytes()


def test_what_another_writes_is_seen(rows: VectorRows, tmp_path: Path) -> None:
    rows.read(0, 4)
    VectorRows(tmp_path / "public.0.vectors", 3).write(4, VECTORS)
    assert np.array_equal(rows.read(4, 8), VECTORS)


def test_nothing_is_left_of_rows_that_are_not_live(rows: VectorRows, tmp_path: Path) -> None:
    rows.clear([0])
    rows.clear_all_but([2, 7])
    assert np.isnan(rows.read(0, 4)).all(axis=1).tolist() == [True, True, False, True]
    VectorRows(tmp_path / "gone", 3).clear_all_but([1])
    assert not (tmp_path / "gone").exists()


def test_what_is_missing_needs_no_clearing(rows: VectorRows, tmp_path: Path) -> None:
    rows.clear([3, 9])
    assert len(rows) == 4
    VectorRows(tmp_path / "gone", 3).clear([0])
    assert not (tmp_path / "gone").exists()


def test_a_damaged_file_is_not_written_past_its_end(rows: VectorRows, tmp_path: Path) -> None:
    for damaged in (rows, VectorRows(tmp_path / "gone", 3)):
        before = len(damaged)
        with pytest.raises(Unavailable, match="liaison doctor --fix"):
            damaged.write(5, VECTORS)
        assert len(damaged) == before


def test_a_file_that_is_too_short_is_reported(rows: VectorRows, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"public\.0\.vectors are damaged"):
        rows.read(0, 5)
    with pytest.raises(Unavailable, match="damaged"):
        VectorRows(tmp_path / "gone", 3).read(0, 1)


def copied(folder: Path) -> list[list[int]]:
    return [list(map(int, row)) for row in ShortRows(folder / f"public.0{SHORT}", 3).read(0, 99).numbers]


def expected(vectors: Vectors) -> list[list[int]]:
    return [list(map(int, row)) for row in shortened(vectors).numbers]


def test_the_copy_follows_what_is_written(rows: VectorRows, tmp_path: Path) -> None:
    assert copied(tmp_path) == expected(VECTORS)
    rows.write(2, VECTORS[:1])
    assert copied(tmp_path) == expected(VECTORS[[0, 1, 0]])


def test_a_copy_that_is_missing_or_behind_is_made_by_the_next_write(rows: VectorRows, tmp_path: Path) -> None:
    (tmp_path / f"public.0{SHORT}").unlink()
    assert len(rows.short(0, 4)) == 0
    rows.write(4, VECTORS[:1])
    assert copied(tmp_path) == expected(VECTORS[[0, 1, 2, 3, 0]])


def test_a_copy_is_made_of_as_many_rows_as_there_are(rows: VectorRows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_rows, "COPIED_AT_ONCE", 2)
    ShortRows(tmp_path / f"public.0{SHORT}", 3).cut(1)
    rows.copy(3)
    assert copied(tmp_path) == expected(VECTORS[:3])
    rows.copy(9)
    assert copied(tmp_path) == expected(VECTORS)


def test_a_write_that_fails_half_way_leaves_no_copy_of_what_was_there_before(
    rows: VectorRows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(RowFile, "write", lambda *_: pytest.fail("killed"))
        with pytest.raises(pytest.fail.Exception):
            rows.write(2, VECTORS[:1])
    assert copied(tmp_path) == expected(VECTORS[:2])


def test_nothing_is_left_of_a_cleared_row_in_its_copy(rows: VectorRows, tmp_path: Path) -> None:
    rows.clear([1])
    ShortRows(tmp_path / f"public.0{SHORT}", 3).cut(3)
    rows.clear_all_but([2])
    assert copied(tmp_path) == [[0, 0, 0], [0, 0, 0], expected(VECTORS)[2]]
    assert np.isnan(rows.read(0, 4)).all(axis=1).tolist() == [True, True, False, True]


def test_a_copy_in_doubt_is_made_anew_by_the_next_write(rows: VectorRows, tmp_path: Path) -> None:
    ShortRows(tmp_path / f"public.0{SHORT}", 3).write(0, VECTORS[::-1])
    rows.doubt()
    assert len(rows.short(0, 4)) == 0
    rows.write(4, VECTORS[:1])
    assert copied(tmp_path) == expected(VECTORS[[0, 1, 2, 3, 0]])
    assert len(rows.short(0, 5)) == 5
