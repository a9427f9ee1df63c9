"""The nearest rows, by comparing with each."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters import vector_scan
from app.adapters.vector_scan import nearest
from app.ports import Vectors


def rows(count: int, seed: int = 0) -> Vectors:
    made = np.random.default_rng(seed).normal(size=(count, 8))
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


@given(st.lists(st.integers(0, 30), max_size=6), st.integers(1, 40), st.integers(1, 20))
def test_the_best_of_all_parts_come_in_order_however_they_are_parted(sizes: list[int], k: int, looked: int) -> None:
    whole = rows(sum(sizes))
    parts = np.split(whole, np.cumsum(sizes)[:-1]) if sizes else []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(vector_scan, "FIRST_LOOK", looked)
        found, scores = nearest(parts, rows(1, 1)[0], k)
    expected = whole @ rows(1, 1)[0]
    assert list(found) == list(np.argsort(-expected, kind="stable")[:k])
    assert np.allclose(scores, expected[found], atol=1e-6)


def test_a_cleared_row_is_never_found() -> None:
    several = rows(9)
    several[[2, 5]] = np.nan
    found, _ = nearest([several], rows(1, 1)[0], 9)
    assert sorted(found) == [0, 1, 3, 4, 6, 7, 8]


def test_equal_rows_come_in_their_order() -> None:
    found, scores = nearest([np.repeat(rows(1), 5, axis=0)], rows(1)[0], 3)
    assert list(scores) == pytest.approx([1.0, 1.0, 1.0])
    assert len(set(found)) == 3
