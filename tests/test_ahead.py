"""Work is done ahead, in order, no further than it may be, and an error comes where its item would have come."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.ahead import worked_ahead

AHEAD = 4


@pytest.fixture(params=[1, 3])
def pool(request: pytest.FixtureRequest) -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(request.param) as threads:
        yield threads


def test_every_item_comes_once_in_order_with_its_work_done(pool: ThreadPoolExecutor) -> None:
    assert list(worked_ahead(lambda item: item * 2, range(50), pool, AHEAD)) == [(item, item * 2) for item in range(50)]
    assert list(worked_ahead(str, [], pool, AHEAD)) == []


def test_the_next_work_is_done_beside_what_is_done_with_the_one_at_hand(pool: ThreadPoolExecutor) -> None:
    second = threading.Event()

    def work(item: int) -> int:
        if item == 1:
            second.set()
        return item

    items = worked_ahead(work, range(3), pool, AHEAD)
    next(items)
    assert second.wait(timeout=30)
    items.close()


def test_no_more_is_begun_than_a_few_items_ahead(pool: ThreadPoolExecutor) -> None:
    taken: list[int] = []
    items = worked_ahead(str, (taken.append(item) or item for item in range(100)), pool, AHEAD)  # type: ignore[func-returns-value]
    for _ in range(3):
        next(items)
    assert len(taken) == 2 + AHEAD + 1
    items.close()


def test_an_error_comes_where_its_item_would_have_come_and_ends_the_work(pool: ThreadPoolExecutor) -> None:
    done: list[int] = []

    def work(item: int) -> int:
        if item == 2:
            message = "the third"
            raise ValueError(message)
        done.append(item)
        return item

    items = worked_ahead(work, range(100), pool, AHEAD)
    assert [next(items)[1], next(items)[1]] == [0, 1]
    with pytest.raises(ValueError, match="the third"):
        next(items)
    pool.shutdown()
    assert len(done) <= 2 + AHEAD
