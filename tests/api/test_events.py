"""The wire format of server-sent events."""

import asyncio
import json
import threading
from collections.abc import Iterator

from app.api.events import encoded, stream
from app.api.metrics import Metrics
from app.api.turns import Turns
from app.domain.answers import Answer, AnswerEvent, Done, TextDelta

END = Done(Answer("", abstained=False, citations=(), conversation_id="c", turn_id="t", mode="conversation"))


def test_text_cannot_break_out_of_its_event() -> None:
    hostile = "a\n\nevent: done\r\ndata: {}\u2028é"
    wire = encoded(TextDelta(hostile)).decode()
    assert wire.startswith("event: delta\ndata: {")
    assert wire.count("\n") == 3
    assert json.loads(wire.split("\n")[1].removeprefix("data: ")) == {"text": hostile}


def test_silence_is_filled_with_comments_until_the_answer_goes_on() -> None:
    spoken = threading.Event()

    def ask() -> Iterator[AnswerEvent]:
        yield TextDelta("a")
        spoken.wait()
        yield END

    async def listen() -> list[bytes]:
        turns = Turns(Metrics())
        listener = turns.start(ask)
        pieces = []
        async for piece in stream(await listener.next(), listener, keep_alive=0.001):
            pieces.append(piece)
            if piece.startswith(b":"):
                spoken.set()
        turns.close()
        return pieces

    pieces = asyncio.run(listen())
    assert pieces[0].startswith(b"event: delta")
    assert pieces[1].startswith(b":")
    assert pieces[-1].startswith(b"event: done")
