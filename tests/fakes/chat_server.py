"""A server on loopback that speaks the wire protocols of OpenAI, Anthropic and Ollama, and fails in their ways on demand."""

import json
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn


@dataclass(frozen=True, slots=True)
class Turn:
    """What the server does with one request: reply with `pieces`, refuse with `status`, and how the stream ends.

    `end` is `whole`, `cut` (the connection drops in the middle) or `silent` (nothing more ever comes).
    """

    pieces: tuple[str, ...] = ()
    status: int = 200
    end: str = "whole"


def _sse(data: object, event: str = "") -> bytes:
    name = f"event: {event}\n" if event else ""
    return f"{name}data: {data if isinstance(data, str) else json.dumps(data)}\n\n".encode()


def _openai(pieces: Sequence[str]) -> list[bytes]:
    base = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "tiny"}
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}, *({"content": piece} for piece in pieces)]
    chunks = [base | {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
    last = base | {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
    return [*map(_sse, chunks), _sse(last) + _sse("[DONE]")]


def _anthropic(pieces: Sequence[str]) -> list[bytes]:
    message: dict[str, Any] = {
        "id": "m1",
        "type": "message",
        "role": "assistant",
        "model": "tiny",
        "content": [],
        "stop_reason": None,
    }
    usage = {"input_tokens": 1, "output_tokens": 1}
    start: list[dict[str, Any]] = [
        {"type": "message_start", "message": message | {"stop_sequence": None, "usage": usage}},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
    ]
    deltas = [{"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": piece}} for piece in pieces]
    stop: list[dict[str, Any]] = [
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": usage},
        {"type": "message_stop"},
    ]
    return [*(_sse(one, one["type"]) for one in [*start, *deltas]), b"".join(_sse(one, one["type"]) for one in stop)]


def _ollama(pieces: Sequence[str]) -> list[bytes]:
    base = {"model": "tiny", "created_at": "2026-03-14T09:00:00Z"}
    lines = [base | {"message": {"role": "assistant", "content": piece}, "done": False} for piece in pieces]
    last = base | {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"}
    return [json.dumps(line).encode() + b"\n" for line in [*lines, last]]


PROTOCOLS: dict[str, tuple[str, Callable[[Sequence[str]], list[bytes]]]] = {
    "/chat/completions": ("text/event-stream", _openai),
    "/v1/messages": ("text/event-stream", _anthropic),
    "/api/chat": ("application/x-ndjson", _ollama),
}
"""The end of a path -> its media type and how a reply is written."""


@dataclass
class ChatServer:
    """Plays `turns` one request each, the last one for ever; keeps the requests as (path, headers, body)."""

    turns: list[Turn] = field(default_factory=lambda: [Turn()])
    requests: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    url: str = ""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """One request, in ASGI's terms."""
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        headers = {key.decode(): value.decode() for key, value in scope["headers"]}
        self.requests.append((scope["path"], headers, json.loads(body)))
        turn = self.turns.pop(0) if len(self.turns) > 1 else self.turns[0]
        media, chunks = next((media, write) for end, (media, write) in PROTOCOLS.items() if scope["path"].endswith(end))
        if turn.end == "silent" and not turn.pieces:
            await receive()  # until the client hangs up
            return
        quick = [(b"content-type", media.encode()), (b"retry-after-ms", b"1")]
        await send({"type": "http.response.start", "status": turn.status, "headers": quick})
        if turn.status != 200:
            await send({"type": "http.response.body", "body": b'{"error": {"message": "secret detail", "type": "error"}}'})
            return
        written = chunks(turn.pieces)
        for chunk in written if turn.end == "whole" else written[:-1]:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        if turn.end == "silent":
            await receive()
        elif turn.end == "whole":
            await send({"type": "http.response.body", "body": b""})


@contextmanager
def serving(server: ChatServer) -> Iterator[ChatServer]:
    """Serve on a free loopback port until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        # The socket listens from here on, so a client that comes before the server thread waits its turn.
        server.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        config = uvicorn.Config(server, lifespan="off", log_config=None, ws="none", timeout_graceful_shutdown=1)
        running = uvicorn.Server(config)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield server
        finally:
            running.should_exit = True
            thread.join()
