"""The demonstration, on a small programme and without a server."""

import json
import socket
from pathlib import Path

import pytest

from app.bootstrap import Container
from app.commands import demo
from tests.commands.conftest import Liaison


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, corpus: Path) -> list[tuple[Container, int]]:
    """What was served, and on which port."""
    calls: list[tuple[Container, int]] = []

    def note(container: Container, listener: socket.socket) -> None:
        calls.append((container, listener.getsockname()[1]))
        listener.close()

    monkeypatch.setattr(demo, "SAMPLE", corpus)
    monkeypatch.setattr(demo, "serve_until_stopped", note)
    return calls


def test_it_ends_with_links_whose_tokens_work_and_a_command_to_copy(
    liaison: Liaison, served: list[tuple[Container, int]]
) -> None:
    lines = liaison("demo", "--port", "0").stdout.splitlines()
    ((container, port),) = served
    links = [line for line in lines if line.startswith(f"http://127.0.0.1:{port}/#token=")]
    assert [str(container.identities.sign_in(link.split("=", 1)[1]).caller) for link in links] == ["manager", "partner:acme"]
    (curl,) = [line for line in lines if line.startswith("curl")]
    assert json.loads(curl.split("-d '")[1].rstrip("'")) == {"message": demo.QUESTIONS[0]}
    assert all(any(question in line for line in lines) for question in demo.QUESTIONS)


def test_a_taken_port_gives_way_to_the_next_and_that_is_said(liaison: Liaison, served: list[tuple[Container, int]]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = liaison("demo", "--port", str(port)).stdout
    assert served[0][1] != port
    assert f"Port {port} is taken" in said


def test_it_can_load_the_sample_and_stop(liaison: Liaison, served: list[tuple[Container, int]]) -> None:
    result = liaison("demo", "--no-serve")
    assert result.exit_code == 0
    assert served == []
