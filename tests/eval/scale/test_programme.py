"""Made-up programmes: as many passages as asked for, parted as said, the same every time."""

from collections import Counter
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.access import INTERNAL, PUBLIC
from eval.scale.clauses import CLAUSES
from eval.scale.programme import LONGEST, Programme


@given(st.integers(1, 900), st.integers(1, 300))
@settings(deadline=None, max_examples=25)
def test_a_programme_has_as_many_passages_as_asked_for(passages: int, partners: int) -> None:
    made = list(Programme(passages, partners).documents())
    assert sum(len(stored.passages) for stored in made) == passages
    assert all(0 < len(stored.passages) <= LONGEST for stored in made)


def test_a_third_is_for_all_or_for_the_vendor_and_the_rest_is_parted_evenly_among_partners() -> None:
    programme = Programme(12_000, 80)
    counts: Counter[str] = Counter()
    for stored in programme.documents():
        counts[str(stored.document.audience)] += len(stored.passages)
    assert (counts.pop(str(PUBLIC)), counts.pop(str(INTERNAL))) == (3000, 1000)
    assert set(counts) == {f"partner:{partner.id}" for partner in programme.made_partners()}
    assert set(counts.values()) == {100}


def test_the_same_numbers_give_the_same_text_and_another_seed_another() -> None:
    once, again, other = (list(Programme(200, 5, seed).documents()) for seed in (1, 1, 2))
    assert once == again
    assert once != other


def test_passages_are_what_their_offsets_say_and_stand_under_their_heading() -> None:
    headings = {heading for heading, _ in CLAUSES}
    for stored in Programme(300, 5).documents():
        for passage in stored.passages:
            assert stored.text.text[passage.start : passage.end] == passage.text
            assert passage.section[0].partition(". ")[2] in headings
            assert "{" not in passage.text
        assert all(one.end < other.start for one, other in pairwise(stored.passages))


def test_ids_and_partners_names_are_never_given_twice() -> None:
    programme = Programme(3000, 400)
    ids = [passage.id for stored in programme.documents() for passage in stored.passages]
    assert len(set(ids)) == len(ids)
    assert len({partner.name for partner in programme.made_partners()}) == 400
