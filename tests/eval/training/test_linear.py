"""Linear models find what separates simple rows, the same each time, whatever the scale of the features."""

from collections.abc import Iterator

import numpy as np
import pytest

from eval.training.linear import Batches, Linear, Numbers, Recipe, Slope, fit, softmax

RECIPE = Recipe(epochs=60, rate=0.3, dropout=0.0, decay=0.0, seed=3)
ROWS = 240
WORTH = 60
"""Rows of a batch."""


def problem(scale: float = 1.0, shift: float = 0.0) -> tuple[Numbers, Numbers]:
    """Rows of five features of which the second tells the class."""
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(ROWS, 5)).astype(np.float32)
    return np.asarray(rows * scale + shift, dtype=np.float32), (rows[:, 1] > 0).astype(np.float32)


def batches_of(rows: Numbers, wanted: Numbers) -> Batches:
    """Batches with the slope of the logistic loss."""

    def slope_for(part: Numbers) -> Slope:
        return lambda scores: np.asarray((1 / (1 + np.exp(-scores)) - part[:, None]) / len(part), dtype=np.float32)

    def batches(rng: np.random.Generator) -> Iterator[tuple[Numbers, Slope]]:
        order = rng.permutation(len(rows))
        for start in range(0, len(rows), WORTH):
            chosen = order[start : start + WORTH]
            yield rows[chosen], slope_for(wanted[chosen])

    return batches


def fitted(rows: Numbers, wanted: Numbers, recipe: Recipe = RECIPE) -> Linear:
    return fit(batches_of(rows, wanted), rows, 1, recipe, ROWS // WORTH)


@pytest.mark.parametrize(("scale", "shift"), [(1.0, 0.0), (100.0, 0.0), (0.01, 0.0), (1.0, 50.0)])
def test_a_separable_problem_is_solved_whatever_the_scale(scale: float, shift: float) -> None:
    rows, wanted = problem(scale, shift)
    model = fitted(rows, wanted)
    assert ((model(rows)[:, 0] > 0) == (wanted > 0)).mean() > 0.97
    assert np.abs(model.weight[:, 0]).argmax() == 1


def test_the_same_seed_gives_the_same_weights_and_another_gives_others() -> None:
    rows, wanted = problem()
    noisy = Recipe(epochs=5, rate=0.02, dropout=0.5, decay=0.01, seed=1)
    one, again = fitted(rows, wanted, noisy), fitted(rows, wanted, noisy)
    other = fitted(rows, wanted, Recipe(epochs=5, rate=0.02, dropout=0.5, decay=0.01, seed=2))
    assert np.array_equal(one.weight, again.weight)
    assert np.array_equal(one.bias, again.bias)
    assert not np.array_equal(one.weight, other.weight)


def test_decay_keeps_weights_small() -> None:
    rows, wanted = problem()
    strong = Recipe(epochs=60, rate=0.3, dropout=0.0, decay=1.0, seed=3)
    assert np.abs(fitted(rows, wanted, strong).weight).max() < np.abs(fitted(rows, wanted).weight).max() / 2


def test_scores_are_what_weights_and_bias_say() -> None:
    model = Linear(np.array([[1, 2], [3, 4]], dtype=np.float32), np.array([10, 20], dtype=np.float32))
    assert model(np.array([[1, 1]], dtype=np.float32)).tolist() == [[14, 26]]


def test_shares_add_up_along_the_axis_named() -> None:
    scores = np.array([[0, 1000], [0, 1000]], dtype=np.float32)
    assert softmax(scores, axis=0).tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert softmax(scores, axis=1).tolist() == [[0, 1], [0, 1]]
