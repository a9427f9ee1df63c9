"""A chat model that says what the test wrote down."""

from collections.abc import Iterator, Sequence

from app.domain.errors import Unavailable
from app.ports import Message

GONE = "The chat model fake:scripted did not answer; try again later."


class ScriptedChat:
    """The ChatModel port: replies with `pieces`, and fails after them if `broken`. It remembers what it was sent."""

    def __init__(self, *pieces: str, broken: bool = False) -> None:
        self.name = "fake:scripted"
        self.pieces = pieces
        self.broken = broken
        self.sent: list[list[Message]] = []

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        self.sent.append(list(messages))
        yield from (piece for piece in self.pieces if piece)
        if self.broken:
            raise Unavailable(GONE)

    def ping(self) -> None:
        if self.broken and not self.pieces:
            raise Unavailable(GONE)
