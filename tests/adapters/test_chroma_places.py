"""How passages are parted among collections."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.chroma_places import EVERYTHING, PUBLIC_PLACE, SHARDS, places_of, searches, shard_of
from app.domain.access import INTERNAL, PUBLIC, Audience
from tests.fakes.passages import ACME, AUDIENCES

PARTNERS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,10}", fullmatch=True)


def test_internal_passages_stand_only_where_partners_never_search() -> None:
    assert places_of(INTERNAL) == {EVERYTHING}
    assert EVERYTHING not in searches((PUBLIC, ACME))


def test_who_sees_everything_searches_one_collection_without_a_filter() -> None:
    assert searches(None) == {EVERYTHING: None}


def test_a_partner_searches_public_and_its_own_shard() -> None:
    assert searches((PUBLIC, ACME)) == {
        PUBLIC_PLACE: frozenset({"public"}),
        shard_of("acme"): frozenset({"partner:acme"}),
    }


@pytest.mark.parametrize(("partner", "shard"), [("acme", "partner-13"), ("borealis", "partner-14"), ("p-2", "partner-09")])
def test_a_partners_shard_never_changes(partner: str, shard: str) -> None:
    assert shard_of(partner) == shard


@given(st.lists(PARTNERS, unique=True, min_size=1))
def test_a_search_reads_a_place_of_each_audience_and_no_other_partners_filter(partners: list[str]) -> None:
    audiences = [Audience("partner", partner) for partner in partners]
    read = searches(audiences)
    assert len(read) <= SHARDS
    for audience in AUDIENCES:
        named = {place for place, wanted in read.items() if wanted and str(audience) in wanted}
        assert named == (places_of(audience) - {EVERYTHING} if audience in audiences else set())
