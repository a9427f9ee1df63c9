"""The plain collection holds what the index holds and finds what a caller may see."""

from contextlib import closing
from pathlib import Path

from app.adapters.chroma_index import ChromaIndex
from app.domain.access import EVERYTHING, PUBLIC
from eval.scale.plain import PlainWhere, build_plain
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.passages import ACME, BOREALIS, of, passage

EMBEDDER = FakeEmbedder(16)


def test_it_finds_what_the_index_finds(tmp_path: Path) -> None:
    passages = [passage(f"p{n}", f"notice {n}", (PUBLIC, ACME, BOREALIS)[n % 3]) for n in range(30)]
    with closing(ChromaIndex(tmp_path / "chroma")) as index:
        index.add(passages, EMBEDDER.embed([one.text for one in passages]))
        told: list[int] = []
        build_plain(tmp_path, lambda done, total, name: told.append(done))
        build_plain(tmp_path, lambda done, total, name: told.append(-1))
        with closing(PlainWhere(tmp_path)) as plain:
            for reach in (EVERYTHING, of(PUBLIC, ACME)):
                asked = EMBEDDER.embed(["notice 7"])[0]
                found = [hit.passage_id for hit in plain.search(asked, 5, reach)]
                assert found == [hit.passage_id for hit in index.search(asked, 5, reach)]
    assert told[-1] == 30
