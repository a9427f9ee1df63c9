"""Fitting finds the sign that tells right sentences from wrong ones, and says how well it held on questions not fitted on."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from app.knowledge.evidence import Evidence
from app.knowledge.signs import NAMES
from eval.calibrate import Case, _is_right, _threshold, fit, fit_confidence, fit_ranking
from tests.conversation.sentences import AGREEMENT, GUIDE, evidence

TELLING, COUNT = NAMES.index("meant"), len(NAMES)


def case(at: int, *, known: bool = True, rng: np.random.Generator | None = None) -> Case:
    """Five sentences of noise; of a known question one is right and covers what is meant, of an unknown one none does."""
    noise = rng or np.random.default_rng(at)
    signs: NDArray[np.float64] = noise.uniform(0, 0.2, (5, COUNT))
    right = np.zeros(5, dtype=bool)
    if known:
        right[at % 5] = True
        signs[at % 5, TELLING] = 1.0
    sentences: Sequence[Evidence] = [evidence(f"Sentence {n}.", number=n) for n in range(5)]
    return Case(f"q{at}", known, signs, right, tuple(sentences))


CASES = [case(at, known=at % 3 != 0) for at in range(30)]


def test_the_sign_that_tells_right_from_wrong_gets_the_most_weight() -> None:
    weights = fit_ranking(CASES, steps=50)
    assert weights.shape == (COUNT,)
    assert int(np.argmax(weights)) == TELLING
    for one in CASES:
        if one.known:
            assert one.right[int(np.argmax(one.signs @ weights))]


def test_confidence_is_greater_where_there_is_an_answer() -> None:
    ranking = fit_ranking(CASES, steps=50)
    weights = fit_confidence(CASES, ranking)
    assert weights.shape == (COUNT + 2,)
    assert np.isfinite(weights).all()
    assert weights[TELLING] > 0


def test_a_fit_names_every_weight_and_its_cross_validated_scores() -> None:
    content = fit(CASES)
    assert set(content["ranking"]) == set(NAMES)
    assert set(content["confidence"]) == {*NAMES, "margin"}
    scores = content["cross_validated"]
    assert scores["right_sentence_first"] == 1.0
    assert scores["answered_of_answerable"] == 1.0
    assert scores["abstained_of_unanswerable"] == 1.0
    assert 0 < content["enough"] < 1


def test_fitting_twice_gives_the_same() -> None:
    assert fit(CASES) == fit(CASES)


def test_a_question_without_candidates_is_fitted_on_without_harm() -> None:
    empty = Case("none", known=True, signs=np.zeros((0, COUNT)), right=np.zeros(0, dtype=bool), evidence=())
    content = fit([*CASES, empty])
    assert np.isfinite(list(content["confidence"].values())).all()


@pytest.mark.parametrize(
    ("judged", "between"),
    [
        ([(0.9, True, True), (0.8, True, True), (0.2, False, False), (0.1, False, False)], (0.2, 0.8)),
        ([(0.6, True, True), (0.55, False, False)], (0.55, 0.6)),
    ],
)
def test_the_threshold_parts_the_answerable_from_the_rest(
    judged: list[tuple[float, bool, bool]], between: tuple[float, float]
) -> None:
    assert between[0] < _threshold(judged) <= between[1]


def test_a_sentence_is_right_when_it_holds_a_fact_and_stands_in_the_right_document() -> None:
    line = {"facts": [["sixty (60) days", "60 days"], ["one month"]], "documents": ["agreement.pdf"]}
    assert _is_right(evidence("On Sixty\n (60)  days' notice.", AGREEMENT), line)
    assert not _is_right(evidence("On sixty (60) days' notice.", GUIDE), line)
    assert not _is_right(evidence("On ninety days' notice.", AGREEMENT), line)
