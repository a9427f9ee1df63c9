"""The door to what files say for whoever reads files of others: in a process of its own, with bounds on time and memory.

Whatever a file does to its reader ends with the reader: it is Unreadable, and the next file gets a new one. The process is a
program of its own rather than one of `multiprocessing`, which would import the command that is running into it, with the
models and stores that no loader needs. It starts with the first file, is kept for all others, and ends with this one.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from threading import Event, Lock, Timer
from types import TracebackType
from typing import BinaryIO, Self, cast

import structlog

from app.domain.errors import Unavailable
from ingest.load.source import Limits, Source
from ingest.load.unreadable import Reason, Unreadable, broke_reader, too_slow
from ingest.load.worker_checks import Implausible, check
from ingest.load.worker_messages import READY, Answer, Question, next_answer, send
from ingest.parts import Part, Wanted

LOADERS = "ingest.load.registry"
"""The module whose `load` reads a file."""

STARTING = 120.0
"""Seconds a worker has to start: a hundred times what it takes, so that one that does not will not."""

Load = Callable[[str, bytes, Wanted], Sequence[Part]]
"""A file's name and content, and what its parts depend on besides -> its parts; raises Unreadable."""

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

    def load(self, name: str, content: bytes, wanted: Wanted) -> tuple[Part, ...]:
        """The parts of a file, each sound; raises Unreadable, and Unavailable where no worker starts or this was closed."""
        question = Question(Source(name, content, self._limits), wanted)
        with self._at_work:
            fresh = self._process is None
            answer = self._ask(question)
            if answer.code in _DOUBTED and not fresh:
                answer = self._ask(question)
        for note in answer.notes:
            if note.level in _LEVELS:
                getattr(_log, note.level)(note.event, **dict(note.fields))
        if answer.code is not None:
            raise Unreadable(Reason(answer.code), answer.sentence)
        return answer.parts

    def close(self) -> None:
        """End the worker. A file it is reading in another thread is given up there with Unavailable."""
        self._closed = True
        if (process := self._process) is not None:
            process.kill()
        with self._at_work:
            self._end()

    def _ask(self, question: Question) -> Answer:
        process = self._started()
        answer = process.ask(question)
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

    def ask(self, question: Question) -> Answer:
        """What becomes of a file; too slow where no answer comes, broken where none comes that can be true."""
        source, limits = question.source, question.source.limits
        with self._killed_after(limits.seconds) as overdue:
            try:
                send(question, self._requests)
            except OSError:
                answer = None
            else:
                answer = self._next_answer(question)
        if answer is not None:
            return answer
        error = too_slow(source.name, limits.seconds) if overdue.is_set() else broke_reader(source.name, limits.memory)
        return Answer(code=error.code, sentence=error.sentence)

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

    def _next_answer(self, question: Question | None = None) -> Answer | None:
        """What the worker says next, unless it says nothing, or what is no answer to the question."""
        try:
            answer = next_answer(self._answers)
            if question is not None:
                check(answer, question)
        except Implausible as error:
            _log.warning("worker_not_believed", what=str(error))
        except Exception as error:  # noqa: BLE001 - what a broken worker sends may raise nearly anything
            _log.debug("worker_without_answer", error=type(error).__name__)
        else:
            return answer
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
