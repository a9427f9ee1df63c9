"""The door to the loaders for whoever reads files of others: in a process of its own, with bounds on time and memory.

Whatever a file does to its reader ends with the reader: it is Unreadable, and the next file gets a new one. The process is a
program of its own rather than one of `multiprocessing`, which would import the command that is running into it, with the
models and stores that no loader needs. It starts with the first file, is kept for all others, and ends with this one.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Event, Lock, Timer
from types import TracebackType
from typing import BinaryIO, Self, cast

import structlog

from app.domain.errors import Unavailable
from ingest.extracted import Extracted
from ingest.load.source import Limits, Source
from ingest.load.unreadable import Reason, Unreadable, broke_reader, too_slow
from ingest.load.worker_messages import READY, Answer, next_answer, send

LOADERS = "ingest.load.registry"
"""The module whose `load` reads a file."""

STARTING = 120.0
"""Seconds a worker has to start: a hundred times what it takes, so that one that does not will not."""

Load = Callable[[str, bytes], Extracted]
"""A file's name and content -> its text; raises Unreadable."""

Loading = Callable[[Limits], AbstractContextManager[Load]]
"""What opens a Load for files within some limits."""

NOT_STARTED = "The process that reads files could not be started; perhaps the machine's memory is full."

_PROGRAM = "import sys; sys.path[:] = sys.argv[3:]; from ingest.load.worker import serve; serve(sys.argv[1], int(sys.argv[2]))"
# An earlier file may have left little memory, or broken something: only a fresh worker's word on these is believed.
_DOUBTED = frozenset({Reason.TOO_MUCH_MEMORY, Reason.BROKE_READER})
_LEVELS = frozenset({"debug", "info", "warning", "error", "critical"})
_log = structlog.get_logger(__name__)


@contextmanager
def in_worker(limits: Limits, loaders: str = LOADERS) -> Iterator[Load]:
    """Loads in a worker, which is ended with the block, also while it is at work for another thread."""
    with Worker(limits, loaders) as worker:
        yield worker.load


class Worker:
    """Reads files in another process, one at a time; to be closed."""

    def __init__(self, limits: Limits, loaders: str = LOADERS) -> None:
        self._limits = limits
        self._loaders = loaders
        self._process: _Process | None = None
        self._at_work = Lock()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def load(self, name: str, content: bytes) -> Extracted:
        """The text of a file; raises Unreadable, and Unavailable where no worker can be started or this was closed."""
        source = Source(name, content, self._limits)
        with self._at_work:
            fresh = self._process is None
            answer = self._ask(source)
            if answer.code in _DOUBTED and not fresh:
                answer = self._ask(source)
        for note in answer.notes:
            if note.level in _LEVELS:
                getattr(_log, note.level)(note.event, **dict(note.fields))
        if answer.extracted is None:
            raise Unreadable(answer.code or Reason.DAMAGED, answer.sentence)
        return answer.extracted

    def close(self) -> None:
        """End the worker. A file it is reading in another thread is given up there with Unavailable."""
        self._closed = True
        if (process := self._process) is not None:
            process.kill()
        with self._at_work:
            self._end()

    def _ask(self, source: Source) -> Answer:
        process = self._started()
        answer = process.ask(source)
        if answer.spent or answer.code in {*_DOUBTED, Reason.TOO_SLOW}:
            self._end()
            self._refuse_if_closed()
        return answer

    def _started(self) -> "_Process":
        self._refuse_if_closed()
        if self._process is None:
            try:
                self._process = _Process(self._loaders, self._limits.memory)
            except OSError:
                raise Unavailable(NOT_STARTED) from None
            if self._closed or not self._process.is_ready():
                self._end()
                self._refuse_if_closed()
                raise Unavailable(NOT_STARTED)
        return self._process

    def _refuse_if_closed(self) -> None:
        if self._closed:
            message = "The process that reads files was ended before it was done."
            raise Unavailable(message)

    def _end(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None


class _Process:
    """A running worker."""

    def __init__(self, loaders: str, memory: int) -> None:
        # Isolated: without it, Python would import from the folder it is started in, which may be the one with the files.
        command = [sys.executable, "-I", "-c", _PROGRAM, loaders, str(memory), *sys.path]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own
        self._requests = cast(BinaryIO, self._process.stdin)
        self._answers = cast(BinaryIO, self._process.stdout)

    def is_ready(self) -> bool:
        """Whether it has started; waits until it has or has failed to."""
        with self._killed_after(STARTING):
            return self._next_answer() == READY

    def ask(self, source: Source) -> Answer:
        """What becomes of `source`; too slow or broken where no answer comes, and the worker has ended then."""
        with self._killed_after(source.limits.seconds) as overdue:
            try:
                send(source, self._requests)
            except OSError:
                answer = None
            else:
                answer = self._next_answer()
        if answer is not None:
            return answer
        limits = source.limits
        error = too_slow(source.name, limits.seconds) if overdue.is_set() else broke_reader(source.name, limits.memory)
        return Answer(None, error.code, error.sentence)

    def kill(self) -> None:
        self._process.kill()

    def end(self) -> None:
        """End it and let go of everything that belongs to it."""
        self._process.kill()
        self._process.wait()
        self._answers.close()
        try:
            self._requests.close()
        except OSError:  # half of a request was still to be sent
            _log.debug("worker_request_dropped")

    def _next_answer(self) -> Answer | None:
        try:
            return next_answer(self._answers)
        except Exception as error:  # noqa: BLE001 - what a broken worker sends may raise nearly anything
            _log.debug("worker_without_answer", error=type(error).__name__)
            return None

    @contextmanager
    def _killed_after(self, seconds: float) -> Iterator[Event]:
        """Kill the worker if the block takes longer; the event tells whether that happened."""
        overdue = Event()

        def kill() -> None:
            overdue.set()
            self.kill()

        timer = Timer(seconds, kill)
        timer.daemon = True
        timer.start()
        try:
            yield overdue
        finally:
            timer.cancel()
