"""What every LexicalIndex must do."""

from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.adapters.tantivy_index import TantivyIndex
from app.domain.access import EVERYTHING, INTERNAL, PUBLIC, Reach
from app.ports import IndexedPassage, LexicalIndex
from tests.fakes.lexical_index import MemoryLexicalIndex
from tests.fakes.passages import ACME, AUDIENCES, BOREALIS, WORDS, collections_of_passages, of, passage, reaches, readable

# Every example makes an index of its own, from one factory; and the suite runs once for each class, as it is meant to.
CHECKS_OFF = [HealthCheck.function_scoped_fixture, HealthCheck.differing_executors, HealthCheck.too_slow]
FEWER = settings(deadline=None, max_examples=25, suppress_health_check=CHECKS_OFF)

Maker = Callable[[], LexicalIndex]


def found(
    index: LexicalIndex,
    text: str,
    reach: Reach = EVERYTHING,
    documents: Sequence[str] | None = None,
    k: int = 10,
) -> list[str]:
    return [hit.passage_id for hit in index.search(text, k, reach, documents)]


class LexicalIndexContract:
    """Each implementation's class inherits these tests and gives the fixture `make`."""

    @pytest.fixture
    def index(self, make: Maker) -> LexicalIndex:
        return make()

    def test_an_empty_index_finds_nothing_and_is_no_error(self, index: LexicalIndex) -> None:
        index.ping()
        index.add([])
        index.remove(["unknown"])
        assert found(index, "notice") == []
        assert index.ids() == frozenset()
        assert index.frequencies(["notice"], EVERYTHING) == ({"notice": 0}, 0)

    def test_words_are_found_in_any_form_and_case(self, index: LexicalIndex) -> None:
        index.add([passage("p", "Either party may TERMINATE this agreement."), passage("q", "The discount is 12 %.")])
        assert found(index, "terminating agreements") == ["p"]
        assert found(index, "discounts") == ["q"]
        assert found(index, "12") == ["q"]

    def test_a_rare_word_weighs_more_than_a_frequent_one(self, index: LexicalIndex) -> None:
        index.add([passage(f"p{n}", "partner terms apply") for n in range(5)])
        index.add([passage("rare", "escrow terms apply")])
        assert found(index, "partner escrow")[0] == "rare"

    def test_words_that_only_ask_find_nothing(self, index: LexicalIndex) -> None:
        index.add([passage("p", "what is the and of to")])
        assert found(index, "what is the") == []
        assert found(index, "") == []

    def test_a_word_of_the_identity_counts_less_than_one_of_the_text(self, index: LexicalIndex) -> None:
        index.add([passage("body", "acme shall pay"), passage("title", "borealis shall pay", identity="Acme Agreement")])
        assert found(index, "acme") == ["body", "title"]

    def test_at_most_k_are_found_best_first(self, index: LexicalIndex) -> None:
        index.add([passage(f"p{n}", "notice " * (n + 1) + "other " * (9 - n)) for n in range(9)])
        hits = index.search("notice", 4, EVERYTHING)
        assert [hit.passage_id for hit in hits] == ["p8", "p7", "p6", "p5"]
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        assert found(index, "notice", k=0) == []

    def test_a_partner_gets_public_passages_and_its_own(self, index: LexicalIndex) -> None:
        index.add([passage(str(audience), "notice", audience) for audience in AUDIENCES])
        assert set(found(index, "notice", of(PUBLIC, ACME))) == {"public", "partner:acme"}
        assert set(found(index, "notice", of(INTERNAL))) == {"internal"}
        assert found(index, "notice", of()) == []
        assert len(found(index, "notice")) == len(AUDIENCES)

    def test_a_search_can_be_kept_to_documents(self, index: LexicalIndex) -> None:
        index.add([passage(f"p{n}", "notice", (PUBLIC, ACME, BOREALIS)[n % 3], f"d{n}") for n in range(6)])
        assert set(found(index, "notice", documents=["d1", "d5"])) == {"p1", "p5"}
        assert set(found(index, "notice", of(PUBLIC, ACME), ["d3", "d4", "d5"])) == {"p3", "p4"}
        assert found(index, "notice", documents=[]) == []

    def test_a_replaced_passage_is_found_as_it_is_now(self, index: LexicalIndex) -> None:
        index.add([passage("p", "notice", ACME), passage("q", "notice", ACME), passage("q", "discount", ACME)])
        index.add([passage("p", "discount", BOREALIS)])
        assert found(index, "notice") == []
        assert found(index, "discount", of(ACME)) == ["q"]
        assert found(index, "discount", of(BOREALIS)) == ["p"]
        assert index.ids() == {"p", "q"}

    def test_a_removed_passage_is_gone_and_no_longer_counted(self, index: LexicalIndex) -> None:
        index.add([passage("p", "notice"), passage("q", "notice")])
        index.remove(["p", "unknown"])
        assert found(index, "notice") == ["q"]
        assert index.ids() == {"q"}
        assert index.frequencies(["notice"], EVERYTHING) == ({"notice": 1}, 1)

    def test_frequencies_count_passages_by_stem(self, index: LexicalIndex) -> None:
        index.add([passage("p", "notice notices"), passage("q", "a 90-day notice"), passage("r", "day", identity="notice")])
        assert index.frequencies(["Noticing", "90-day", "zebra", "?"], EVERYTHING) == (
            {"Noticing": 2, "90-day": 1, "zebra": 0, "?": 0},
            3,
        )

    def test_frequencies_can_be_kept_to_audiences_and_documents(self, index: LexicalIndex) -> None:
        index.add([passage(f"p{n}", "notice", (PUBLIC, ACME, BOREALIS)[n % 3], f"d{n}") for n in range(6)])
        assert index.frequencies(["notice"], of(PUBLIC, ACME)) == ({"notice": 4}, 4)
        assert index.frequencies(["notice"], EVERYTHING, ["d1", "d5"]) == ({"notice": 2}, 2)
        assert index.frequencies(["notice"], of(ACME), ["d3", "d4"]) == ({"notice": 1}, 1)
        assert index.frequencies(["notice"], of(), ["d1"]) == ({"notice": 0}, 0)

    @pytest.mark.parametrize(
        "question",
        ['"', "+notice -(", "body:notice", "[a TO b]", "\\", "*", "notice^2", "\ud800 notice", "\0", "🙂", "a" * 9000, "/x/"],
    )
    def test_the_text_of_a_question_is_never_syntax(self, index: LexicalIndex, question: str) -> None:
        index.add([passage("p", "notice"), passage("q", "discount")])
        assert found(index, question) == (["p"] if "notice" in question else [])

    def test_any_script_is_found(self, index: LexicalIndex) -> None:
        index.add([passage("ja", "東京 支店"), passage("ar", "إشعار"), passage("broken", "caf\ud800 notice")])
        assert found(index, "東京") == ["ja"]
        assert found(index, "إشعار") == ["ar"]
        assert found(index, "notice") == ["broken"]

    @given(st.text(max_size=60))
    @FEWER
    def test_no_question_is_an_error(self, make: Maker, question: str) -> None:
        index = make()
        index.add([passage("p", "notice")])
        assert set(found(index, question)) <= {"p"}

    @given(st.data(), collections_of_passages(), reaches())
    @FEWER
    def test_nobody_ever_gets_what_is_not_for_them(
        self, make: Maker, data: st.DataObject, passages: list[IndexedPassage], reach: Reach
    ) -> None:
        index = make()
        index.add(passages)
        word = data.draw(st.sampled_from(WORDS))
        documents = data.draw(st.none() | st.lists(st.sampled_from(["d1", "d2", "d3"]), max_size=2))
        wanted = {
            key
            for key, one in readable(passages, reach).items()
            if word in one.text and (documents is None or one.document_id in documents)
        }
        assert set(found(index, word, reach, documents, k=50)) == wanted


class TestMemoryLexicalIndex(LexicalIndexContract):
    @pytest.fixture
    def make(self) -> Maker:
        return MemoryLexicalIndex


class TestTantivyIndex(LexicalIndexContract):
    @pytest.fixture
    def make(self, tmp_path: Path) -> Maker:
        numbers = count()
        return lambda: TantivyIndex(tmp_path / str(next(numbers)))
