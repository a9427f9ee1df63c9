"""Made vectors: real ones of made-up clauses, mixed and shaken, so that neighbourhoods look real and a million take minutes.

A made vector is the vector of a clause of the same kind, with something of another clause (the document it stands in) and
noise. A passage's nearest neighbour among 20,000 has a cosine of about 0.9 and its tenth one of 0.8, as in real agreements.
"""

import random
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.ports import Embedder, Vectors
from eval.scale.clauses import CLAUSES, Names, clause
from eval.scale.programme import VENDOR

POOL = 1800
"""Real vectors: a hundred of each kind of clause, half a minute to embed on two slow cores."""
MIX = 0.4
"""How much of another clause's vector is added."""
NOISE = 0.4
"""Length of the noise that is added."""
SENTENCE_NOISE = 0.6
"""Length of the noise that tells the sentences of a passage apart."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Real `vectors`, of shape (n, dimension): row r is of a clause of kind r modulo the number of kinds.

    `blocks` is how many blocks of `dimension` numbers the model gives for a part of a text.
    """

    vectors: Vectors
    blocks: int


def sample_texts(count: int, seed: int = 1) -> list[str]:
    """`count` texts as `ingest` gives them to the embedder, the kinds of clause in turn."""
    dice = random.Random(seed)  # noqa: S311 - text to measure with, nothing secret
    texts = []
    for number in range(count):
        kind, names = number % len(CLAUSES), Names(VENDOR, f"Partner {dice.randrange(400)}")
        texts.append(f"{names.partner} Agreement | {CLAUSES[kind][0]}\n{clause(kind, names, dice)}")
    return texts


def real_pool(embedder: Embedder, count: int = POOL) -> Pool:
    """The pool, from the real model."""
    _, parts = embedder.embed_parts(["A clause."], [[(0, 8)]])
    return Pool(embedder.embed(sample_texts(count)), parts[0].shape[1] // embedder.dimension)


class MadeEmbedder:
    """The Embedder port for made-up passages: takes the kind of clause from the heading above the text, and asks no model."""

    def __init__(self, pool: Pool, name: str) -> None:
        self.name = name
        self.dimension = pool.vectors.shape[1]
        self._pool = pool
        self._kinds = {heading: kind for kind, (heading, _) in enumerate(CLAUSES)}

    def embed(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return _unit(np.stack([self._made(text) for text in texts]))

    def embed_parts(self, texts: Sequence[str], parts: Sequence[Sequence[tuple[int, int]]]) -> tuple[Vectors, list[Vectors]]:
        vectors = self.embed(texts)
        states = []
        for vector, text, wanted in zip(vectors, texts, parts, strict=True):
            dice = np.random.default_rng(zlib.crc32(text.encode()))
            shape = (len(wanted), self._pool.blocks, self.dimension)
            noise = dice.standard_normal(shape, dtype=np.float32) * (SENTENCE_NOISE / self.dimension**0.5)
            states.append(_unit(vector + noise).reshape(len(wanted), self._pool.blocks * self.dimension))
        return vectors, states

    def ping(self) -> None:
        return None

    def _made(self, text: str) -> Vectors:
        dice = np.random.default_rng(zlib.crc32(text.encode()))
        kind = self._kinds.get(text.partition("\n")[0].rpartition(". ")[2], 0)
        own = kind + len(CLAUSES) * int(dice.integers(len(self._pool.vectors) // len(CLAUSES)))
        other = int(dice.integers(len(self._pool.vectors)))
        noise = dice.standard_normal(self.dimension, dtype=np.float32) * (NOISE / self.dimension**0.5)
        return np.asarray(self._pool.vectors[own] + MIX * self._pool.vectors[other] + noise)


def _unit(vectors: Vectors) -> Vectors:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True), dtype=np.float32)
