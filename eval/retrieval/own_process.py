"""Work in a process of its own, which ends with the one that asked for it."""

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import ParamSpec, TypeVar

from app.domain.errors import Unavailable

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def in_own_process(
    what: str, work: Callable[Arguments, Result], *arguments: Arguments.args, **named: Arguments.kwargs
) -> Result:
    """What `work` returns or raises, from a fresh process. `what` names it for Unavailable, raised where that was ended."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_end_with_parent) as pool:
        try:
            return pool.submit(work, *arguments, **named).result()
        except BrokenProcessPool:
            message = f"The process that measured {what} was ended from outside; perhaps the machine's memory is full."
            raise Unavailable(message) from None


def _end_with_parent() -> None:
    """Left alone, a pool's process would finish its work for nobody, beside whatever is measured next."""
    parent = parent_process()
    if parent is not None:
        Thread(target=lambda: (wait([parent.sentinel]), os._exit(1)), name="end with parent", daemon=True).start()
