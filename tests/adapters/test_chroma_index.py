"""What the index promises beyond its port: between processes, after a crash, at the wall, and when something is wrong."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from app.adapters import chroma_index, kept_vectors
from app.adapters.chroma_index import ChromaIndex
from app.adapters.kept_vectors import CATALOGUE, Reading
from app.adapters.write_lock import LOCK_FILE
from app.domain.access import EVERYTHING, PUBLIC
from app.domain.errors import Conflict, Unavailable
from app.ports import Vectors
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.passages import ACME, BOREALIS, of, passage
from tests.fakes.processes import run, run_and_kill

EMBEDDER = FakeEmbedder(16)

ELSEWHERE = """
import sys
from pathlib import Path
from app.adapters.chroma_index import ChromaIndex
from app.domain.access import PUBLIC
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.passages import passage

index, (verb, first, last) = ChromaIndex(Path(sys.argv[1])), sys.argv[2:5]
ids = [f"p{n}" for n in range(int(first), int(last))]
if verb == "add":
    index.add([passage(one, one) for one in ids], FakeEmbedder(16).embed(ids))
if verb == "remove":
    index.remove(dict.fromkeys(ids, PUBLIC))
print("done", flush=True)
if len(sys.argv) > 5:
    sys.stdin.read()
"""

IMPORTED = """
import sys
from pathlib import Path
from app.adapters.chroma_index import ChromaIndex
from app.domain.access import EVERYTHING
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.passages import passage

index = ChromaIndex(Path(sys.argv[1]))
index.add([passage("p", "notice")], FakeEmbedder(16).embed(["notice"]))
assert index.search(FakeEmbedder(16).embed(["notice"])[0], 5, EVERYTHING)
print("chromadb" in sys.modules)
"""


@pytest.fixture
def index(tmp_path: Path) -> Iterator[ChromaIndex]:
    with closing(ChromaIndex(tmp_path / "vectors")) as opened:
        yield opened


def vector(text: str) -> Vectors:
    return np.asarray(EMBEDDER.embed([text])[0])


def nearest(index: ChromaIndex, text: str) -> Sequence[str]:
    return [hit.passage_id for hit in index.search(vector(text), 1, EVERYTHING)]


def test_few_passages_need_no_chroma(tmp_path: Path) -> None:
    assert run(IMPORTED, tmp_path / "vectors") == "False"


def test_what_another_process_adds_and_removes_is_seen_by_the_next_search(index: ChromaIndex, tmp_path: Path) -> None:
    run(ELSEWHERE, tmp_path / "vectors", "add", 0, 20)
    assert nearest(index, "p7") == ["p7"]
    run(ELSEWHERE, tmp_path / "vectors", "add", 20, 40)
    assert nearest(index, "p33") == ["p33"]
    run(ELSEWHERE, tmp_path / "vectors", "remove", 33, 34)
    assert nearest(index, "p33") != ["p33"]


def test_processes_that_write_in_turn_lose_nothing(index: ChromaIndex, tmp_path: Path) -> None:
    for start in range(0, 120, 40):
        mine = [f"p{n}" for n in range(start, start + 20)]
        index.add([passage(one, one) for one in mine], EMBEDDER.embed(mine))
        run(ELSEWHERE, tmp_path / "vectors", "add", start + 20, start + 40)
    assert [nearest(index, f"p{n}") for n in range(120)] == [[f"p{n}"] for n in range(120)]


def test_what_was_added_survives_a_kill(index: ChromaIndex, tmp_path: Path) -> None:
    run_and_kill(ELSEWHERE, tmp_path / "vectors", "add", 0, 30, "then wait")
    assert nearest(index, "p29") == ["p29"]
    index.add([passage("new", "new")], EMBEDDER.embed(["new"]))
    assert nearest(index, "new") == ["new"]


def test_a_search_does_not_wait_for_a_writer(index: ChromaIndex, tmp_path: Path) -> None:
    index.add([passage("p1", "p1")], EMBEDDER.embed(["p1"]))
    with FileLock(tmp_path / "vectors" / LOCK_FILE):
        assert nearest(index, "p1") == ["p1"]


def test_a_writer_that_waits_in_vain_is_told_so(index: ChromaIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chroma_index, "WRITE_WAIT", 0.0)
    (tmp_path / "vectors").mkdir()
    with FileLock(tmp_path / "vectors" / LOCK_FILE), pytest.raises(Conflict, match="Another process is writing"):
        index.add([passage("p1", "p1")], EMBEDDER.embed(["p1"]))


def test_a_store_that_loses_its_parting_still_shows_nothing_of_others(
    index: ChromaIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.add([passage("mine", "notice", ACME), passage("theirs", "notice", BOREALIS)], EMBEDDER.embed(["notice"] * 2))
    monkeypatch.setattr(kept_vectors, "places_to_search", lambda _: None)
    monkeypatch.setattr(kept_vectors, "within", lambda places, _: list(places))
    assert [hit.passage_id for hit in index.search(vector("notice"), 5, of(PUBLIC, ACME))] == ["mine"]
    assert [hit.passage_id for hit in index.search(vector("notice"), 5, of(PUBLIC, ACME), ["d"])] == ["mine"]
    assert index.search(vector("notice"), 5, of(PUBLIC)) == []


def test_a_partners_search_cannot_reach_the_vectors_of_another(index: ChromaIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    index.add([passage("mine", "notice", ACME), passage("theirs", "notice", BOREALIS)], EMBEDDER.embed(["notice"] * 2))
    read: list[str] = []
    rows = Reading._rows

    def noted(self: Reading, place: str) -> object:
        read.append(place)
        return rows(self, place)

    monkeypatch.setattr(Reading, "_rows", noted)
    index.search(vector("notice"), 5, of(PUBLIC, ACME))
    index.search(vector("notice"), 5, of(PUBLIC, ACME), ["d"])
    assert set(read) == {"partner-acme"}


def test_a_damaged_catalogue_is_reported_and_the_index_can_be_emptied(index: ChromaIndex, tmp_path: Path) -> None:
    index.add([passage("p1", "p1"), passage("p2", "p2", ACME)], EMBEDDER.embed(["p1", "p2"]))
    (tmp_path / "vectors" / CATALOGUE).write_bytes(b"no database " * 1000)
    for use in (
        index.ping,
        index.ids,
        lambda: nearest(index, "p1"),
        lambda: index.add([passage("p3", "p3")], vector("p3")[None]),
    ):
        with pytest.raises(Unavailable, match="liaison doctor"):
            use()
    index.discard()
    index.ping()
    assert index.ids() == {}
    index.add([passage("p2", "p2")], EMBEDDER.embed(["p2"]))
    assert nearest(index, "p2") == ["p2"]


def test_a_lost_file_is_reported_by_whoever_asks_whether_all_is_well(index: ChromaIndex, tmp_path: Path) -> None:
    index.add([passage("p1", "p1"), passage("p2", "p2", ACME)], EMBEDDER.embed(["p1", "p2"]))
    index.ping()
    for path in (tmp_path / "vectors").glob("partner-acme.*"):
        path.unlink()
    for use in (index.ping, lambda: nearest(index, "p1")):
        with pytest.raises(Unavailable, match="liaison doctor --fix"):
            use()


def test_a_process_that_reads_sees_that_another_began_anew(index: ChromaIndex, tmp_path: Path) -> None:
    index.add([passage("p1", "p1"), passage("p2", "p2")], EMBEDDER.embed(["p1", "p2"]))
    with closing(ChromaIndex(tmp_path / "vectors")) as other:
        assert nearest(other, "p1") == ["p1"]
        index.discard()
        assert other.search(vector("p1"), 1, EVERYTHING) == []
        index.add([passage("p2", "p2"), passage("p1", "p1")], EMBEDDER.embed(["p2", "p1"]))
        assert [nearest(other, name) for name in ("p1", "p2")] == [["p1"], ["p2"]]


def test_a_failed_write_can_be_repeated(index: ChromaIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    index.add([passage("p1", "p1")], EMBEDDER.embed(["p1"]))
    more = [passage("p2", "p2"), passage("p1", "p1", ACME)]
    with monkeypatch.context() as broken:
        broken.setattr("app.adapters.vector_rows.VectorRows.write", full_disk)
        with pytest.raises(Unavailable):
            index.add(more, EMBEDDER.embed(["p2", "p1"]))
    assert index.ids() == {"p1": index.expected_places(PUBLIC)}
    index.add(more, EMBEDDER.embed(["p2", "p1"]))
    assert index.ids() == {"p1": index.expected_places(ACME), "p2": index.expected_places(PUBLIC)}


def full_disk(*_: object) -> None:
    raise OSError(28, "No space left on device")
