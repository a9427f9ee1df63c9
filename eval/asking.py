"""Asking one question with a watch in hand."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from app.domain.access import Caller
from app.domain.answers import Answer, AnswerEvent, Done, Failed, TextDelta
from app.domain.errors import LiaisonError

MS = 1000.0


class Answers(Protocol):
    """What answers questions."""

    def ask(self, question: str, caller: Caller, conversation_id: str | None = None) -> Iterator[AnswerEvent]:
        """The events of one turn, the last one Done or Failed; raises LiaisonError for bad input."""
        ...


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back: the answer, or the sentence that says why there is none. Times are in milliseconds from the question.

    `first_token_ms` is None where no text came.
    """

    answer: Answer | None
    failure: str | None
    first_token_ms: float | None
    total_ms: float


def ask_timed(answers: Answers, question: str, caller: Caller, conversation_id: str | None = None) -> Heard:
    """Ask and wait for the end; a refusal is an outcome here, not an error."""
    started = time.perf_counter()
    first, answer, failure = None, None, None
    try:
        for event in answers.ask(question, caller, conversation_id):
            if isinstance(event, TextDelta) and first is None:
                first = (time.perf_counter() - started) * MS
            elif isinstance(event, Done):
                answer = event.answer
            elif isinstance(event, Failed):
                failure = event.sentence
    except LiaisonError as error:
        failure = error.sentence
    return Heard(answer, failure, first, (time.perf_counter() - started) * MS)
