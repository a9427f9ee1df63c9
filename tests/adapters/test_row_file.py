"""Files of rows of equal length."""

from pathlib import Path

import numpy as np
import pytest

from app.adapters import row_file
from app.adapters.row_file import RowFile


@pytest.fixture
def file(tmp_path: Path) -> RowFile:
    made = RowFile(tmp_path / "rows", b"--")
    made.write(0, b"aabbcc")
    return made


def test_rows_are_read_as_they_were_written(file: RowFile) -> None:
    assert len(file) == 3
    assert file.read(3).tobytes() == b"aabbcc"
    file.write(1, b"BBCCDD")
    assert file.read(4).tobytes() == b"aaBBCCDD"


def test_a_file_that_is_missing_has_no_rows(tmp_path: Path) -> None:
    gone = RowFile(tmp_path / "gone", b"--")
    gone.clear([0])
    gone.cut(0)
    assert (len(gone), len(gone.read(1))) == (0, 0)
    assert not (tmp_path / "gone").exists()


def test_a_wiped_row_holds_the_blank(file: RowFile, tmp_path: Path) -> None:
    file.clear([1, 9])
    assert (tmp_path / "rows").read_bytes() == b"aa--cc"


def test_a_row_that_is_torn_is_none_and_written_over(file: RowFile, tmp_path: Path) -> None:
    (tmp_path / "rows").write_bytes(b"aab")
    assert len(file) == 1
    file.cut(1)
    assert (tmp_path / "rows").read_bytes() == b"aa"


def test_cutting_a_file_that_is_shorter_leaves_it(file: RowFile) -> None:
    file.cut(5)
    assert len(file) == 3


def test_the_system_is_asked_for_rows_beforehand_where_it_can_be(file: RowFile, monkeypatch: pytest.MonkeyPatch) -> None:
    file.will_need([(0, 1)])  # nothing was read yet
    rows = file.read(3)
    file.will_need([(2, 3), (0, 2)])
    monkeypatch.setattr(row_file, "WILL_NEED", None)
    file.will_need([(0, 1)])
    assert np.array_equal(file.read(3), rows)
