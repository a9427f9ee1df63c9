"""What the Chroma index promises beyond its port: between processes, after a crash, and when something is wrong."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from app.adapters import chroma_connection
from app.adapters.chroma_connection import LOCK_FILE, ChromaConnection
from app.adapters.chroma_index import ChromaIndex
from app.adapters.chroma_state import STATE_FILE, read_state, write_state
from app.adapters.chroma_view import ChromaWriter
from app.domain.access import PUBLIC
from app.domain.errors import Conflict, Unavailable
from app.ports import Vectors
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.passages import ACME, BOREALIS, SAME_SHARD, passage
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


@pytest.fixture
def index(tmp_path: Path) -> Iterator[ChromaIndex]:
    with closing(ChromaIndex(tmp_path / "vectors")) as opened:
        yield opened


def vector(text: str) -> Vectors:
    return np.asarray(EMBEDDER.embed([text])[0])


def nearest(index: ChromaIndex, text: str) -> Sequence[str]:
    return [hit.passage_id for hit in index.search(vector(text), 1, None)]


def test_what_another_process_adds_and_removes_is_seen_by_the_next_search(index: ChromaIndex, tmp_path: Path) -> None:
    run(ELSEWHERE, tmp_path / "vectors", "add", 0, 20)
    assert nearest(index, "p7") == ["p7"]
    run(ELSEWHERE, tmp_path / "vectors", "add", 20, 40)
    assert nearest(index, "p33") == ["p33"]
    run(ELSEWHERE, tmp_path / "vectors", "remove", 33, 34)
    assert nearest(index, "p33") != ["p33"]


def test_processes_that_write_in_turn_lose_nothing(index: ChromaIndex, tmp_path: Path) -> None:
    for start in range(0, 1200, 400):  # past the number of passages after which Chroma rewrites its vector files
        mine = [f"p{n}" for n in range(start, start + 200)]
        index.add([passage(one, one) for one in mine], EMBEDDER.embed(mine))
        run(ELSEWHERE, tmp_path / "vectors", "add", start + 200, start + 400)
    chosen = np.random.default_rng(1).choice(1200, 60, replace=False)
    assert [nearest(index, f"p{n}") for n in chosen] == [[f"p{n}"] for n in chosen]
    index.close()
    assert [nearest(index, f"p{n}") for n in chosen] == [[f"p{n}"] for n in chosen]


def test_what_was_added_survives_a_kill(index: ChromaIndex, tmp_path: Path) -> None:
    run_and_kill(ELSEWHERE, tmp_path / "vectors", "add", 0, 30, "then wait")
    assert nearest(index, "p29") == ["p29"]
    index.add([passage("new", "new")], EMBEDDER.embed(["new"]))
    assert nearest(index, "new") == ["new"]


def test_while_another_process_writes_a_search_answers_from_what_it_knows(
    index: ChromaIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chroma_connection, "REFRESH_WAIT", 0.0)
    index.add([passage("p1", "p1")], EMBEDDER.embed(["p1"]))
    assert nearest(index, "p1") == ["p1"]
    with FileLock(tmp_path / "vectors" / LOCK_FILE):
        (tmp_path / "vectors" / STATE_FILE).write_text("chroma-of-another-process 1 complete")
        assert nearest(index, "p1") == ["p1"]


def test_a_writer_that_waits_in_vain_is_told_so(index: ChromaIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chroma_connection, "WRITE_WAIT", 0.0)
    index.ping()
    with FileLock(tmp_path / "vectors" / LOCK_FILE), pytest.raises(Conflict, match="Another process is writing"):
        index.add([passage("p1", "p1")], EMBEDDER.embed(["p1"]))


def test_a_store_that_loses_its_filter_still_shows_nothing_of_others(
    index: ChromaIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = SAME_SHARD
    index.add([passage("mine", "notice", one), passage("theirs", "notice", other)], EMBEDDER.embed(["notice"] * 2))
    ask = ChromaConnection.query
    monkeypatch.setattr(ChromaConnection, "query", lambda self, place, **asked: ask(self, place, **{**asked, "where": None}))
    assert [hit.passage_id for hit in index.search(vector("notice"), 5, (PUBLIC, one))] == ["mine"]
    assert index.search(vector("notice"), 5, (PUBLIC, ACME, BOREALIS)) == []


def folder_of(path: Path) -> Path:
    state = read_state(path)
    assert state is not None
    return path / state.folder


def test_damaged_files_are_reported_and_can_be_built_anew(index: ChromaIndex, tmp_path: Path) -> None:
    index.add([passage("p1", "p1"), passage("p2", "p2", ACME)], EMBEDDER.embed(["p1", "p2"]))
    index.close()
    (folder_of(tmp_path / "vectors") / "chroma.sqlite3").write_bytes(b"no database " * 1000)
    with pytest.raises(Unavailable, match="liaison doctor"):
        index.ping()
    with pytest.raises(Unavailable, match="liaison doctor"):
        nearest(index, "p1")
    index.rebuild()
    assert nearest(index, "p1") == ["p1"]
    assert index.ids() == {"p1": index.expected_places(PUBLIC), "p2": index.expected_places(ACME)}


def test_where_the_kept_vectors_are_damaged_too_the_index_can_be_emptied(index: ChromaIndex, tmp_path: Path) -> None:
    index.add([passage("p1", "p1")], EMBEDDER.embed(["p1"]))
    (tmp_path / "vectors" / "vectors.sqlite3").write_bytes(b"no database " * 1000)
    with pytest.raises(Unavailable, match="liaison doctor"):
        index.add([passage("p2", "p2")], EMBEDDER.embed(["p2"]))
    index.discard()
    assert index.ids() == {}
    index.add([passage("p2", "p2")], EMBEDDER.embed(["p2"]))
    assert nearest(index, "p2") == ["p2"]


def test_after_a_write_that_never_finished_no_old_vector_file_is_read(index: ChromaIndex, tmp_path: Path) -> None:
    index.add([passage(f"p{n}", f"p{n}") for n in range(300)], EMBEDDER.embed([f"p{n}" for n in range(300)]))
    index.remove({"p0": PUBLIC})
    index.close()
    old = read_state(tmp_path / "vectors")
    assert old is not None
    for path in (tmp_path / "vectors" / old.folder).glob("*/*.bin"):
        path.write_bytes(b"half written")  # reading such files has been seen to end the process
    write_state(tmp_path / "vectors", old.begun())
    assert nearest(index, "p7") == ["p7"]
    assert len(index.ids()) == 299
    assert not (tmp_path / "vectors" / old.folder).exists()


def test_a_failed_write_can_be_repeated(index: ChromaIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    index.add([passage("p1", "p1")], EMBEDDER.embed(["p1"]))
    more = [passage("p2", "p2"), passage("p1", "p1", ACME)]
    with monkeypatch.context() as broken:
        broken.setattr(ChromaWriter, "upsert", full_disk)
        with pytest.raises(Unavailable):
            index.add(more, EMBEDDER.embed(["p2", "p1"]))
    index.add(more, EMBEDDER.embed(["p2", "p1"]))
    assert index.ids() == {"p1": index.expected_places(ACME), "p2": index.expected_places(PUBLIC)}


def full_disk(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_searches_agree_with_exact_ones(index: ChromaIndex) -> None:
    generator = np.random.default_rng(0)
    centres = generator.normal(size=(40, 64))
    around = centres[generator.integers(0, 40, 2000)] * 0.6 + generator.normal(size=(2000, 64))
    vectors = (around / np.linalg.norm(around, axis=1, keepdims=True)).astype(np.float32)
    index.add([passage(f"p{n}", "") for n in range(2000)], vectors)
    hits = 0
    for question in vectors[::100]:
        exact = {f"p{n}" for n in np.argsort(-(vectors @ question))[:64]}
        hits += len(exact & {hit.passage_id for hit in index.search(question, 64, None)})
    assert hits / (20 * 64) > 0.97
