"""Turns that go on without a listener, and that always end."""

import asyncio
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from app.api.metrics import Metrics
from app.api.turns import Turns
from app.config import load_settings
from app.domain.access import Caller
from app.domain.answers import AnswerEvent, CitationFound, Done, Failed, TextDelta
from app.main import create_app
from tests.api.scene import CITATION, Scene


def heard(events: list[AnswerEvent | Exception]) -> tuple[list[AnswerEvent], str]:
    """What a listener hears of a turn, and the metrics after it."""

    def ask() -> Iterator[AnswerEvent]:
        for event in events:
            if isinstance(event, Exception):
                raise event
            yield event

    async def listen() -> list[AnswerEvent]:
        listener = turns.start(ask)
        got = [await listener.next()]
        while not isinstance(got[-1], Done | Failed):
            got.append(await listener.next())
        return got

    metrics = Metrics()
    turns = Turns(metrics)
    got = asyncio.run(listen())
    turns.close()
    return got, metrics.text([]).decode()


def test_a_turn_that_stops_without_an_end_is_ended() -> None:
    got, text = heard([CitationFound(CITATION)])
    assert got[-1] == Failed("failed", "The answer broke off; please ask again.")
    assert 'liaison_turns_total{abstained="false",mode="failed"} 1.0' in text


def test_an_unexpected_exception_is_logged_with_the_reference_that_is_shown() -> None:
    with capture_logs() as logs:
        got, _ = heard([TextDelta("a"), ValueError("secret detail")])
    assert isinstance(got[-1], Failed)
    assert logs[0]["reference"] in got[-1].sentence
    assert "secret" not in got[-1].sentence


def test_only_the_first_words_are_timed() -> None:
    _, text = heard([TextDelta("a"), TextDelta("b"), Failed("unavailable", "Later.")])
    assert "liaison_first_delta_seconds_count 1.0" in text


class SlowAssistant:
    """Says a word, and goes on when told."""

    def __init__(self, scene: Scene) -> None:
        self.go_on = threading.Event()
        self._whole = scene.assistant

    def ask(self, question: str, caller: Caller, conversation_id: str | None = None) -> Iterator[AnswerEvent]:
        for event in self._whole.ask(question, caller, conversation_id):
            yield event
            self.go_on.wait()


LATE = {
    "error": "unavailable",
    "detail": "This answer takes longer than 0.05 seconds: look for it in the conversation in a while.",
}


@pytest.mark.parametrize("stream", [False, True])
def test_an_answer_that_takes_too_long_is_left_to_end_in_the_background(*, stream: bool) -> None:
    scene = Scene(load_settings(answer_seconds=0.05))
    scene.assistant = slow = SlowAssistant(scene)
    acme = TestClient(create_app(scene), headers={"Authorization": "Bearer lia_acme"})
    response = acme.post("/v1/chat", json={"message": "How much notice?", "stream": stream})
    if stream:
        *_, last = response.text.strip().split("\n\n")
        assert (response.status_code, last.split("\n")[0]) == (200, "event: failed")
        assert json.loads(last.split("data: ")[1]) == LATE
    else:
        assert (response.status_code, response.json()) == (503, LATE)
    assert not scene.conversations.list(Caller.parse("partner:acme"))
    slow.go_on.set()
    acme.app.state.turns.close()  # type: ignore[attr-defined]  # the application itself
    assert [one.title for one in scene.conversations.list(Caller.parse("partner:acme"))] == ["How much notice?"]


def test_a_turn_that_never_gets_to_begin_is_told_in_time_too() -> None:
    scene = Scene(load_settings(answer_seconds=0.05))
    held = threading.Event()
    scene.assistant.ask = lambda *_: iter([held.wait()])
    acme = TestClient(create_app(scene), headers={"Authorization": "Bearer lia_acme"})
    response = acme.post("/v1/chat", json={"message": "How much notice?"})
    held.set()
    assert (response.status_code, response.json()) == (503, LATE)


@pytest.mark.parametrize("asgi", ["2.3", "2.4"])
def test_a_client_that_leaves_finds_the_stored_turn_later(scene: Scene, asgi: str) -> None:
    slow = SlowAssistant(scene)
    scene.assistant = slow
    app = create_app(scene)

    async def receive() -> dict[str, Any]:
        if not body:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": body.pop(), "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.body" and asgi == "2.4":
            raise ConnectionResetError  # servers of the older kind swallow what nobody receives

    body = [json.dumps({"message": "How much notice?", "stream": True}).encode()]
    headers = [(b"authorization", b"Bearer lia_acme"), (b"content-type", b"application/json")]
    address = {
        "type": "http",
        "method": "POST",
        "path": "/v1/chat",
        "raw_path": b"/v1/chat",
        "query_string": b"",
        "root_path": "",
    }
    place = {"scheme": "http", "server": ("test", 80), "client": ("test", 1), "http_version": "1.1"}
    scope = {**address, **place, "asgi": {"version": "3.0", "spec_version": asgi}, "headers": headers}
    with capture_logs() as logs:
        asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]  # plain dictionaries are what servers pass
    assert [line["event"] for line in logs] == ["request"]
    assert not scene.conversations.list(Caller.parse("partner:acme"))
    slow.go_on.set()
    app.state.turns.close()
    assert [one.title for one in scene.conversations.list(Caller.parse("partner:acme"))] == ["How much notice?"]
