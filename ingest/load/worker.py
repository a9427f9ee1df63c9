"""The worker: a process that reads one file after the other for the process that started it, and ends with it.

It does all that is done with a file's text as a whole, since any of it may take for ever on some text: reading, parting,
naming, splitting. Imports what that needs and no more. Started by `ingest.load.worker_process`, which says why it is a program
of its own.
"""

import os
import pickle
import signal
from collections.abc import Callable, MutableMapping
from dataclasses import replace
from importlib import import_module
from queue import SimpleQueue
from threading import Thread
from typing import Any, BinaryIO, NoReturn

import structlog

from ingest.extracted import Extracted
from ingest.load.source import Limits
from ingest.load.unreadable import Unreadable, damaged, too_much_memory
from ingest.load.worker_messages import READY, Answer, Note, Question, send
from ingest.load.worker_walls import address_space, confine, ended_after
from ingest.parts import Part, parts_of

Load = Callable[[str, bytes, Limits], Extracted]

_IN, _OUT, _ERRORS = 0, 1, 2
_log = structlog.get_logger(__name__)


def serve(module: str, memory: int) -> NoReturn:
    """Read files with the `load` of `module`, each within `memory` (bytes), until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # typed at the terminal for the process that asks; it decides
    requests, answers = os.fdopen(os.dup(_IN), "rb"), os.fdopen(os.dup(_OUT), "wb")
    _silence(_IN, _OUT)
    notes = _noted()
    load: Load = import_module(module).load
    _silence(_ERRORS)  # from here on it would be a parser's opinion of a file, in words that the file may have chosen
    confine(memory)
    questions: SimpleQueue[Question] = SimpleQueue()
    Thread(target=_listen, args=(requests, questions), name="listening", daemon=True).start()
    send(READY, answers)
    spent = address_space() + memory // 2
    while True:
        question = questions.get()
        with ended_after(question.source.limits.seconds):
            answer = _answer(load, question)
            send(replace(answer, notes=tuple(notes), spent=address_space() > spent), answers)
        del question, answer
        notes.clear()


def _silence(*streams: int) -> None:
    """Nothing that a parser prints may stand between the answers."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in streams:
        os.dup2(nothing, stream)
    os.close(nothing)


def _listen(requests: BinaryIO, questions: SimpleQueue[Question]) -> NoReturn:
    """Take requests in, and end the process as soon as nobody is left to ask, also in the middle of a file."""
    try:
        while True:
            questions.put(pickle.load(requests))  # noqa: S301 - from the process that started this one
    finally:
        os._exit(0)


def _answer(load: Load, question: Question) -> Answer:
    try:
        return Answer(_parts(load, question))
    except Unreadable as error:
        return Answer(code=error.code.value, sentence=error.sentence)


def _parts(load: Load, question: Question) -> tuple[Part, ...]:
    """What the file says; raises Unreadable, and what `load` raises."""
    source = question.source
    extracted = load(source.name, source.content, source.limits)
    try:
        return parts_of(extracted, source.name, question.wanted)
    except MemoryError:
        raise too_much_memory(source.name, source.limits.memory) from None
    except Exception as error:  # a text that we trip over is no reason to read no other
        _log.warning("file_not_prepared", name=source.name, error=type(error).__name__)
        raise damaged(source.name) from error


def _noted() -> list[Note]:
    """What loaders log from now on, for the answer: how logs are written is the asking process's business."""
    notes: list[Note] = []

    def note(_: Any, level: str, event: MutableMapping[str, Any]) -> NoReturn:
        fields = ((key, value if isinstance(value, int) else str(value)) for key, value in event.items() if key != "event")
        notes.append(Note(level, str(event["event"]), tuple(fields)))
        raise structlog.DropEvent

    structlog.configure(processors=[note], cache_logger_on_first_use=False)
    return notes
