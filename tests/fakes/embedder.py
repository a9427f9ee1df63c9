"""An embedder without a model."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from app.ports import Vectors

STATES = 2


class FakeEmbedder:
    """The Embedder port: each word points in a direction of its own, so texts are near as far as they share words."""

    def __init__(self, dimension: int = 384) -> None:
        self.name = f"fake-{dimension}"
        self.dimension = dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        return self._vectors(texts)

    def embed_parts(self, texts: Sequence[str], parts: Sequence[Sequence[tuple[int, int]]]) -> tuple[Vectors, list[Vectors]]:
        stretches = [[text[start:end] for start, end in wanted] for text, wanted in zip(texts, parts, strict=True)]
        return self.embed(texts), [np.tile(self._vectors(one), STATES) for one in stretches]

    def ping(self) -> None:
        return None

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()) or [""]:
                vectors[row] += self._direction(word)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    def _direction(self, word: str) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "replace")).digest()[:8])
        return np.random.default_rng(seed).normal(size=self.dimension).astype(np.float32)
