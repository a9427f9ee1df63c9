"""The kept vectors: one file for each audience, and a catalogue of them."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

from app.adapters import kept_vectors
from app.adapters.kept_vectors import CATALOGUE, KeptVectors
from app.adapters.short_rows import ShortRows, shortened
from app.adapters.vector_catalogue import Extent, Left
from app.adapters.vector_places import FEW, place_of
from app.adapters.vector_rows import VectorRows
from app.domain.access import EVERYTHING, INTERNAL, PUBLIC, Audience, Reach
from app.domain.errors import Unavailable
from app.ports import Vectors
from tests.fakes.passages import ACME, BOREALIS, LEGAL, of, passage

VECTORS = np.eye(4, dtype=np.float32)
PASSAGES = [passage("p", "", PUBLIC), passage("q", "", ACME, "d2"), passage("r", "", INTERNAL), passage("s", "", ACME, "d3")]


@pytest.fixture
def kept(tmp_path: Path) -> KeptVectors:
    made = KeptVectors(tmp_path)
    made.put(PASSAGES, VECTORS)
    return made


def standing(kept: KeptVectors) -> Mapping[str, str]:
    with kept.reading() as now:
        assert now is not None
        return now.places_of()


def files_of(folder: Path, place: str) -> list[Path]:
    return sorted(folder.glob(f"{place}.*.vectors"))


def file_of(folder: Path, place: str) -> Path:
    (found,) = files_of(folder, place)
    return found


def generation_of(folder: Path, place: str) -> int:
    return int(file_of(folder, place).suffixes[0][1:])


def vector_of(kept: KeptVectors, passage_id: str) -> Vectors:
    with kept.reading() as now:
        assert now is not None
        for place, extent in now.extents.items():
            numbers, vectors = now.vectors(place, 0, extent.rows)
            rows = now.standing([(place, number) for number in numbers])
            for number, vector in zip(numbers, vectors, strict=True):
                if rows[place, number].passage_id == passage_id:
                    return np.array(vector)
    raise AssertionError(passage_id)


def test_each_passage_stands_in_the_file_of_its_audience(kept: KeptVectors, tmp_path: Path) -> None:
    assert standing(kept) == {"p": "public", "q": "partner-acme", "r": "internal", "s": "partner-acme"}
    assert file_of(tmp_path, "partner-acme").stat().st_size == 2 * 4 * 4
    assert np.array_equal(vector_of(kept, "s"), VECTORS[3])


def test_nothing_kept_is_nothing_to_read(tmp_path: Path) -> None:
    with KeptVectors(tmp_path / "new").reading() as now:
        assert now is None
    assert not (tmp_path / "new").exists()


def test_a_replaced_passage_leaves_its_row_empty(kept: KeptVectors, tmp_path: Path) -> None:
    left = Left("partner-acme", generation_of(tmp_path, "partner-acme"), 0, indexed=False)
    assert kept.put([passage("q", "", BOREALIS, "d2")], VECTORS[:1]) == [left]
    assert standing(kept)["q"] == "partner-borealis"
    assert np.array_equal(vector_of(kept, "q"), VECTORS[0])
    with kept.reading() as now:
        assert now is not None
        assert np.isnan(now._rows("partner-acme").read(0, 2)).any(axis=1).tolist() == [True, False]


def test_removing_from_another_place_keeps_the_passage(kept: KeptVectors) -> None:
    assert len(kept.remove({"p": "public", "q": "partner-borealis", "unknown": "public"})) == 1
    assert set(standing(kept)) == {"q", "r", "s"}


def test_a_search_opens_the_files_of_its_places_and_no_other(
    kept: KeptVectors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    read = VectorRows.read

    def noted(self: VectorRows, first: int, end: int) -> Vectors:
        opened.append(self._path.name)
        return read(self, first, end)

    monkeypatch.setattr(VectorRows, "read", noted)
    with kept.reading(of(PUBLIC, ACME, Audience("partner", "nobody"))) as now:
        assert now is not None
        spans = [(place, 0, extent.rows) for place, extent in now.extents.items()]
        found = [spot for spot, _ in now.nearest(VECTORS[1:2], 5, spans)[0]]
    assert set(opened) == {file_of(tmp_path, "public").name, file_of(tmp_path, "partner-acme").name}
    assert found[0] == ("partner-acme", 0)
    assert len(found) == 3


def test_documents_are_spans_of_rows(kept: KeptVectors) -> None:
    kept.put([passage(f"t{n}", "", ACME, "d4") for n in range(3)], VECTORS[:3])
    kept.put([passage("u", "", ACME, "d3")], VECTORS[:1])
    with kept.reading(of(ACME)) as now:
        assert now is not None
        assert now.spans(["d4"]) == [("partner-acme", 2, 5)]
        assert now.spans(["d3", "d"]) == [("partner-acme", 1, 2), ("partner-acme", 5, 6)]
        assert now.spans(["unknown"]) == []


def test_the_next_reading_sees_a_change(kept: KeptVectors) -> None:
    with kept.reading() as now:
        assert now is not None
        before = dict(now.extents)
    kept.put([passage("x", "", PUBLIC)], VECTORS[:1])
    with kept.reading() as now:
        assert now is not None
        assert now.extents["public"].rows == before["public"].rows + 1
        assert now.extents["internal"] == before["internal"]


def test_a_file_of_mostly_empty_rows_is_written_anew(
    kept: KeptVectors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_vectors, "FEW_EMPTY", 1)
    for _ in range(3):
        kept.put(PASSAGES[:1], VECTORS[2:3])
        kept.put(PASSAGES[1:2], VECTORS[2:3])
    with kept.changing() as catalogue:
        catalogue.mark_indexed({"partner-acme": 5, "public": 4})
    public, acme = (generation_of(tmp_path, place) for place in ("public", "partner-acme"))
    assert set(kept.compact()) == {
        Left("public", public, 3, indexed=True),
        Left("partner-acme", acme, 1, indexed=True),
        Left("partner-acme", acme, 4, indexed=True),
    }
    assert generation_of(tmp_path, "public") == public + 1
    assert file_of(tmp_path, "public").stat().st_size == 4 * 4
    assert np.array_equal(vector_of(kept, "p"), VECTORS[2])
    assert np.array_equal(vector_of(kept, "s"), VECTORS[3])
    with kept.reading() as now:
        assert now is not None
        assert (now.extents["public"].rows, now.extents["public"].indexed) == (1, 0)


def test_rows_written_by_a_run_that_was_killed_are_written_over(kept: KeptVectors, tmp_path: Path) -> None:
    VectorRows(file_of(tmp_path, "public"), 4).write(1, VECTORS)
    kept.put([passage("x", "", PUBLIC)], VECTORS[1:2])
    assert np.array_equal(vector_of(kept, "x"), VECTORS[1])


def test_a_failed_put_changes_nothing(kept: KeptVectors, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(VectorRows, "write", full_disk)
    with pytest.raises(Unavailable):
        kept.put([passage("p", "", ACME)], VECTORS[:1])
    assert standing(kept)["p"] == "public"


def test_cleared_vectors_are_gone_even_from_a_damaged_catalogue(kept: KeptVectors, tmp_path: Path) -> None:
    (tmp_path / CATALOGUE).write_bytes(b"no database " * 1000)
    with pytest.raises(Unavailable, match="liaison doctor"), kept.reading():
        pass
    kept.clear()
    assert list(tmp_path.iterdir()) == []


def test_a_store_begun_anew_is_told_from_the_old_one_by_whoever_has_that_open(kept: KeptVectors, tmp_path: Path) -> None:
    reader = KeptVectors(tmp_path)
    assert np.array_equal(vector_of(reader, "p"), VECTORS[0])
    kept.clear()
    kept.put(PASSAGES, VECTORS[::-1])
    assert np.array_equal(vector_of(reader, "p"), VECTORS[3])
    with reader.reading() as now:
        assert now is not None
        assert now.nearest_of_all(VECTORS[3:], 1, {}) == [[(("public", 0), 1.0)]]


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_lost_file_is_found_and_stays_found(kept: KeptVectors, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    damage(file_of(tmp_path, "partner-acme"))
    assert len(kept.remove({"q": "partner-acme"})) == 1
    with pytest.raises(Unavailable, match="liaison doctor --fix"):
        KeptVectors(tmp_path).put([passage("new", "", ACME)], VECTORS[:1])
    with kept.reading() as now:
        assert now is not None
        with pytest.raises(Unavailable, match="partner-acme"):
            now.check()


def test_the_next_process_wipes_what_a_killed_one_forgot(
    kept: KeptVectors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = file_of(tmp_path, "public")
    VectorRows(public, 4).write(1, VECTORS[3:])  # a put that was never committed
    with monkeypatch.context() as killed:
        killed.setattr(VectorRows, "clear", lambda *_: None)
        kept.remove({"q": "partner-acme"})
    (tmp_path / "public.7.vectors").write_bytes(b"another generation")
    KeptVectors(tmp_path).put([passage("new", "", BOREALIS)], VECTORS[:1])
    assert files_of(tmp_path, "public") == [public]
    assert np.isnan(VectorRows(public, 4).read(0, 2)).all(axis=1).tolist() == [False, True]
    assert VECTORS[1].tobytes() not in file_of(tmp_path, "partner-acme").read_bytes()
    assert np.array_equal(vector_of(kept, "s"), VECTORS[3])


def test_a_store_without_short_copies_gains_them_at_the_first_write(kept: KeptVectors, tmp_path: Path) -> None:
    for path in tmp_path.glob("*.short"):
        path.unlink()
    assert np.array_equal(vector_of(kept, "s"), VECTORS[3])
    KeptVectors(tmp_path).put([passage("new", "", PUBLIC)], VECTORS[:1])
    copies = {path.name: ShortRows(path, 4).read(0, 9) for path in tmp_path.glob("*.short")}
    assert sum(map(len, copies.values())) == 5
    acme = copies[file_of(tmp_path, "partner-acme").with_suffix(".short").name]
    assert np.array_equal(acme.numbers, shortened(VECTORS[[1, 3]]).numbers)


def test_nothing_is_left_of_a_removed_passage_in_any_file(kept: KeptVectors, tmp_path: Path) -> None:
    kept.put([passage("x", "", ACME)], np.array([[0.1, 0.2, 0.3, 0.4]], dtype=np.float32))
    kept.remove({"x": "partner-acme"})
    (copy,) = tmp_path.glob("partner-acme.*.short")
    assert ShortRows(copy, 4).read(2, 3).numbers.tolist() == [[0, 0, 0, 0]]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(kept_vectors, "FEW_EMPTY", 1)
        kept.put(PASSAGES[1:2], VECTORS[1:2])
        kept.put(PASSAGES[1:2], VECTORS[1:2])
        kept.compact()
    (copy,) = tmp_path.glob("partner-acme.*.short")
    assert len(ShortRows(copy, 4)) == 2
    assert copy.with_suffix(".vectors") == file_of(tmp_path, "partner-acme")


WIDE = Reach(frozenset({PUBLIC, INTERNAL}), all_partners=True)


def shared(kept: KeptVectors, reach: Reach) -> Mapping[str, Extent]:
    with kept.reading(reach) as now:
        assert now is not None
        return now.extents


def test_wide_searches_of_the_same_places_share_them_until_something_changes(kept: KeptVectors) -> None:
    everything = shared(kept, EVERYTHING)
    assert shared(kept, EVERYTHING) is everything
    assert shared(kept, WIDE) is everything
    assert shared(kept, of(PUBLIC)) is not shared(kept, of(PUBLIC))
    kept.put([passage("g", "", LEGAL)], VECTORS[:1])
    assert set(shared(kept, EVERYTHING)) - set(shared(kept, WIDE)) == {"group-legal"}
    assert shared(kept, WIDE) is shared(kept, WIDE)
    assert shared(kept, Reach(WIDE.listed | {LEGAL}, all_partners=True)) is shared(kept, EVERYTHING)


def test_however_many_different_reaches_search_few_sets_of_places_are_kept(kept: KeptVectors) -> None:
    groups = [Audience("group", f"g{n}") for n in range(9)]
    kept.put([passage(str(group), "", group) for group in groups], np.repeat(VECTORS[:1], 9, axis=0))
    for group in groups:
        places = shared(kept, Reach(frozenset({PUBLIC, group}), all_partners=True))
        assert set(places) >= {place_of(PUBLIC), place_of(group)}
        assert not set(places) & {place_of(other) for other in groups if other != group}


def test_many_named_places_are_shared_too_and_those_used_last_stay(kept: KeptVectors, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = frozenset({PUBLIC, INTERNAL, *(Audience("partner", f"p{n}") for n in range(FEW))})
    mine, other = Reach(listed | {ACME}), Reach(listed | {BOREALIS})
    assert set(shared(kept, mine)) == {"public", "internal", "partner-acme"}
    first = shared(kept, mine)
    assert set(shared(kept, other)) == {"public", "internal"}
    assert shared(kept, mine) is first
    monkeypatch.setattr(kept_vectors, "MOST_TOGETHER", 0)
    latest = shared(kept, other)
    assert shared(kept, other) is latest
    assert shared(kept, mine) is not first
