"""Search brings what the caller may see and the records hold, whatever the indexes offer."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.access import EVERYTHING, INTERNAL, PUBLIC, Audience, Caller, Reach
from app.domain.errors import LiaisonError, Unavailable
from app.ports import Hit, Vectors
from tests.fakes.vector_index import MemoryVectorIndex
from tests.knowledge.library import ACME, BOREALIS, Library, document, stored

MANAGER, PARTNER = Caller.parse("manager"), Caller.parse("partner:acme")
NOTICE = "Sixty days notice end the agreement."
TEXTS = (NOTICE, "Gold partners get a discount of twenty percent.", "Orders are paid in thirty days.")


class Careless(MemoryVectorIndex):
    """A vector store that ignores whom it searches for, and offers ids nobody knows."""

    def search(self, vector: Vectors, k: int, reach: Reach, documents: Sequence[str] | None = None) -> list[Hit]:
        return [Hit("ghost", 1.0), *super().search(vector, k, EVERYTHING, None)]


class Prepared(MemoryVectorIndex):
    """Notes for whom it was opened ahead, and fails the first time if told to."""

    def __init__(self, *failing: LiaisonError) -> None:
        super().__init__()
        self.opened: list[Reach] = []
        self.failing = list(failing)

    def prepare(self, reach: Reach) -> None:
        self.opened.append(reach)
        if self.failing:
            raise self.failing.pop()


def test_vectors_are_opened_ahead_once_and_again_where_that_failed() -> None:
    vectors = Prepared(Unavailable("no"))
    finder = Library([stored(document("a", ACME), NOTICE)], vectors).finder
    with pytest.raises(Unavailable, match="no"):
        finder.search("notice", PARTNER, 1)
    for _ in range(2):
        assert len(finder.search("notice", PARTNER, 1).passages) == 1
    assert vectors.opened == [PARTNER.reach, PARTNER.reach]


def test_meaning_and_words_are_fused_and_the_best_comes_first() -> None:
    library = Library([stored(document("a", ACME, "agreement"), *TEXTS)])
    found = library.finder.search("sixty days notice to end", PARTNER, 2)
    assert found.passages[0].passage.text == NOTICE
    assert len(found.passages) == 2
    best = found.passages[0]
    assert (best.words, best.document.id, best.partner_names) == (1.0, "a", ("Acme", "Acme UK"))
    assert best.score >= found.passages[1].score
    assert found.withheld == 0


def test_routed_documents_are_searched_once_more_and_marked() -> None:
    library = Library([stored(document("a", ACME), NOTICE), stored(document("g"), *TEXTS[1:])])
    found = library.finder.find("discount for gold", PARTNER, ["a"])
    assert {one.document.id: one.routed for one in found.passages} == {"a": 1.0, "g": 0.0}
    only = library.finder.find("discount for gold", PARTNER, ["a"], only_routed=True)
    assert {one.document.id for one in only.passages} == {"a"}


def test_a_store_that_ignores_its_filter_leaks_nothing_and_is_counted() -> None:
    content = [
        stored(document("a", ACME), NOTICE),
        stored(document("b", BOREALIS), NOTICE),
        stored(document("i", INTERNAL), NOTICE),
    ]
    found = Library(content, Careless()).finder.find("sixty days notice", PARTNER, ())
    assert {one.document.id for one in found.passages} == {"a"}
    assert found.withheld == 3


def test_a_passage_whose_record_is_gone_is_dropped_and_counted() -> None:
    library = Library([stored(document("a"), NOTICE)])
    library.index(stored(document("gone"), NOTICE))
    found = library.finder.find("sixty days notice", MANAGER, ())
    assert ([one.document.id for one in found.passages], found.withheld) == (["a"], 1)


def test_an_empty_home_finds_nothing() -> None:
    found = Library([]).finder.find("anything", MANAGER, ())
    assert (found.passages, found.withheld) == ((), 0)


@settings(deadline=None, max_examples=40)
@given(
    audiences=st.lists(st.sampled_from([PUBLIC, INTERNAL, ACME, BOREALIS]), min_size=1, max_size=6),
    kept=st.lists(st.booleans(), min_size=6, max_size=6),
    who=st.sampled_from(["manager", "partner:acme", "partner:borealis", "partner:nobody"]),
    careless=st.booleans(),
    routed=st.lists(st.sampled_from(["d0", "d1", "d2", "unknown"]), max_size=2),
)
def test_whatever_the_stores_hold_only_records_the_caller_may_see_come_out(
    audiences: list[Audience],
    kept: list[bool],
    who: str,
    careless: bool,  # noqa: FBT001  # drawn by Hypothesis
    routed: list[str],
) -> None:
    caller = Caller.parse(who)
    library = Library([], Careless() if careless else None)
    for at, audience in enumerate(audiences):
        one = stored(document(f"d{at}", audience), TEXTS[at % len(TEXTS)])
        library.index(one)
        if kept[at]:
            library.records.replace([one])
    found = library.finder.find(NOTICE, caller, routed)
    assert all(caller.may_see(one.document.audience) for one in found.passages)
    assert {one.document.id for one in found.passages} <= {document.id for document in library.records.documents(caller.reach)}
    scores = [one.score for one in found.passages]
    assert scores == sorted(scores, reverse=True)
