"""The topics of the partner field: how people ask about each, and how documents write about it.

`topics.yaml` holds the wording, written for this project; `topics.npz` its embeddings, so that nothing is embedded at start.
`python -m eval.topics` makes the second from the first. A question is matched with the `asked` lines; the `written` lines of
its topics then say what an answering sentence looks like, in the words of contracts rather than of people.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.ports import Vectors

WORDING = Path(__file__).with_name("topics.yaml")
FILE = Path(__file__).with_name("topics.npz")

KEPT = 3
"""Topics a question may be about; the rest are noise."""

SHARPNESS = 14.0
"""How steeply belief falls with similarity: 0.05 less halves it."""

SCALE = 127.0
"""Vectors are kept as signed bytes; rows are of length 1."""


@dataclass(frozen=True, slots=True)
class Topics:
    """Embedded wording: `asked` and `written` of shape (lines, dimension), and the topic each line belongs to."""

    names: tuple[str, ...]
    asked: Vectors
    asked_topic: NDArray[np.int64]
    written: Vectors
    written_topic: NDArray[np.int64]

    def of(self, question: Vectors) -> dict[int, float]:
        """The topics `question` (a unit vector) may be about, by index, with beliefs that add up to 1, most likely first."""
        similarity = np.full(len(self.names), -1.0)
        np.maximum.at(similarity, self.asked_topic, self.asked @ question)
        top = np.argsort(-similarity)[:KEPT]
        belief = np.exp(SHARPNESS * (similarity[top] - similarity[top[0]]))
        return dict(zip(top.tolist(), (belief / belief.sum()).tolist(), strict=True))

    def answering(self, topics: dict[int, float]) -> Vectors:
        """What a sentence on these topics would mean: a unit vector, for a further search."""
        mixed = sum(
            (belief * self.written[self.written_topic == topic].mean(axis=0) for topic, belief in topics.items()),
            start=np.zeros(self.written.shape[1], dtype=np.float32),
        )
        return np.asarray(mixed / (np.linalg.norm(mixed) or 1.0), dtype=np.float32)

    def likeness(self, topics: dict[int, float], sentences: Vectors) -> NDArray[np.float64]:
        """How much each sentence (rows of unit vectors) reads like the documents on these topics: cosine, by belief."""
        near = sentences @ self.written.T
        return np.asarray(
            sum(belief * near[:, self.written_topic == topic].max(axis=1) for topic, belief in topics.items()), dtype=np.float64
        )


@lru_cache(maxsize=1)
def topics() -> Topics:
    """The topics that ship with Liaison."""
    with np.load(FILE) as kept:
        return Topics(
            tuple(kept["names"].tolist()),
            _unit(kept["asked"]),
            kept["asked_topic"].astype(np.int64),
            _unit(kept["written"]),
            kept["written_topic"].astype(np.int64),
        )


def _unit(kept: NDArray[np.int8]) -> Vectors:
    vectors = kept.astype(np.float32) / SCALE
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)
