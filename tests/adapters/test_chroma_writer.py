"""Telling Chroma: when, of what, and what becomes of a write that never finished."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from app.adapters import chroma_client, kept_vectors
from app.adapters.chroma_index import ChromaIndex
from app.adapters.chroma_state import ChromaState, fact_of
from app.adapters.chroma_writer import ChromaWriter
from app.adapters.kept_vectors import KeptVectors
from app.domain.access import EVERYTHING, PUBLIC
from tests.fakes.passages import ACME, passage

VECTORS = np.eye(64, dtype=np.float32)


@pytest.fixture
def kept(tmp_path: Path) -> KeptVectors:
    return KeptVectors(tmp_path)


@pytest.fixture
def writer(tmp_path: Path, kept: KeptVectors) -> Iterator[ChromaWriter]:
    with closing(ChromaWriter(tmp_path, "public", kept, scanned=30, batch=10)) as made:
        yield made


def put(kept: KeptVectors, first: int, end: int) -> None:
    kept.put([passage(f"p{n}", "") for n in range(first, end)], VECTORS[first:end])


def indexed(kept: KeptVectors, place: str = "public") -> int:
    with kept.reading() as now:
        assert now is not None
        return now.extents[place].indexed


def state(kept: KeptVectors) -> ChromaState:
    with kept.changing() as catalogue:
        found = ChromaState.read(catalogue.fact(fact_of("public")))
    assert found is not None
    return found


def held(kept: KeptVectors, path: Path) -> set[int]:
    """The rows that Chroma holds, as a new process sees them."""
    client = chroma_client.open_client(path / state(kept).folder)
    rows = {int(key.split("/")[2]) for key in chroma_client.existing_in(client).get(include=[])["ids"]}
    client.close()
    return rows


def test_few_rows_are_not_told(kept: KeptVectors, writer: ChromaWriter, tmp_path: Path) -> None:
    assert not writer.catch_up()
    put(kept, 0, 30)
    assert not writer.catch_up()
    assert not list(tmp_path.glob("chroma-*"))


def test_many_are_told_batch_by_batch_and_then_those_that_come(kept: KeptVectors, writer: ChromaWriter, tmp_path: Path) -> None:
    put(kept, 0, 31)
    assert [writer.catch_up() for _ in range(4)] == [True, True, True, False]
    assert indexed(kept) == 30
    put(kept, 31, 39)
    assert not writer.catch_up()
    put(kept, 39, 40)
    assert writer.catch_up()
    assert held(kept, tmp_path) == set(range(40))


def test_rows_of_other_places_are_left_to_the_other_collection(kept: KeptVectors, writer: ChromaWriter) -> None:
    kept.put([passage(f"a{n}", "", ACME) for n in range(40)], VECTORS[:40])
    assert not writer.catch_up()


def test_empty_rows_are_not_told_and_left_rows_are_forgotten(kept: KeptVectors, writer: ChromaWriter, tmp_path: Path) -> None:
    put(kept, 0, 40)
    kept.remove({"p3": "public"})
    while writer.catch_up():
        continue
    assert held(kept, tmp_path) == set(range(40)) - {3}
    writer.forget(kept.remove({"p7": "public", "p39": "public"}))
    assert held(kept, tmp_path) == set(range(39)) - {3, 7}


def test_after_a_write_that_never_finished_no_old_file_is_read(kept: KeptVectors, writer: ChromaWriter, tmp_path: Path) -> None:
    put(kept, 0, 40)
    assert writer.catch_up()
    old = state(kept)
    with kept.changing() as catalogue:
        catalogue.note(fact_of("public"), str(old.begun()))
    for path in (tmp_path / old.folder).rglob("*.bin"):
        path.write_bytes(b"half written")  # reading such files has been seen to end the process
    while writer.catch_up():
        continue
    assert state(kept).folder != old.folder
    assert not (tmp_path / old.folder).exists()
    assert held(kept, tmp_path) == set(range(40))


@pytest.mark.parametrize("damage", ["gone", "fewer"])
def test_a_folder_that_does_not_hold_what_it_should_is_made_anew(
    kept: KeptVectors, writer: ChromaWriter, tmp_path: Path, damage: str
) -> None:
    put(kept, 0, 40)
    assert writer.catch_up()
    writer.close()
    if damage == "gone":
        shutil.rmtree(tmp_path / state(kept).folder)
    else:
        with kept.changing() as catalogue:
            catalogue.mark_indexed({"public": 20})
    while writer.catch_up():
        continue
    assert held(kept, tmp_path) == set(range(40))


def test_a_write_that_fails_loses_no_vector(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(ChromaIndex(tmp_path, scanned=0, batch=1, worth=1)) as index:
        index.add([passage("p0", "")], VECTORS[:1])
        with monkeypatch.context() as broken:
            broken.setattr(chroma_client, "add", full_disk)
            broken.setattr(chroma_client, "delete", full_disk)
            index.add([passage("p1", "")], VECTORS[1:2])
            index.remove({"p0": PUBLIC})
        assert [hit.passage_id for hit in index.search(VECTORS[1], 5, EVERYTHING)] == ["p1"]
        index.add([passage("p2", "")], VECTORS[2:3])
        index.open()
        assert [hit.passage_id for hit in index.search(VECTORS[2], 1, EVERYTHING)] == ["p2"]


def full_disk(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_new_process_that_forgets_rows_keeps_all_others(kept: KeptVectors, writer: ChromaWriter, tmp_path: Path) -> None:
    put(kept, 0, 40)
    while writer.catch_up():
        continue
    writer.close()
    folder = state(kept).folder
    with closing(ChromaIndex(tmp_path, scanned=30, batch=10)) as index:
        index.remove({"p3": PUBLIC})
    assert state(kept).folder == folder
    assert held(kept, tmp_path) == set(range(40)) - {3}


def test_files_written_anew_are_forgotten_by_a_new_process(
    kept: KeptVectors, writer: ChromaWriter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_vectors, "FEW_EMPTY", 1)
    put(kept, 0, 40)
    kept.put([passage(f"a{n}", "", ACME) for n in range(5)], VECTORS[:5])
    while writer.catch_up():
        continue
    writer.close()
    folder = state(kept).folder
    with closing(ChromaIndex(tmp_path, scanned=30, batch=10)) as index:
        index.remove({f"p{n}": PUBLIC for n in range(21)})
    assert state(kept).folder == folder
    assert held(kept, tmp_path) == set()
