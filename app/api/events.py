"""Answer events as server-sent events: `delta`, `citation`, `card`, then `done` or `failed`, each with one line of JSON."""

import json
from collections.abc import AsyncIterator
from typing import Any, assert_never

from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from app.api.turns import Listener
from app.conversation.wire import answer_as_json, card_as_json, citation_as_json
from app.domain.answers import AnswerEvent, Card, CitationFound, Done, Failed, TextDelta

# Proxies commonly close a silent connection after 30 or 60 seconds.
KEEP_ALIVE_SECONDS = 15.0


def named(event: AnswerEvent) -> tuple[str, dict[str, Any]]:
    """An event's name on the wire and its data as plain JSON values."""
    match event:
        case TextDelta(text):
            return "delta", {"text": text}
        case CitationFound(citation):
            return "citation", citation_as_json(citation)
        case Card():
            return "card", card_as_json(event)
        case Done(answer):
            return "done", answer_as_json(answer)
        case Failed(kind, sentence):
            return "failed", {"error": kind, "detail": sentence}
        case _:
            assert_never(event)


def encoded(event: AnswerEvent) -> bytes:
    """One event in the server-sent events format."""
    name, data = named(event)
    return format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False))


async def stream(first: AnswerEvent, listener: Listener, keep_alive: float = KEEP_ALIVE_SECONDS) -> AsyncIterator[bytes]:
    """The turn from its `first` event to its last, with a comment line after every `keep_alive` seconds of silence."""
    event = first
    yield encoded(event)
    while not isinstance(event, Done | Failed):
        try:
            event = await listener.next(keep_alive)
        except TimeoutError:
            yield KEEPALIVE_COMMENT
        else:
            yield encoded(event)
