"""An assistant that says what the test wrote down, and remembers what it was asked."""

from collections.abc import Iterator

from app.domain.access import Caller
from app.domain.answers import Answer, AnswerEvent, Done, Failed, TextDelta
from app.domain.errors import LiaisonError


class ScriptedAssistant:
    """Answers from `script`: a text, a Failed event, or an error to raise. An empty text is an abstention without text."""

    def __init__(self, script: dict[str, str | Failed | LiaisonError]) -> None:
        self._script = script
        self.asked: list[tuple[str, str, str | None]] = []

    def ask(self, question: str, caller: Caller, conversation_id: str | None = None) -> Iterator[AnswerEvent]:
        self.asked.append((question, str(caller), conversation_id))
        line = self._script[question]
        if isinstance(line, LiaisonError):
            raise line
        return self._events(line, conversation_id or f"c{len(self.asked)}")

    def _events(self, line: str | Failed, conversation: str) -> Iterator[AnswerEvent]:
        if isinstance(line, Failed):
            yield line
            return
        if line:
            yield TextDelta(line)
        yield Done(Answer(line, not line, (), conversation, "t", "extractive", timings_ms={"found": 1.25}))
