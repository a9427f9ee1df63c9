"""Doing the next items' work beside what is done with the one at hand, in threads."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Executor, Future
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def worked_ahead(
    work: Callable[[Item], Result], items: Iterable[Item], pool: Executor, ahead: int
) -> Generator[tuple[Item, Result]]:
    """Each of `items` in order with its `work` done, in `pool` and at most `ahead` of them early.

    What `work` raises is raised where its item would have come; no work begins after that, or after the iterator is closed.
    """
    rest = iter(items)
    waiting: deque[tuple[Item, Future[Result]]] = deque()
    try:
        waiting.extend((item, pool.submit(work, item)) for item in islice(rest, ahead))
        while waiting:
            item, future = waiting.popleft()
            result = future.result()
            waiting.extend((one, pool.submit(work, one)) for one in islice(rest, 1))
            yield item, result
    finally:
        for _, future in waiting:
            future.cancel()
