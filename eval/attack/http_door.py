"""The HTTP service spoken to directly, byte for byte: no client library smooths what an attacker sends on its way."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from fastapi import FastAPI

from eval.attack.attempt import Seen

VARYING = frozenset({"x-request-id"})
"""Headers that differ from one reply to the next."""
ANSWERED = ("answer", "abstained", "citations", "cards", "mode")
"""What of an answer does not differ from one time to the next."""

Headers = Sequence[tuple[str, str]]


class HttpDoor:
    """Requests to an application, one at a time."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._loop = asyncio.Runner()

    def close(self) -> None:
        """Wait for what is under way."""
        self._app.state.turns.close()
        self._loop.close()

    def send(self, method: str, target: str, key: str | None = None, headers: Headers = (), body: bytes | None = None) -> Seen:
        """The reply to one request; `target` is path and query as they stand in the request line, `key` a bearer token."""
        signed = [("Authorization", f"Bearer {key}")] if key is not None else []
        usual = [("Host", "liaison.example"), *signed, *([("Content-Type", "application/json")] if body is not None else [])]
        every = [*usual, *headers]
        status, replied, content = self._loop.run(_exchanged(self._app, method, target, every, body or b""))
        lines = [f"status {status}", *(f"{name}: {value}" for name, value in replied)]
        steady = [line for line in lines if line.partition(":")[0] not in VARYING]
        text = content.decode("utf-8", "backslashreplace")
        got = "\n".join([*lines, "", text, _unescaped(text)])
        sent = f"{method} {target} {unquote(target)} {' '.join(f'{name}: {value}' for name, value in headers)} {body!r}"
        return Seen(f"{sent} {_unescaped((body or b'').decode())}", got, status, content, "\n".join([*steady, "", text]))

    def get(self, target: str, key: str | None = None, *headers: tuple[str, str]) -> Seen:
        """The reply to a GET."""
        return self.send("GET", target, key, headers)

    def post(self, target: str, key: str | None, values: Mapping[str, Any], *headers: tuple[str, str]) -> Seen:
        """The reply to a POST of JSON."""
        return self.send("POST", target, key, headers, json.dumps(values).encode())

    def ask(self, question: str, key: str | None, conversation: str | None = None, **more: Any) -> Seen:
        """The reply to a question; `same` holds what of an answer is not another each time."""
        seen = self.post("/v1/chat", key, {"message": question, "conversation_id": conversation, **more})
        answer = _answer(seen)
        steady = {name: answer[name] for name in ANSWERED} if "answer" in answer else seen.same
        return Seen(seen.sent, seen.got, seen.status, seen.body, json.dumps(steady, ensure_ascii=False))


def answer_in(seen: Seen) -> dict[str, Any]:
    """The answer of a reply; empty where it is none."""
    return _answer(seen)


def _answer(seen: Seen) -> dict[str, Any]:
    try:
        found = json.loads(seen.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _unescaped(text: str) -> str:
    """JSON's strings without their escapes, so that a word split by them is found."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return ""


async def _exchanged(
    app: FastAPI, method: str, target: str, headers: Headers, body: bytes
) -> tuple[int, list[tuple[str, str]], bytes]:
    """What the application sends for one request, put to it as a server would."""
    parts = urlsplit(f"//host{target}" if not target.startswith("//") else f"//host/{target.lstrip('/')}")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode("ascii", "replace"),
        "query_string": parts.query.encode("ascii", "replace"),
        "root_path": "",
        "headers": [(name.lower().encode("latin-1"), value.encode("utf-8")) for name, value in headers],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8321),
    }
    events: list[dict[str, Any]] = []
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if waiting:
            return waiting.pop()
        await asyncio.Event().wait()  # the client stays for the whole reply
        raise AssertionError

    async def send(event: Any) -> None:
        events.append(event)

    await app(scope, receive, send)
    start = next(event for event in events if event["type"] == "http.response.start")
    replied = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"]]
    return start["status"], replied, b"".join(event.get("body", b"") for event in events)
