"""What passes between the process that asks for a file's text and the worker that reads it: a Source there, an Answer back.

Messages are pickles on pipes. The worker believes what it is asked; who asked believes an answer only as far as this file
names its parts, because a file may have broken the worker.
"""

import pickle
from dataclasses import dataclass
from typing import Any, BinaryIO

from app.domain.documents import PageSpan
from ingest.extracted import Block, BlockKind, Extracted
from ingest.load.unreadable import Reason


@dataclass(frozen=True, slots=True)
class Note:
    """A line that a loader logged: its `level`, what happened, and the fields beside it."""

    level: str
    event: str
    fields: tuple[tuple[str, str | int], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a file: its text, or a `code` and a sentence why there is none; with what was logged meanwhile.

    `spent`: the worker holds on to much memory since, so that another had better read the next file.
    """

    extracted: Extracted | None = None
    code: Reason | None = None
    sentence: str = ""
    notes: tuple[Note, ...] = ()
    spent: bool = False


READY = Answer()
"""Sent once, before any file is asked for: the worker has started."""

_PARTS = {(part.__module__, part.__qualname__): part for part in (Answer, Note, Extracted, Block, BlockKind, PageSpan, Reason)}


class _Answers(pickle.Unpickler):
    """Makes answers and nothing else."""

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        part = _PARTS.get((module_name, global_name))
        if part is None:
            message = f"An answer holds no {module_name}.{global_name}."
            raise pickle.UnpicklingError(message)
        return part


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
