"""Asking Chroma where there are many vectors, and going on without it where that fails."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from app.adapters import chroma_client, chroma_reader
from app.adapters.chroma_client import Key
from app.adapters.chroma_index import ChromaIndex
from app.adapters.vector_rows import VectorRows
from app.adapters.write_lock import LOCK_FILE
from app.domain.access import EVERYTHING, PUBLIC
from app.domain.errors import Conflict, Unavailable
from app.ports import Vectors
from tests.fakes.passages import ACME, BOREALIS, of, passage

ROWS = 400


@pytest.fixture
def many(tmp_path: Path) -> Iterator[Callable[[], ChromaIndex]]:
    """An index, as each process opens it, that tells Chroma from the first passage on, ten at a time."""
    with ExitStack() as opened:
        yield lambda: opened.enter_context(closing(ChromaIndex(tmp_path, scanned=0, batch=10, worth=1, patience=1)))


def clustered(count: int, seed: int = 0) -> Vectors:
    generator = np.random.default_rng(seed)
    centres = np.random.default_rng(0).normal(size=(40, 64))
    around = centres[generator.integers(0, 40, count)] * 0.6 + generator.normal(size=(count, 64))
    return np.asarray(around / np.linalg.norm(around, axis=1, keepdims=True), dtype=np.float32)


def fill(index: ChromaIndex, count: int = ROWS) -> Vectors:
    vectors = clustered(count)
    audiences = (PUBLIC, ACME, BOREALIS)
    for start in range(0, count, 50):
        chosen = range(start, min(start + 50, count))
        index.add([passage(f"p{n}", "", audiences[n % 3], f"d{n % 7}") for n in chosen], vectors[chosen])
    while index._writers[0].catch_up() or index._writers[1].catch_up():
        continue
    return vectors


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each read of a file took in."""
    taken: list[int] = []
    read = VectorRows.read

    def noted(self: VectorRows, first: int, end: int) -> Vectors:
        taken.append(end - first)
        return read(self, first, end)

    monkeypatch.setattr(VectorRows, "read", noted)
    return taken


def test_searches_agree_with_exact_ones(many: Callable[[], ChromaIndex]) -> None:
    index = many()
    vectors = fill(index, 2000)
    index.open()
    hits = 0
    for question in vectors[::100]:
        exact = {f"p{n}" for n in np.argsort(-(vectors @ question))[:64]}
        hits += len(exact & {hit.passage_id for hit in index.search(question, 64, EVERYTHING)})
    assert hits / (20 * 64) > 0.97


def test_an_open_collection_spares_reading_the_rows_it_knows(many: Callable[[], ChromaIndex], reads: list[int]) -> None:
    index = many()
    vectors = fill(index)
    index.open()
    reads.clear()
    assert index.search(vectors[0], 1, EVERYTHING)[0].passage_id == "p0"
    assert sum(reads) < 20


def test_a_partners_own_passages_are_never_asked_from_chroma(
    many: Callable[[], ChromaIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = many()
    vectors = fill(index)
    index.open()
    answers: list[Key] = []
    query = chroma_client.query

    def noted(*asked: object) -> list[tuple[Key, float]]:
        found = query(*asked)  # type: ignore[arg-type]  # handed through as they came
        answers.extend(key for key, _ in found)
        return found

    monkeypatch.setattr(chroma_client, "query", noted)
    found = index.search(vectors[1], 20, of(PUBLIC, ACME))
    assert {place for place, _, _ in answers} == {"public"}
    assert found[0].passage_id == "p1"
    assert {int(hit.passage_id[1:]) % 3 for hit in found} == {0, 1}


def test_what_came_and_went_since_it_was_opened_is_seen(many: Callable[[], ChromaIndex]) -> None:
    reader, writer = many(), many()
    vectors = fill(writer)
    reader.open()
    new = clustered(3, seed=5)
    writer.add([passage(f"new{n}", "") for n in range(3)], new)
    assert reader.search(new[1], 1, EVERYTHING)[0].passage_id == "new1"
    writer.remove({f"p{n}": PUBLIC for n in range(0, 300, 3)})
    found = [hit.passage_id for hit in reader.search(vectors[0], 30, of(PUBLIC))]
    assert len(found) == 30
    assert not set(found) & {f"p{n}" for n in range(0, 300, 3)}
    writer.add([passage("p300", "", ACME)], new[2:])
    assert "p300" not in {hit.passage_id for hit in reader.search(vectors[300], 50, of(PUBLIC))}


def test_searches_go_on_while_the_collection_is_opened_behind_them(many: Callable[[], ChromaIndex], reads: list[int]) -> None:
    vectors = fill(many())
    index = many()
    assert index.search(vectors[0], 1, EVERYTHING)[0].passage_id == "p0"
    opening = index._readers["guarded"]._opening
    assert opening is not None
    opening.join()
    reads.clear()
    assert index.search(vectors[1], 1, EVERYTHING)[0].passage_id == "p1"
    assert sum(reads) < ROWS


def broken_query(*_: object) -> object:
    from chromadb.errors import InternalError

    message = "half written"
    raise InternalError(message)


def test_opening_says_in_a_sentence_why_it_cannot(
    many: Callable[[], ChromaIndex], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(many(), 50)
    monkeypatch.setattr(chroma_reader, "OPENING_WAIT", 0.0)
    with FileLock(tmp_path / LOCK_FILE), pytest.raises(Conflict, match="Another process is writing"):
        many().open()
    monkeypatch.setattr(chroma_client, "existing_in", broken_query)
    with pytest.raises(Unavailable, match="searches do without"):
        many().open()


@pytest.mark.parametrize("what", ["query", "existing_in", "open_client"])
def test_where_chroma_fails_searches_compare_with_every_row(
    many: Callable[[], ChromaIndex], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    vectors = fill(many())
    index = many()
    if what == "query":
        index.open()
    monkeypatch.setattr(chroma_client, what, broken_query)
    for question in range(4):
        assert index.search(vectors[question], 1, EVERYTHING)[0].passage_id == f"p{question}"
