"""What passes between the process that asks what a file says and the worker that reads it: a Question there, an Answer back.

Messages are pickles on pipes. The worker believes what it is asked; who asked takes nothing but what this file names from an
answer, because a file may have broken the worker, and believes it as far as `ingest.load.worker_checks` says.
"""

import pickle
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from app.domain.documents import PageSpan
from ingest.enrich import Identity
from ingest.load.source import Source
from ingest.parts import Part, Wanted
from ingest.split import Piece


@dataclass(frozen=True, slots=True)
class Question:
    """What a file says: `source` goes to its loader, `wanted` to what makes parts of the loader's text."""

    source: Source
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Note:
    """A line that a loader logged: its `level`, what happened, and the fields beside it."""

    level: str
    event: str
    fields: tuple[tuple[str, str | int], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a file: its parts, or a `code` and a sentence why there are none; with what was logged meanwhile.

    `code` is the value of a Reason, and no Reason: a message may change what it holds, and there is one of each for all.
    `spent`: the worker holds on to much memory since, so that another had better read the next file.
    """

    parts: tuple[Part, ...] = ()
    code: str | None = None
    sentence: str = ""
    notes: tuple[Note, ...] = ()
    spent: bool = False


READY = Answer()
"""Sent once, before any file is asked for: the worker has started."""

_TAKEN = {(kind.__module__, kind.__qualname__): kind for kind in (Answer, Note, Part, Identity, Piece, PageSpan, date)}


class _Answers(pickle.Unpickler):
    """Makes answers and nothing else."""

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        kind = _TAKEN.get((module_name, global_name))
        if kind is None:
            message = f"An answer holds no {module_name}.{global_name}."
            raise pickle.UnpicklingError(message)
        return kind


def send(message: object, pipe: BinaryIO) -> None:
    """Write `message`; raises OSError where nobody reads it any more."""
    pickle.dump(message, pipe, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def next_answer(pipe: BinaryIO) -> Answer:
    """The worker's next answer; raises EOFError where it has ended, and nearly anything where it was broken."""
    answer = _Answers(pipe).load()
    if not isinstance(answer, Answer):
        message = f"A worker sends answers, not {type(answer).__name__}."
        raise pickle.UnpicklingError(message)
    return answer
