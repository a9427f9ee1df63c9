"""What every VectorIndex must do."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.adapters.chroma_index import ChromaIndex
from app.domain.access import EVERYTHING, INTERNAL, PUBLIC, Reach
from app.ports import Hit, IndexedPassage, VectorIndex, Vectors
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.passages import (
    ACME,
    AUDIENCES,
    BOREALIS,
    TWO_MORE,
    WORDS,
    collections_of_passages,
    of,
    passage,
    reaches,
    readable,
)
from tests.fakes.vector_index import MemoryVectorIndex

EMBEDDER = FakeEmbedder(16)
# Every example makes an index of its own, from one factory; and the suite runs once for each class, as it is meant to.
CHECKS_OFF = [HealthCheck.function_scoped_fixture, HealthCheck.differing_executors, HealthCheck.too_slow]
A_FEW = settings(deadline=None, max_examples=8, suppress_health_check=CHECKS_OFF)

Maker = Callable[[], VectorIndex]


def put(index: VectorIndex, passages: Sequence[IndexedPassage]) -> None:
    index.add(passages, EMBEDDER.embed([one.text for one in passages]))


def found(
    index: VectorIndex,
    text: str,
    reach: Reach = EVERYTHING,
    documents: Sequence[str] | None = None,
    k: int = 10,
) -> list[str]:
    return [hit.passage_id for hit in index.search(EMBEDDER.embed([text])[0], k, reach, documents)]


class VectorIndexContract:
    """Each implementation's class inherits these tests and gives the fixture `make`."""

    @pytest.fixture
    def index(self, make: Maker) -> VectorIndex:
        return make()

    def test_an_empty_index_finds_nothing_and_is_no_error(self, index: VectorIndex) -> None:
        index.ping()
        assert found(index, "notice") == []
        assert found(index, "notice", of(PUBLIC, ACME), ["d"]) == []
        assert index.ids() == {}

    def test_what_was_opened_ahead_is_found_as_it_is_at_the_search(self, index: VectorIndex) -> None:
        index.prepare(EVERYTHING)
        put(index, [passage("p1", "notice period")])
        for reach in (EVERYTHING, of(PUBLIC), of(PUBLIC, ACME)):
            index.prepare(reach)
        assert found(index, "notice") == ["p1"]
        put(index, [passage("p2", "notice due")])
        assert set(found(index, "notice")) == {"p1", "p2"}
        index.remove({"p1": PUBLIC})
        assert found(index, "notice", of(PUBLIC, ACME)) == ["p2"]

    def test_adding_nothing_is_no_error(self, index: VectorIndex) -> None:
        put(index, [])
        index.remove({})
        assert index.ids() == {}

    def test_the_nearest_comes_first_with_its_cosine(self, index: VectorIndex) -> None:
        put(index, [passage("far", "warehouse"), passage("near", "notice period"), passage("exact", "notice")])
        hits = index.search(EMBEDDER.embed(["notice"])[0], 10, EVERYTHING)
        assert [hit.passage_id for hit in hits] == ["exact", "near", "far"]
        expected = EMBEDDER.embed(["notice", "notice period", "warehouse"]) @ EMBEDDER.embed(["notice"])[0]
        assert np.allclose([hit.score for hit in hits], expected, atol=1e-5)

    def test_a_vector_may_come_as_a_row(self, index: VectorIndex) -> None:
        put(index, [passage("p", "notice")])
        assert [hit.passage_id for hit in index.search(EMBEDDER.embed(["notice"]), 1, EVERYTHING)] == ["p"]

    def test_several_questions_at_once_are_answered_each_as_if_alone(self, index: VectorIndex) -> None:
        put(index, [passage(f"p{n}", f"{word} {n}", (PUBLIC, ACME)[n % 2], f"d{n % 3}") for n, word in enumerate(WORDS)])
        questions = EMBEDDER.embed(WORDS[:3])
        for reach, documents in ((EVERYTHING, None), (of(PUBLIC, ACME), None), (of(ACME), ["d0", "d1"]), (EVERYTHING, [])):
            alone = [index.search(one, 2, reach, documents) for one in questions]
            together = index.search_each(questions, 2, reach, documents)
            assert [[hit.passage_id for hit in hits] for hits in together] == [
                [hit.passage_id for hit in hits] for hits in alone
            ]
        assert index.search_each(questions[:0], 2, EVERYTHING) == []

    def test_at_most_k_are_found(self, index: VectorIndex) -> None:
        put(index, [passage(f"p{n}", f"notice {n}", (PUBLIC, ACME)[n % 2]) for n in range(9)])
        assert len(found(index, "notice", k=4)) == 4
        assert len(found(index, "notice", of(PUBLIC, ACME), k=4)) == 4
        assert found(index, "notice", k=0) == []

    def test_a_partner_gets_public_passages_and_its_own(self, index: VectorIndex) -> None:
        put(index, [passage(str(audience), "notice", audience) for audience in AUDIENCES])
        assert set(found(index, "notice", of(PUBLIC, ACME))) == {"public", "partner:acme"}
        assert set(found(index, "notice", of(BOREALIS))) == {"partner:borealis"}
        assert set(found(index, "notice", of(INTERNAL))) == {"internal"}
        assert set(found(index, "notice", of())) == set()
        assert len(found(index, "notice")) == len(AUDIENCES)

    def test_partners_do_not_see_each_other(self, index: VectorIndex) -> None:
        one, other = TWO_MORE
        put(index, [passage("mine", "warehouse", one), passage("theirs", "notice", other)])
        assert found(index, "notice", of(PUBLIC, one)) == ["mine"]
        assert found(index, "notice", of(PUBLIC, one), k=1) == ["mine"]

    def test_a_search_can_be_kept_to_documents(self, index: VectorIndex) -> None:
        put(index, [passage(f"p{n}", "notice", (PUBLIC, ACME, BOREALIS)[n % 3], f"d{n}") for n in range(6)])
        assert set(found(index, "notice", documents=["d1", "d5"])) == {"p1", "p5"}
        assert set(found(index, "notice", of(PUBLIC, ACME), ["d3", "d4", "d5"])) == {"p3", "p4"}
        assert found(index, "notice", documents=[]) == []
        assert found(index, "notice", documents=["unknown"]) == []

    def test_a_replaced_passage_is_found_as_it_is_now(self, index: VectorIndex) -> None:
        put(index, [passage("p", "notice"), passage("q", "warehouse notice")])
        put(index, [passage("p", "discount")])
        assert found(index, "discount")[0] == "p"
        assert found(index, "notice")[0] == "q"
        assert len(index.ids()) == 2

    def test_a_passage_given_to_another_audience_leaves_the_first(self, index: VectorIndex) -> None:
        put(index, [passage("p", "notice", ACME), passage("q", "notice", PUBLIC)])
        put(index, [passage("p", "notice", BOREALIS), passage("q", "notice", INTERNAL)])
        assert found(index, "notice", of(PUBLIC, ACME)) == []
        assert found(index, "notice", of(PUBLIC, BOREALIS)) == ["p"]

    def test_an_id_given_twice_counts_as_its_last(self, index: VectorIndex) -> None:
        put(index, [passage("p", "notice", ACME), passage("p", "notice", BOREALIS)])
        assert found(index, "notice", of(ACME)) == []
        assert found(index, "notice", of(BOREALIS)) == ["p"]

    def test_a_removed_passage_is_gone_for_everybody(self, index: VectorIndex) -> None:
        put(index, [passage("p", "notice", ACME), passage("q", "notice", ACME)])
        index.remove({"p": ACME, "unknown": BOREALIS})
        assert found(index, "notice", of(ACME)) == ["q"]
        assert found(index, "notice") == ["q"]
        assert set(index.ids()) == {"q"}

    def test_every_passage_stands_where_it_should(self, index: VectorIndex) -> None:
        put(index, [passage(str(audience), "notice", audience) for audience in AUDIENCES])
        assert index.ids() == {str(audience): index.expected_places(audience) for audience in AUDIENCES}

    def test_repair_can_take_a_passage_out_of_one_place(self, index: VectorIndex) -> None:
        put(index, [passage("p", "notice", ACME), passage("q", "notice", ACME)])
        for place in index.expected_places(ACME):
            index.drop(place, ["p", "unknown"])
        index.drop("no such place", ["q"])
        assert set(index.ids()) == {"q"}

    def test_an_emptied_index_can_be_filled_again(self, index: VectorIndex) -> None:
        put(index, [passage("p", "notice"), passage("q", "notice", ACME)])
        index.discard()
        assert index.ids() == {}
        assert found(index, "notice") == []
        put(index, [passage("q", "notice", BOREALIS)])
        assert found(index, "notice") == ["q"]

    def test_ids_may_hold_any_letters(self, index: VectorIndex) -> None:
        put(index, [passage("dök/東京#1 ' \"", "notice", document="d ' $in")])
        assert found(index, "notice", documents=["d ' $in"]) == ["dök/東京#1 ' \""]

    @given(st.data(), collections_of_passages(), reaches())
    @A_FEW
    def test_nobody_ever_gets_what_is_not_for_them(
        self, make: Maker, data: st.DataObject, passages: list[IndexedPassage], reach: Reach
    ) -> None:
        index = make()
        put(index, passages)
        documents = data.draw(st.none() | st.lists(st.sampled_from(["d1", "d2", "d3"]), max_size=2))
        allowed = readable(passages, reach)
        wanted = {key for key, one in allowed.items() if documents is None or one.document_id in documents}
        assert set(found(index, data.draw(st.sampled_from(WORDS)), reach, documents, k=50)) == wanted


class TestMemoryVectorIndex(VectorIndexContract):
    @pytest.fixture
    def make(self) -> Maker:
        return MemoryVectorIndex


class TestChromaIndex(VectorIndexContract):
    """As it is while there are few passages: Chroma is told nothing."""

    @pytest.fixture
    def make(self, tmp_path: Path) -> Iterator[Maker]:
        numbers = count()
        with ExitStack() as opened:
            yield lambda: opened.enter_context(closing(ChromaIndex(tmp_path / str(next(numbers)))))


class EagerChromaIndex(ChromaIndex):
    """As it is when there are many: Chroma is told of everything, and every search asks it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, scanned=0, batch=1, worth=1)

    def search_each(self, vectors: Vectors, k: int, reach: Reach, documents: Sequence[str] | None = None) -> list[list[Hit]]:
        self.open()
        return super().search_each(vectors, k, reach, documents)


class TestChromaIndexWithMany(VectorIndexContract):
    @pytest.fixture
    def make(self, tmp_path: Path) -> Iterator[Maker]:
        numbers = count()
        with ExitStack() as opened:
            yield lambda: opened.enter_context(closing(EagerChromaIndex(tmp_path / str(next(numbers)))))
