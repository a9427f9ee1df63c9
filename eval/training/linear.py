"""Linear models fitted by Adam: scores of rows, and classes of rows. Pure NumPy, repeatable by seed.

Features are centred and scaled while fitting, and the scaling is folded into the weights afterwards, so that a fitted model
takes features as they come.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]

FIRST_MOMENT, SECOND_MOMENT, TINY = 0.9, 0.999, 1e-8
"""Adam's usual constants (Kingma and Ba, 2015)."""

WARM_UP = 50
"""Steps over which the rate rises to its full height, before it falls linearly to nothing."""


@dataclass(frozen=True, slots=True)
class Linear:
    """Scores of rows: `weight` is features x outputs, `bias` has one value an output."""

    weight: Numbers
    bias: Numbers

    def __call__(self, rows: Numbers) -> Numbers:
        """The scores of `rows` (n x features): n x outputs."""
        return np.asarray(rows @ self.weight + self.bias, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to fit: passes over the data, the highest rate, the share of features left out at each step, and decay of weights."""

    epochs: int
    rate: float
    dropout: float
    decay: float
    seed: int = 0


Slope = Callable[[Numbers], Numbers]
"""From scores (n x outputs) to the gradient of the loss with respect to them, of the same shape."""


Batches = Callable[[np.random.Generator], Iterator[tuple[Numbers, Slope]]]
"""One pass over the data: rows (n x features), each time with the slope of their loss."""


def fit(batches: Batches, sample: Numbers, outputs: int, recipe: Recipe, steps_per_epoch: int) -> Linear:
    """A linear model by AdamW over `batches`; the rows of `sample` set the scaling."""
    centre, spread = sample.mean(axis=0), _spread(sample)
    rng = np.random.default_rng(recipe.seed)
    state = Adam(np.zeros((sample.shape[1] + 1, outputs), dtype=np.float32), recipe, recipe.epochs * steps_per_epoch)
    for _ in range(recipe.epochs):
        for rows, slope in batches(rng):
            kept = (rng.random(rows.shape[1]) >= recipe.dropout) / (1 - recipe.dropout)
            ready = np.hstack([(rows - centre) / spread * kept, np.ones((len(rows), 1))]).astype(np.float32)
            state.step(ready.T @ slope(ready @ state.weights))
    weight = state.weights[:-1] / spread[:, None]
    return Linear(weight.astype(np.float32), (state.weights[-1] - centre @ weight).astype(np.float32))


def _spread(sample: Numbers) -> Numbers:
    """One scale for all features but the few that vary much more than the rest: blocks of a unit vector stay comparable."""
    deviation = sample.std(axis=0)
    usual = np.median(deviation)
    scales = np.where(deviation > 4 * usual, deviation * np.sqrt(2), usual * np.sqrt(2) * 4)
    return np.asarray(scales, dtype=np.float32)


class Adam:
    """AdamW with a linear warm-up and decline; changes `weights` in place, and `decay` draws them to nothing."""

    def __init__(self, weights: Numbers, recipe: Recipe, steps: int) -> None:
        self.weights = weights
        self._recipe = recipe
        self._steps = steps
        self._done = 0
        self._first = np.zeros_like(weights)
        self._second = np.zeros_like(weights)

    def step(self, gradient: Numbers) -> None:
        """Go one step down `gradient`, of the weights' shape."""
        self._done += 1
        rate = self._recipe.rate * min(1.0, self._done / WARM_UP) * (1 - (self._done - 1) / self._steps)
        self._first = FIRST_MOMENT * self._first + (1 - FIRST_MOMENT) * gradient
        self._second = SECOND_MOMENT * self._second + (1 - SECOND_MOMENT) * gradient**2
        first = self._first / (1 - FIRST_MOMENT**self._done)
        second = self._second / (1 - SECOND_MOMENT**self._done)
        self.weights -= rate * (first / (np.sqrt(second) + TINY) + self._recipe.decay * self.weights)


def softmax(scores: Numbers, axis: int) -> Numbers:
    """Shares that add up to 1 along `axis`."""
    raised = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return np.asarray(raised / raised.sum(axis=axis, keepdims=True), dtype=np.float32)
