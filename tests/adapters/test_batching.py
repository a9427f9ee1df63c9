"""Batches cover everything once and stay within their budget."""

from hypothesis import given
from hypothesis import strategies as st

from app.adapters.batching import batches


def test_texts_of_like_length_go_together() -> None:
    assert list(batches([5, 1, 5, 1], 10)) == [[1, 3], [0, 2]]


def test_a_text_longer_than_the_budget_goes_alone() -> None:
    assert list(batches([30, 2, 40], 10)) == [[1], [0], [2]]


@given(st.lists(st.integers(1, 300)), st.integers(1, 1000))
def test_every_text_comes_once_and_no_batch_exceeds_the_budget(lengths: list[int], budget: int) -> None:
    made = list(batches(lengths, budget))
    assert sorted(index for batch in made for index in batch) == list(range(len(lengths)))
    assert all(len(batch) == 1 or len(batch) * max(lengths[index] for index in batch) <= budget for batch in made)
    assert all(lengths[batch[-1]] == max(lengths[index] for index in batch) for batch in made)
