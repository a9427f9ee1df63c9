"""The shipped query adapter fits the model and says where it comes from."""

import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.knowledge.adapter import FILE, Adapter, adapter

DIMENSION = 384
"""Of all-MiniLM-L6-v2, the model the matrix was learned over."""


def test_the_shipped_matrix_fits_the_embedding_model() -> None:
    matrix = adapter().matrix
    assert matrix.shape == (DIMENSION, DIMENSION)
    assert matrix.dtype == np.float32
    assert np.isfinite(matrix).all()


def test_beside_it_stands_what_it_was_trained_on() -> None:
    told = json.loads(FILE.with_suffix(".json").read_text(encoding="utf-8"))
    assert {"trained_on", "seed", "scores"} <= set(told)
    assert told["scores"]["marked_sentence_first_with"] > told["scores"]["marked_sentence_first_without"]


@given(st.integers(0, 2**32 - 1))
def test_what_is_turned_has_length_one(seed: int) -> None:
    vector = np.random.default_rng(seed).normal(size=DIMENSION).astype(np.float32)
    turned = adapter().turn(vector / np.linalg.norm(vector))
    assert turned.shape == (DIMENSION,)
    assert turned.dtype == np.float32
    assert abs(float(np.linalg.norm(turned)) - 1) < 1e-5


def test_nothing_turned_is_nothing_and_no_division_fails() -> None:
    assert not Adapter(np.eye(3, dtype=np.float32)).turn(np.zeros(3, dtype=np.float32)).any()
