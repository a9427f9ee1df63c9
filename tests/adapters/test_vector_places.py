"""How passages are parted among files and collections."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.vector_places import (
    GUARDED_COLLECTION,
    PUBLIC_COLLECTION,
    audience_of,
    collection_of,
    collections_to_search,
    place_of,
    places_to_search,
    within,
)
from app.domain.access import EVERYTHING, INTERNAL, PUBLIC, Audience, Reach
from app.domain.errors import Invalid
from tests.fakes.passages import ACME, AUDIENCES, of, reaches

PARTNERS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,10}", fullmatch=True)


def test_every_audience_has_a_place_of_its_own() -> None:
    assert len({place_of(audience) for audience in AUDIENCES}) == len(AUDIENCES)
    assert [audience_of(place_of(audience)) for audience in AUDIENCES] == list(AUDIENCES)


@given(PARTNERS, PARTNERS)
def test_two_partners_never_share_a_place(one: str, other: str) -> None:
    places = {place_of(Audience("partner", partner)) for partner in (one, other)}
    assert len(places) == len({one, other})
    assert not places & {place_of(PUBLIC), place_of(INTERNAL)}


@pytest.mark.parametrize("kind", ["partner", "group", "internal", "other"])
@pytest.mark.parametrize("name", ["", "../acme", "Acme", "a/b", "ac me"])
def test_an_id_that_could_be_a_path_has_no_place(kind: str, name: str) -> None:
    with pytest.raises(Invalid, match="not an audience"):
        place_of(Audience(kind, name))


@pytest.mark.parametrize("kind", ["partner", "group", "other"])
def test_a_kind_of_many_audiences_has_no_place_without_an_id(kind: str) -> None:
    with pytest.raises(Invalid, match="not an audience"):
        place_of(Audience(kind))


def test_a_partner_searches_the_public_place_and_its_own() -> None:
    assert places_to_search(of(PUBLIC, ACME)) == ["partner-acme", "public"]
    assert collections_to_search(of(PUBLIC, ACME)) == [PUBLIC_COLLECTION]
    assert collections_to_search(of(ACME)) == []


def test_who_sees_everything_searches_all_places_and_both_collections() -> None:
    assert places_to_search(EVERYTHING) is None
    assert collections_to_search(EVERYTHING) == [PUBLIC_COLLECTION, GUARDED_COLLECTION]


@given(reaches())
def test_a_search_reads_the_places_of_its_audiences_and_no_others(reach: Reach) -> None:
    places = [place_of(audience) for audience in AUDIENCES]
    read = places if (named := places_to_search(reach)) is None else [place for place in places if place in named]
    assert within(read, reach) == [place_of(audience) for audience in AUDIENCES if reach.covers(audience)]


@given(reaches())
def test_no_collection_is_asked_that_holds_a_passage_one_may_not_see(reach: Reach) -> None:
    asked = collections_to_search(reach)
    assert all(reach.covers(audience) for audience in AUDIENCES if collection_of(place_of(audience)) in asked)


def test_only_public_passages_stand_in_the_public_collection() -> None:
    public = [audience for audience in AUDIENCES if collection_of(place_of(audience)) == PUBLIC_COLLECTION]
    assert public == [PUBLIC]
