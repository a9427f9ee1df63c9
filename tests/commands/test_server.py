"""The server itself, on a loopback port: what it gives up, and what it says about itself."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn

from app.commands import serving
from app.config import load_settings
from tests.api.scene import Scene

CHAT = "POST /v1/chat HTTP/1.1\r\nHost: liaison\r\nAuthorization: Bearer lia_acme\r\nContent-Type: application/json\r\n"


@contextmanager
def served(**values: object) -> Iterator[int]:
    """The port of a server over the scene with these settings."""
    with serving.listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(serving.server_config(Scene(load_settings(**values))))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


def answer(port: int, sent: str, *, second: bool = False) -> tuple[str, dict[str, str], str]:
    """Status, headers and body of what comes back until the server closes the connection, as its `second` answer or first."""
    with socket.create_connection(("127.0.0.1", port)) as client:
        received = b""
        if second:
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: liaison\r\n\r\n")
            while not received.endswith(b"ok\n"):
                received += client.recv(65536)
        client.sendall(sent.encode())
        received = b""
        try:
            while piece := client.recv(65536):
                received += piece
        except ConnectionResetError:  # it closed with something unread, which is all the same here
            pass
    head, _, body = received.decode().partition("\r\n\r\n")
    status, *lines = head.split("\r\n")
    return status, dict(line.lower().split(": ", 1) for line in lines if ": " in line), body


def test_the_server_does_not_say_what_it_is() -> None:
    with served() as port:
        status, headers, body = answer(port, "GET /healthz HTTP/1.1\r\nHost: liaison\r\nConnection: close\r\n\r\n")
    assert (status, body) == ("HTTP/1.1 200 OK", "ok\n")
    assert "server" not in headers


def test_large_headers_are_refused_in_our_words_and_endless_ones_in_the_server_s() -> None:
    request = "GET /healthz HTTP/1.1\r\nHost: liaison\r\nConnection: close\r\n"
    with served() as port:
        large = answer(port, f"{request}X-Large: {'x' * 20_000}\r\n\r\n")
        endless = answer(port, f"{request}X-Endless: {'x' * 200_000}")
    assert (large[0], json.loads(large[2])["error"]) == ("HTTP/1.1 431 Request Header Fields Too Large", "too_large")
    assert endless[0] in {"HTTP/1.1 400 Bad Request", ""}


def test_a_body_that_does_not_come_is_given_up_and_the_connection_closed() -> None:
    with served(request_seconds=0.05) as port:
        status, headers, body = answer(port, f"{CHAT}Content-Length: 100\r\n\r\n{{")
    assert (status, headers["connection"]) == ("HTTP/1.1 408 Request Timeout", "close")
    assert json.loads(body)["error"] == "too_slow"


def test_a_chunked_body_that_is_too_large_is_cut_off() -> None:
    chunk = f"10000\r\n{'x' * 0x10000}\r\n"
    with served() as port:
        status, _, body = answer(port, f"{CHAT}Transfer-Encoding: chunked\r\n\r\n{chunk * 2}")
    assert status.startswith("HTTP/1.1 413 ")
    assert json.loads(body)["error"] == "too_large"


@pytest.mark.parametrize("begun", ["", "GET /healthz HT", "GET /healthz HTTP/1.1\r\nHost: liaison\r\n"])
def test_a_request_that_does_not_begin_or_end_its_head_is_given_up(monkeypatch: pytest.MonkeyPatch, begun: str) -> None:
    monkeypatch.setattr(serving, "HEAD_SECONDS", 0.05)
    with served() as port:
        assert answer(port, begun)[0] == ""
        assert not begun or answer(port, begun, second=True)[0] == ""


def test_a_proxy_is_believed_who_its_client_is_where_it_is_trusted() -> None:
    request = "GET /v1/me HTTP/1.1\r\nHost: liaison\r\nConnection: close\r\nX-Forwarded-For: 192.0.2.{}\r\n\r\n"
    for trusted, expected in (("127.0.0.1", [401, 401]), ("192.0.2.200", [401, 429])):
        with served(trusted_proxies=trusted, failed_sign_ins_per_minute=1) as port:
            statuses = [int(answer(port, request.format(number))[0].split()[1]) for number in (1, 2)]
        assert statuses == expected
