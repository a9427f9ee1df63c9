"""What a question wants of a sentence, and how far the sentences of a document give it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from app.knowledge.adapter import adapter
from app.knowledge.clauses import ClauseModel
from app.ports import Embedder, Units, Vectors

NEARBY = (0.1, 0.03, 0.02, 0.01)
"""What a sentence lends to its first, second, third and fourth neighbours: an answer often goes on for several sentences."""

SHARPNESS = 18.0
"""Cosines between a question and sentences become shares by a softmax of this sharpness."""

TURNED = 0.6
"""How much of a sentence's likeness is likeness to what would answer, rather than to the question's own words."""

LIKENESS = 6.0
"""How far likeness to the question still counts where the kind of clause is certain: it tells two such clauses apart."""

SAID = 4.0
"""How far the words of the question in a passage count beside likeness: a quotation is found where it stands."""

LOWEST, HIGHEST = 0.0, 10.0
"""Scores of a clause between "hardly" and "without doubt"; past them they say no more."""

HELD_FROM = 3.5
"""Log odds of the likeliest sentence from which a contract more probably holds such a clause than not.

Measured on 126 contracts and 35 kinds by cross-validation over contracts, 4,410 labels: between 3 and 4 53 % hold it, between
4 and 5 74 %, between 5 and 6 91 %, above that 99 %, and below 2 5 %.
"""

FLOOR = 1e-9

Shares = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Wish:
    """A question as read for ranking.

    `vector` is its embedding, `turned` the same towards what would answer (the same again where the adapter is left out), both
    of length 1; `kinds` are the probabilities of the kinds of clause it asks for, something else last.
    """

    vector: Vectors
    turned: Vectors
    kinds: Shares

    @property
    def clause(self) -> float:
        """How likely it is that the question asks for a kind of clause at all."""
        return float(1.0 - self.kinds[-1])


def read_wish(topic: str, embedder: Embedder, model: ClauseModel, *, turning: bool = True, clauses: bool = True) -> Wish:
    """What `topic` asks for, the embedding turned by the adapter and kinds of clause recognised unless told not to."""
    vectors, states = embedder.embed_parts([topic], [[(0, len(topic))]])
    vector = vectors[0]
    kinds = model.asked(states[0]) if clauses else np.eye(len(model.fitted) + 1, dtype=np.float32)[-1]
    kinds[:-1] *= model.fitted  # what no example taught cannot be recognised
    kinds[-1] += 1.0 - kinds.sum()
    return Wish(vector, adapter().turn(vector) if turning else vector, kinds)


def likeness(vectors: Vectors, wish: Wish) -> Shares:
    """How like each sentence (n x dimension) is to what is asked and to what would answer, together."""
    return np.asarray((1 - TURNED) * (vectors @ wish.vector) + TURNED * (vectors @ wish.turned), dtype=np.float32)


def shares(units: Units, wish: Wish, words: Mapping[int, float] = MappingProxyType({})) -> Shares:
    """The probability of each sentence of a document to be what is wished for, if the document holds it; they add up to 1.

    `words` are the lexical scores (0 to 1) of its passages, by ordinal: they count where no kind of clause is asked for.
    """
    if not len(units.starts):
        return np.zeros(0, dtype=np.float32)
    like = likeness(units.vectors, wish)
    said = SAID * np.array([words.get(int(ordinal), 0.0) for ordinal in units.passages], dtype=np.float32)
    wanted = _wanted(wish, units.kinds)
    by_kind = softmax(units.kinds[:, wanted]) @ wish.kinds[wanted] if len(wanted) else np.zeros_like(like)
    mixed = by_kind * np.exp(LIKENESS * (like - like.max())) + wish.kinds[-1] * softmax(SHARPNESS * like + said)
    spread = mixed.copy()
    for offset, share in enumerate(NEARBY, start=1):
        spread[offset:] += share * mixed[:-offset]
        spread[:-offset] += share * mixed[offset:]
    return np.asarray(spread / max(float(spread.sum()), FLOOR), dtype=np.float32)


def clause_signs(kinds: Shares, wish: Wish) -> Shares:
    """How far each sentence (n x kinds) is a clause of the kind that is asked for, 0 to 1; 0 where no kind is."""
    wanted = _wanted(wish, kinds)
    levels = np.clip((kinds[:, wanted] - LOWEST) / (HIGHEST - LOWEST), 0.0, 1.0)
    return np.asarray(levels @ wish.kinds[wanted], dtype=np.float32)


def clause_rank(sign: float, like: float) -> float:
    """The rank of a sentence among those of its contract, by clause sign and likeness to the question, as in `shares`."""
    return LOWEST + (HIGHEST - LOWEST) * sign + LIKENESS * like


def clause_held(sign: float) -> float:
    """The probability that a contract holds a clause, from the highest clause sign among its sentences."""
    return float(1 / (1 + np.exp(HELD_FROM - (HIGHEST - LOWEST) * sign - LOWEST)))


def softmax(scores: Shares) -> Shares:
    """Shares along the first axis that add up to 1."""
    raised = np.exp(scores - scores.max(axis=0, keepdims=True))
    return np.asarray(raised / raised.sum(axis=0, keepdims=True), dtype=np.float32)


def _wanted(wish: Wish, kinds: Shares) -> NDArray[np.int64]:
    """The kinds worth looking at, among those that sentences (n x kinds) were scored for."""
    return np.flatnonzero(wish.kinds[:-1][: kinds.shape[1]] > 1 / (2 * len(wish.kinds)))
