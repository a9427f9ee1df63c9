"""Copies of vectors with 8 bits a number."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters import short_rows
from app.adapters.short_rows import ShortRows, shortened
from app.ports import Vectors


def unit_rows(count: int, dimension: int, seed: int = 0) -> Vectors:
    made = np.random.default_rng(seed).normal(size=(count, dimension))
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


def cosines(questions: Vectors, rows: short_rows.Shortened) -> Vectors:
    asked = shortened(questions)
    out = np.empty((len(questions), len(rows)), dtype=np.float32)
    rows.write_products(asked.numbers, out)
    return np.asarray(out * rows.steps * asked.steps[:, np.newaxis])


@given(st.integers(0, 40), st.integers(1, 3), st.integers(1, 400), st.integers(1, 50))
def test_cosines_with_the_copies_are_those_with_the_rows_but_for_rounding(
    count: int, questions: int, dimension: int, block: int
) -> None:
    rows, asked = unit_rows(count, dimension), unit_rows(questions, dimension, 1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(short_rows, "BLOCK", block)
        assert np.allclose(cosines(asked, shortened(rows)), asked @ rows.T, atol=0.02)


def test_the_greatest_products_are_exact() -> None:
    most = np.full((1, 1040), 0.5, dtype=np.float32)
    out = np.empty((1, 1), dtype=np.float32)
    shortened(most).write_products(shortened(most).numbers, out)
    assert out[0, 0] == 1040 * 127 * 127


def test_pieces_are_joined_in_their_order() -> None:
    rows = unit_rows(7, 4)
    whole = short_rows.joined([shortened(rows[:3]), shortened(rows[3:])])
    assert np.array_equal(whole.numbers, shortened(rows).numbers)
    assert np.array_equal(whole.steps, shortened(rows).steps)


def test_a_vector_of_zeros_is_like_nothing_and_one_without_numbers_is_none() -> None:
    odd = np.array([[0, 0], [np.nan, np.nan], [0.6, 0.8]], dtype=np.float32)
    short = shortened(odd)
    assert np.isnan(short.steps).tolist() == [False, True, False]
    assert cosines(odd[2:], short)[0, 0] == 0.0
    assert np.isnan(cosines(odd[2:], short)[0, 1])


def test_copies_are_read_as_they_were_written(tmp_path: Path) -> None:
    rows, vectors = ShortRows(tmp_path / "public.0.short", 8), unit_rows(5, 8)
    assert len(rows.read(0, 5)) == 0
    rows.write(0, vectors[:3])
    assert len(rows.read(1, 5)) == 2
    rows.write(3, vectors[3:])
    read = rows.read(0, 5)
    assert np.array_equal(read.numbers, shortened(vectors).numbers)
    assert np.array_equal(read.steps, shortened(vectors).steps)


def test_a_wiped_copy_is_none_and_nothing_is_left_of_it(tmp_path: Path) -> None:
    rows, vectors = ShortRows(tmp_path / "public.0.short", 8), unit_rows(3, 8)
    rows.write(0, vectors)
    rows.clear([1, 7])
    assert rows.wiped(9).tolist() == [False, True, False]
    assert shortened(vectors[1:2]).numbers.tobytes() not in (tmp_path / "public.0.short").read_bytes()
    rows.cut(1)
    assert len(rows) == 1
