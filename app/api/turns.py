"""Turns run to their end in threads of their own, whoever is still listening.

A client that closes its page in the middle of an answer finds the stored turn when it comes back: the thread drains the
assistant's events, and the connection only listens. Every turn ends in Done or Failed; no exception leaves this file.
"""

import asyncio
import contextlib
import contextvars
import math
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from app.api.errors import unexpected
from app.api.metrics import Metrics
from app.domain.answers import AnswerEvent, Done, Failed, TextDelta
from app.domain.errors import LiaisonError

# Turns wait on a core or on a chat model's server. More threads than this only share the same cores more thinly; those
# who come later wait in line.
TURNS_AT_ONCE = 16

Ask = Callable[[], Iterator[AnswerEvent]]


class Listener:
    """The connection's end of a running turn; it hears of a failure where the turn has not ended after `seconds`."""

    def __init__(self, seconds: float = math.inf) -> None:
        self._loop = asyncio.get_running_loop()
        self._seconds = seconds
        self._until = self._loop.time() + seconds
        self._events: asyncio.Queue[AnswerEvent] = asyncio.Queue()

    def tell(self, event: AnswerEvent) -> None:
        """Hand an event over, from any thread."""
        with contextlib.suppress(RuntimeError):  # the loop is closed: the server stops, and only storing the turn matters
            self._loop.call_soon_threadsafe(self._events.put_nowait, event)

    async def next(self, patience: float | None = None) -> AnswerEvent:
        """The next event; raises TimeoutError after `patience` seconds without one (None: wait as long as it takes)."""
        left = self._until - self._loop.time()
        wait = left if patience is None else min(left, patience)
        try:
            return await asyncio.wait_for(self._events.get(), None if wait == math.inf else wait)
        except TimeoutError:
            if self._loop.time() < self._until:
                raise
            message = f"This answer takes longer than {self._seconds:g} seconds: look for it in the conversation in a while."
            return Failed("unavailable", message)


class Turns:
    """Starts turns and counts them. A connection waits `seconds` for an answer; the turn itself goes on to its end."""

    def __init__(self, metrics: Metrics, seconds: float = math.inf) -> None:
        self._metrics = metrics
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(TURNS_AT_ONCE, thread_name_prefix="turn")

    def start(self, ask: Ask) -> Listener:
        """Begin a turn and return at once. The first event is Failed where `ask` raises before any other event."""
        listener = Listener(self._seconds)
        self._threads.submit(contextvars.copy_context().run, self._run, ask, listener.tell)
        return listener

    def close(self) -> None:
        """Wait for the turns under way, so that each is stored."""
        self._threads.shutdown()

    def _run(self, ask: Ask, tell: Callable[[AnswerEvent], None]) -> None:
        began = time.perf_counter()
        end: Done | Failed | None = None
        heard = False
        for event in _ending_well(ask):
            if isinstance(event, TextDelta) and not heard:
                heard = True
                self._metrics.first_delta(time.perf_counter() - began)
            if isinstance(event, Done | Failed):
                end = event
            tell(event)
        answer = end.answer if isinstance(end, Done) else None
        mode = answer.mode if answer else "failed"
        self._metrics.turn(mode, time.perf_counter() - began, abstained=bool(answer and answer.abstained))


def _ending_well(ask: Ask) -> Iterator[AnswerEvent]:
    """The events of `ask` up to its Done or Failed, with errors and a missing end turned into Failed."""
    ended = False
    try:
        for event in ask():
            if not ended:
                yield event
            ended = ended or isinstance(event, Done | Failed)
    except LiaisonError as error:
        failure = Failed(error.kind, error.sentence)
    except Exception as error:  # noqa: BLE001 - the channel's edge: logged, and shown as a reference only
        failure = Failed("failed", unexpected(error))
    else:
        failure = Failed("failed", "The answer broke off; please ask again.")
    if not ended:
        yield failure
