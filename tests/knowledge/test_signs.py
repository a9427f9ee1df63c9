"""The signs stay within their bounds and mean what they say."""

from dataclasses import astuple, fields
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.knowledge.signs import (
    NAMES,
    Signs,
    Wanted,
    bears,
    covered,
    length_of,
    pair_share,
    rarest_lacking,
    unknown_share,
)

STEMS = st.lists(st.sampled_from("notic termin leav price acm zebra fee discount 60 t-1".split()), max_size=8)


def wanted(stems: list[str], unknown: frozenset[str] = frozenset()) -> Wanted:
    distinct = list(dict.fromkeys(stems))
    rarity = {one: 1.0 + at for at, one in enumerate(distinct)}
    return Wanted(rarity, frozenset(pairwise(distinct)), {}, unknown & set(distinct))


@given(STEMS, STEMS, st.frozensets(st.sampled_from(["zebra", "t-1"])))
def test_shares_stay_between_nothing_and_all(asked: list[str], said: list[str], unknown: frozenset[str]) -> None:
    about = wanted(asked, unknown)
    exact, meant, missing = covered(about, frozenset(said))
    assert 0 <= exact <= meant <= 1 + 1e-9
    assert set(missing) <= set(about.rarity) - set(said)
    assert 0 <= pair_share(about, said) <= 1
    assert 0 <= unknown_share(about, missing) <= 1
    assert 0 <= rarest_lacking(about, missing) <= 1


@given(STEMS, STEMS, STEMS)
def test_saying_more_never_covers_less(asked: list[str], said: list[str], more: list[str]) -> None:
    about = wanted(asked)
    exact, meant, missing = covered(about, frozenset(said))
    exact_after, meant_after, missing_after = covered(about, frozenset([*said, *more]))
    assert exact_after >= exact
    assert meant_after >= meant - 1e-9
    assert set(missing_after) <= set(missing)


def test_the_words_themselves_count_more_than_words_that_mean_the_same() -> None:
    about = wanted(["leav"])
    assert covered(about, frozenset(["leav"])) == (1.0, 1.0, ())
    exact, meant, missing = covered(about, frozenset(["termin"]))
    assert (exact, missing) == (0.0, ())
    assert 0 < meant < 1
    assert covered(about, frozenset(["price"])) == (0.0, 0.0, ("leav",))


def test_the_rarest_word_left_out_weighs_most() -> None:
    about = wanted(["notic", "zebra"])
    assert rarest_lacking(about, ["zebra"]) == 1.0
    assert rarest_lacking(about, ["notic"]) == 0.5
    assert rarest_lacking(about, []) == 0.0


def test_words_that_stand_together_in_the_question_are_looked_for_together() -> None:
    about = wanted(["payment", "term", "late"])
    assert pair_share(about, ["payment", "term", "x", "late"]) == 0.5
    assert pair_share(about, ["term", "payment"]) == 0.0


@pytest.mark.parametrize(
    ("name", "said", "borne"),
    [
        (["norway"], {"norwegian"}, True),
        (["t-99812"], {"t-20638"}, False),
        (["keel", "800"], {"keel", "400"}, False),
        (["keel", "400"], {"keel", "400"}, True),
        (["corvus"], {"corvis"}, True),
        (["abc"], {"abd"}, False),
    ],
)
def test_a_name_is_borne_only_when_all_its_parts_are(name: list[str], said: set[str], borne: bool) -> None:  # noqa: FBT001  # the expected value
    assert bears(name, frozenset(said)) is borne


@given(st.integers(0, 500), st.integers(0, 500))
def test_length_grows_from_nothing_to_one_and_stays_there(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert 0 <= length_of(low) <= length_of(high) <= 1
    assert length_of(0) == 0


def test_every_sign_has_a_name_in_the_order_of_its_value() -> None:
    signs = Signs(exact=0.1, length=0.9)
    assert tuple(field.name for field in fields(signs)) == NAMES
    assert signs.values() == astuple(signs)
    assert dict(zip(NAMES, signs.values(), strict=True))["length"] == 0.9
