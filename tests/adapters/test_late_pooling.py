"""The vectors of stretches from the vectors of tokens."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.adapters.late_pooling import Stretch, pool
from app.ports import Vectors

WIDTH = 4
DEEPEST = 12


@st.composite
def texts_read(draw: st.DrawFn) -> tuple[list[list[Stretch]], list[list[Stretch]]]:
    """Up to four texts: the characters of their tokens, in order, and some stretches of them."""
    offsets, parts = [], []
    for _ in range(draw(st.integers(0, 4))):
        edges = sorted(draw(st.lists(st.integers(0, 60), max_size=2 * DEEPEST)))
        offsets.append([(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False) if a < b])
        pairs = draw(st.lists(st.tuples(st.integers(0, 70), st.integers(1, 30)), max_size=6))
        parts.append([(start, start + length) for start, length in pairs])
    return offsets, parts


def tokens_of(offsets: list[list[Stretch]]) -> Vectors:
    """Vectors for the texts' tokens, with a start token, an end token and padding that must never count."""
    values = np.random.default_rng(5).normal(size=(len(offsets), DEEPEST + 3, WIDTH)).astype(np.float32)
    for row, one in enumerate(offsets):
        values[row, 0] = values[row, 1 + len(one) :] = 1e6
    return values


@given(texts_read(), st.sampled_from([1, 2]))
@settings(max_examples=300, deadline=None)
def test_a_stretch_is_block_by_block_the_direction_of_the_mean_of_the_tokens_it_touches(
    case: tuple[list[list[Stretch]], list[list[Stretch]]], blocks: int
) -> None:
    offsets, parts = case
    tokens = tokens_of(offsets)
    rows, usable = pool(tokens, offsets, parts, blocks)
    found = iter(zip(rows, usable, strict=True))
    for row, (pieces, wanted) in enumerate(zip(offsets, parts, strict=True)):
        for start, end in wanted:
            touched = [at for at, (first, last) in enumerate(pieces) if first < end and last > start]
            vector, used = next(found)
            assert used == (bool(touched) and end <= pieces[-1][1])
            if used:
                mean = np.mean([tokens[row, 1 + at] for at in touched], axis=0).reshape(blocks, -1)
                expected = mean / np.linalg.norm(mean, axis=1, keepdims=True)
                assert np.allclose(vector.reshape(blocks, -1), expected, atol=1e-4)
    assert next(found, None) is None


def test_a_stretch_beyond_the_last_token_is_said_to_be_unread() -> None:
    offsets = [[(0, 3), (4, 9)]]
    _, usable = pool(tokens_of(offsets), offsets, [[(0, 9), (4, 12), (10, 12)]])
    assert usable.tolist() == [True, False, False]


def test_texts_without_stretches_give_no_rows() -> None:
    rows, usable = pool(tokens_of([[(0, 3)]]), [[(0, 3)]], [[]])
    assert rows.shape == (0, WIDTH)
    assert usable.shape == (0,)
