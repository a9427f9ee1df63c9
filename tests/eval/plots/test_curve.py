"""The curve agrees with the scores wherever both speak, grows, and does not depend on how it is walked."""

import numpy as np
import pytest
from hypothesis import given

from eval.plots.curve import FEWEST, MOST, budgets, first_read, recall
from eval.retrieval.scores import BUDGETS, score_spans
from eval.retrieval.systems import Located
from eval.retrieval.tests import Gold, SpanTest
from tests.eval.retrieval.random_rankings import ASKED, Asked

HALF_A_DIGIT = 0.051
"""The scores are rounded to one decimal."""


@given(ASKED)
def test_recall_within_the_scores_budgets_is_the_scores(asked: Asked) -> None:
    tests = [SpanTest("?", tuple(gold)) for gold, _ in asked]
    found = recall(tests, [hits or () for _, hits in asked], np.array(BUDGETS, dtype=np.float64))
    figures = score_spans(tests, [hits for _, hits in asked])
    assert found.tolist() == pytest.approx([figures[f"R@{budget}ch"] for budget in BUDGETS], abs=HALF_A_DIGIT)


@given(ASKED)
def test_more_characters_never_find_less_and_never_more_than_all(asked: Asked) -> None:
    found = recall([SpanTest("?", tuple(gold)) for gold, _ in asked], [hits or () for _, hits in asked], budgets())
    assert (np.diff(found) >= 0).all()
    assert found.min() >= 0
    assert found.max() <= 100 + 1e-9


def test_characters_are_read_for_the_first_time_once() -> None:
    hits = [Located("b", 0, 90, 3.0), Located("a", 15, 40, 2.0), Located("a", 0, 20, 1.0), Located("a", 0, 100, 0.5)]
    assert first_read(Gold("a", 10, 50), hits) == [(90, 115), (125, 130), (175, 185)]


def test_a_span_is_cut_where_the_characters_end() -> None:
    test, hits = SpanTest("?", (Gold("a", 0, 100),)), [Located("a", 50, 150, 1.0)]
    assert recall([test], [hits], np.array([10.0, 50.0, 99.0])).tolist() == [10.0, 50.0, 50.0]


def test_the_numbers_of_characters_lie_close_on_a_logarithmic_scale_and_hold_the_scores_own() -> None:
    at = budgets()
    assert (at[0], at[-1]) == (FEWEST, MOST)
    assert set(BUDGETS) <= set(at.tolist())
    steps = np.diff(np.log(at))
    assert 0 < steps.min() < steps.max() < np.log(1.1)
