"""The shipped weights fit the signs, and the judgement made of them is a probability one can follow."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.knowledge.judgement import FILE, Judgement, fitted
from app.knowledge.signs import NAMES, Signs

SHARES = st.lists(st.floats(0, 1), min_size=len(NAMES), max_size=len(NAMES)).map(lambda values: Signs(*values))


def test_the_shipped_file_weighs_every_sign_and_says_what_it_was_fitted_on() -> None:
    content = json.loads(FILE.read_text(encoding="utf-8"))
    assert set(content["ranking"]) == set(NAMES)
    assert set(content["confidence"]) == {*NAMES, "margin"}
    assert 0 < content["enough"] < 1
    assert content["fitted_on"]["licence"]
    assert content["fitted_on"]["questions"] > 0
    assert {"seed", "cross_validated"} <= set(content)


@given(SHARES, st.floats(-1, 1))
def test_confidence_is_a_probability(signs: Signs, margin: float) -> None:
    assert 0 <= fitted().sure(signs, margin) <= 1


@pytest.mark.parametrize("name", NAMES)
@given(signs=SHARES)
def test_more_of_a_sign_moves_rank_and_confidence_the_way_its_weight_points(name: str, signs: Signs) -> None:
    judgement, at = fitted(), NAMES.index(name)
    low, high = replace(signs, **{name: 0.0}), replace(signs, **{name: 1.0})
    assert judgement.rank(high) - judgement.rank(low) == pytest.approx(judgement.ranking[at])
    assert (judgement.sure(high, 0.0) - judgement.sure(low, 0.0)) * judgement.confidence[at] >= 0


@given(SHARES, st.floats(-1, 0), st.floats(0, 1))
def test_a_greater_lead_never_makes_less_sure(signs: Signs, behind: float, ahead: float) -> None:
    assert fitted().confidence[-1] > 0
    assert fitted().sure(signs, ahead) >= fitted().sure(signs, behind)


def test_extreme_weights_overflow_nothing() -> None:
    count = len(NAMES)
    huge = Judgement((1e6,) * count, (1e6,) * (count + 1), -1e6, 0.5)
    assert huge.sure(Signs(), -1.0) == pytest.approx(0.0, abs=1e-9)
    assert huge.sure(Signs(*[1.0] * count), 1.0) == pytest.approx(1.0, abs=1e-9)
