"""What is too long or too slow is refused in a sentence."""

import asyncio
import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api.head_limit import MOST_OF_ADDRESS, MOST_OF_HEADERS
from app.config import load_settings
from app.main import create_app
from tests.api.scene import Scene


@pytest.mark.parametrize(
    "address", ["/v1/documents/" + "x" * MOST_OF_ADDRESS, "/v1/documents?q=" + "x" * MOST_OF_ADDRESS, "/" + "x/" * 5000]
)
def test_an_address_that_is_too_long_is_refused(acme: TestClient, address: str) -> None:
    response = acme.get(address)
    detail = "The address of the request is too long: shorten what it asks for."
    assert (response.status_code, response.json()) == (414, {"error": "too_large", "detail": detail})


@pytest.mark.parametrize("headers", [{"X-Big": "x" * MOST_OF_HEADERS}, {f"X-{number}": "x" * 100 for number in range(200)}])
def test_headers_that_are_too_large_are_refused(acme: TestClient, headers: dict[str, str]) -> None:
    response = acme.get("/v1/documents", headers=headers)
    detail = "The headers of the request are too large: send fewer."
    assert (response.status_code, response.json()) == (431, {"error": "too_large", "detail": detail})


@pytest.mark.parametrize("declared", ["99999999", "9" * 5000])
def test_a_body_that_only_says_it_is_large_is_refused_at_once(acme: TestClient, declared: str) -> None:
    response = acme.post("/v1/chat", content=b"{}", headers={"Content-Length": declared})
    assert (response.status_code, response.headers["Connection"]) == (413, "close")


def exchanged(app: Any, method: str, path: str, received: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What `app` sends to a client that sends `received` and then neither more nor goes away."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if received:
            return received.pop(0)
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = [(b"authorization", b"Bearer lia_acme"), (b"content-type", b"application/json")]
    place = {"scheme": "http", "server": ("test", 80), "client": ("test", 1), "http_version": "1.1", "root_path": ""}
    address = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b""}
    asyncio.run(app({**place, **address, "asgi": {"version": "3.0"}, "headers": headers}, receive, send))
    return sent


def test_a_body_that_never_ends_is_given_up() -> None:
    app = create_app(Scene(load_settings(request_seconds=0.05)))
    start, body = exchanged(app, "POST", "/v1/chat", [{"type": "http.request", "body": b"{", "more_body": True}])
    assert (start["status"], (b"connection", b"close") in start["headers"]) == (408, True)
    assert json.loads(body["body"]) == {"error": "too_slow", "detail": "The request did not arrive in time: send it again."}


def test_a_body_that_trickles_in_is_given_up_too() -> None:
    app = create_app(Scene(load_settings(request_seconds=0.05)))
    pieces = [{"type": "http.request", "body": b" ", "more_body": True} for _ in range(20)]
    start, _ = exchanged(app, "POST", "/v1/chat", pieces)
    assert start["status"] == 408


def test_a_client_that_waits_for_its_stream_is_not_given_up(scene: Scene) -> None:
    app = create_app(Scene(load_settings(request_seconds=0.05)))
    question = json.dumps({"message": "How much notice?", "stream": True}).encode()
    sent = exchanged(app, "POST", "/v1/chat", [{"type": "http.request", "body": question, "more_body": False}])
    assert sent[0]["status"] == 200
    assert b"event: done" in b"".join(message.get("body", b"") for message in sent)
