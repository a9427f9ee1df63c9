"""The nearest rows of several places."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.adapters import vector_stretch
from app.adapters.short_rows import ShortRows
from app.adapters.vector_copies import Part
from app.adapters.vector_rows import SHORT, VectorRows
from app.adapters.vector_stretch import Stretch
from tests.adapters.test_short_rows import unit_rows

FOLDER_STAYS = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def stretch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stretch:
    """Twice 300 rows, looked through in their copies."""
    monkeypatch.setattr(vector_stretch, "FEW", 10)
    return Stretch(parts(tmp_path, [300, 300]))


def parts(folder: Path, sizes: list[int]) -> list[Part]:
    made = []
    for number, size in enumerate(sizes):
        rows = VectorRows(folder / f"p{number}.0.vectors", 16)
        rows.write(0, unit_rows(size, 16, number))
        made.append(Part(f"p{number}", rows, 0, size))
    return made


def copy_of(folder: Path, place: str) -> ShortRows:
    return ShortRows(folder / f"{place}.0{SHORT}", 16)


def exactly(asked: np.ndarray, sizes: list[int], k: int) -> list[tuple[str, int]]:
    spots = [(f"p{number}", row) for number, size in enumerate(sizes) for row in range(size)]
    scores = np.concatenate([unit_rows(size, 16, number) @ asked for number, size in enumerate(sizes)])
    return [spots[at] for at in np.argsort(-scores, kind="stable")[:k]]


@given(st.lists(st.integers(1, 200), min_size=1, max_size=5), st.integers(1, 30), st.integers(0, 300))
@FOLDER_STAYS
def test_the_nearest_are_the_same_with_copies_as_without(tmp_path: Path, sizes: list[int], k: int, few: int) -> None:
    asked = unit_rows(3, 16, 99)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(vector_stretch, "FEW", few)
        found = Stretch(parts(tmp_path, sizes)).nearest(asked, k)
    assert [[spot for spot, _ in near] for near in found] == [exactly(one, sizes, k) for one in asked]


def test_what_is_found_has_its_exact_cosine(stretch: Stretch) -> None:
    ((place, row), score) = stretch.nearest(unit_rows(1, 16, 99), 1)[0][0]
    expected = unit_rows(300, 16, int(place[1:]))[row] @ unit_rows(1, 16, 99)[0]
    assert score == pytest.approx(float(expected), abs=1e-6)


def test_a_row_wiped_behind_the_search_is_not_found(stretch: Stretch, tmp_path: Path) -> None:
    asked = unit_rows(1, 16, 99)
    (place, row), _ = stretch.nearest(asked, 1)[0][0]
    VectorRows(tmp_path / f"{place}.0.vectors", 16).clear([row])
    assert [spot for spot, _ in stretch.nearest(asked, 2)[0]] == exactly(asked[0], [300, 300], 3)[1:]


def test_a_damaged_copy_is_done_without_and_made_again_by_the_next_write(tmp_path: Path, stretch: Stretch) -> None:
    asked = unit_rows(2, 16, 99)
    right = stretch.nearest(asked, 20)
    copy_of(tmp_path, "p1").write(0, unit_rows(300, 16, 50))
    damaged = parts_as_they_are(tmp_path)
    assert Stretch(damaged).nearest(asked, 20) == right
    assert Stretch(damaged).nearest(asked, 20) == right
    damaged[1].rows.write(300, asked)
    assert np.array_equal(copy_of(tmp_path, "p1").read(0, 302).numbers, written_anew(tmp_path))


def parts_as_they_are(folder: Path) -> list[Part]:
    return [Part(f"p{number}", VectorRows(folder / f"p{number}.0.vectors", 16), 0, 300) for number in range(2)]


def written_anew(folder: Path) -> np.ndarray:
    other = VectorRows(folder / "other.0.vectors", 16)
    other.write(0, VectorRows(folder / "p1.0.vectors", 16).read(0, 302))
    return ShortRows(folder / f"other.0{SHORT}", 16).read(0, 302).numbers
