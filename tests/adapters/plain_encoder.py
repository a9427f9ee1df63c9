"""The sentence encoder once more, as plain numpy: slow, and short enough to be checked by reading."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

HEADS = 12
_erf = np.vectorize(math.erf, otypes=[np.float32])


def encode(weights: Mapping[str, Array], ids: Sequence[int]) -> Array:
    """The unit vector of one text, given as token ids."""
    names = (f"embeddings.{name}_embeddings.weight" for name in ("word", "position", "token_type"))
    words, positions, segments = (weights[name] for name in names)
    value = _norm(weights, "embeddings.LayerNorm", words[list(ids)] + positions[: len(ids)] + segments[0])
    for layer in range(6):
        name = f"encoder.layer.{layer}"
        attended = _linear(weights, f"{name}.attention.output.dense", _attend(weights, f"{name}.attention.self", value))
        value = _norm(weights, f"{name}.attention.output.LayerNorm", attended + value)
        wide = _linear(weights, f"{name}.intermediate.dense", value)
        wide = wide * (1 + _erf(wide / math.sqrt(2))) / 2
        value = _norm(weights, f"{name}.output.LayerNorm", _linear(weights, f"{name}.output.dense", wide) + value)
    mean = value.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)


def _linear(weights: Mapping[str, Array], name: str, value: Array) -> Array:
    return value @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def _norm(weights: Mapping[str, Array], name: str, value: Array) -> Array:
    centred = value - value.mean(axis=-1, keepdims=True)
    scaled = centred / np.sqrt(centred.var(axis=-1, keepdims=True) + 1e-12)
    return np.asarray(scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"], dtype=np.float32)


def _attend(weights: Mapping[str, Array], name: str, value: Array) -> Array:
    query, key, content = (
        _linear(weights, f"{name}.{part}", value).reshape(len(value), HEADS, -1) for part in ("query", "key", "value")
    )
    heads = []
    for head in range(HEADS):
        scores = query[:, head] @ key[:, head].T / math.sqrt(query.shape[2])
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        heads.append(shares / shares.sum(axis=1, keepdims=True) @ content[:, head])
    return np.concatenate(heads, axis=1)
