"""Work is done ahead, in order, no further than it may be, and an error comes where its item would have come."""

import threading

import pytest

from ingest.ahead import AHEAD, worked_ahead


def test_every_item_comes_once_in_order_with_its_work_done() -> None:
    assert list(worked_ahead(lambda item: item * 2, range(50))) == [(item, item * 2) for item in range(50)]
    assert list(worked_ahead(str, [])) == []


def test_the_next_work_is_done_beside_what_is_done_with_the_one_at_hand() -> None:
    second = threading.Event()

    def work(item: int) -> int:
        if item == 1:
            second.set()
        return item

    items = worked_ahead(work, range(3))
    next(items)
    assert second.wait(timeout=30)
    items.close()  # type: ignore[attr-defined]  # a generator, said to be an iterator


def test_no_more_is_begun_than_a_few_items_ahead() -> None:
    taken: list[int] = []
    items = worked_ahead(str, (taken.append(item) or item for item in range(100)))  # type: ignore[func-returns-value]
    for _ in range(3):
        next(items)
    assert len(taken) == 2 + AHEAD + 1
    items.close()  # type: ignore[attr-defined]


def test_an_error_comes_where_its_item_would_have_come_and_ends_the_work() -> None:
    done: list[int] = []

    def work(item: int) -> int:
        if item == 2:
            message = "the third"
            raise ValueError(message)
        done.append(item)
        return item

    items = worked_ahead(work, range(100))
    assert [next(items)[1], next(items)[1]] == [0, 1]
    with pytest.raises(ValueError, match="the third"):
        next(items)
    assert len(done) <= 2 + AHEAD
