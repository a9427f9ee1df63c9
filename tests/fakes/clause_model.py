"""A clause model for the embedder without a model: it knows kinds of clause by the words they are asked and written with."""

from collections.abc import Mapping

import numpy as np

from app.knowledge.clauses import KINDS, ClauseModel
from tests.fakes.embedder import STATES, FakeEmbedder

PLACE_FEATURES = 4
"""Features of a sentence besides its states: where it stands and how long it is."""

SURE = 20.0
"""Log odds that a cosine of 1 with a kind's words is worth."""

ELSE = 8.0
"""Log odds of something else: a question whose cosine with a kind's words stays below 0.4 asks for something else."""


def clauses_by_words(embedder: FakeEmbedder, words: Mapping[str, str] | None = None) -> ClauseModel:
    """A model that takes a question or sentence for a kind as far as it shares `words` with it; no kind without words."""
    known = dict(words or {})
    weights = np.zeros((embedder.dimension, len(KINDS)), dtype=np.float32)
    for kind, said in known.items():
        weights[:, KINDS.index(kind)] = SURE * embedder.embed([said])[0]
    others = np.zeros(((STATES - 1) * embedder.dimension, len(KINDS)), dtype=np.float32)
    states = np.vstack([others, weights])
    return ClauseModel(
        clause_weight=np.vstack([states, np.zeros((PLACE_FEATURES, len(KINDS)), dtype=np.float32)]),
        clause_bias=np.zeros(len(KINDS), dtype=np.float32),
        question_weight=np.hstack([states, np.zeros((len(states), 1), dtype=np.float32)]),
        question_bias=np.array([0.0] * len(KINDS) + [ELSE], dtype=np.float32),
        fitted=np.array([kind in known for kind in KINDS]),
        asking=frozenset({"asked"}),
        name="by words",
    )
