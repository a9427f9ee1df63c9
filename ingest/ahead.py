"""Doing the next items' work beside what is done with the one at hand: files are read while others are embedded."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

AHEAD = 4
"""Items worked on before they are asked for: enough that a long one is not waited for, few enough to stay small in memory."""

Item = TypeVar("Item")
Result = TypeVar("Result")


def worked_ahead(work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[tuple[Item, Result]]:
    """Each of `items` in order with its `work` done, in a thread of its own and at most AHEAD of them early.

    What `work` raises is raised where its item would have come; no work begins after that, or after the iterator is closed.
    """
    rest = iter(items)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading") as pool:
        waiting: deque[tuple[Item, Future[Result]]] = deque()
        try:
            waiting.extend((item, pool.submit(work, item)) for item in islice(rest, AHEAD))
            while waiting:
                item, future = waiting.popleft()
                result = future.result()
                waiting.extend((one, pool.submit(work, one)) for one in islice(rest, 1))
                yield item, result
        finally:
            for _, future in waiting:
                future.cancel()
