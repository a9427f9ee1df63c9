"""Counting in Redis with others, and without it where it cannot be reached."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from app.api.tally import REDIS_TRIED_AGAIN, WARNED_AGAIN, Tally, a_minute
from app.config import load_settings
from app.domain.errors import Invalid
from app.main import create_app
from tests.api.conftest import signed_in
from tests.api.scene import Scene

PASSWORD = "of-the-tests"
TWO = a_minute(2)
needs_redis = pytest.mark.skipif(shutil.which("redis-server") is None, reason="redis-server is not installed.")


@contextmanager
def redis_at(port: int, folder: Path) -> Iterator[None]:
    """A Redis on a loopback port that keeps nothing."""
    options = {"port": str(port), "bind": "127.0.0.1", "requirepass": PASSWORD, "save": "", "dir": str(folder)}
    command = ["redis-server", *(part for name, value in options.items() for part in (f"--{name}", value))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert any("Ready to accept connections" in line for line in process.stdout)
            yield
        finally:
            process.terminate()
            process.stdout.read()  # to its end, which is also the process's


@pytest.fixture
def port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def url(port: int) -> SecretStr:
    return SecretStr(f"redis://:{PASSWORD}@127.0.0.1:{port}/0")


class Seconds:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_count_over_the_limit_says_how_long_to_wait() -> None:
    tally = Tally()
    assert [tally.count(TWO, "questions", "ann") for _ in range(2)] == [0, 0]
    assert 1 <= tally.count(TWO, "questions", "ann") <= 60
    assert 1 <= tally.used_up(TWO, "questions", "ann") <= 60
    assert tally.used_up(TWO, "requests", "ann") == tally.used_up(TWO, "questions", "bea") == 0


def test_names_with_slashes_and_odd_characters_are_kept_apart() -> None:
    tally = Tally()
    for who in ("a/b", "a", "b", "ø\0", "\ud800"):
        assert tally.count(a_minute(1), "requests", who) == 0


@needs_redis
def test_replicas_count_together_and_redis_learns_no_names(port: int, tmp_path: Path) -> None:
    with redis_at(port, tmp_path):
        one, other = Tally(url(port)), Tally(url(port))
        assert [tally.count(TWO, "questions", "ann@acme.example") for tally in (one, other)] == [0, 0]
        assert 1 <= one.count(TWO, "questions", "ann@acme.example") <= 60
        assert 1 <= other.used_up(TWO, "questions", "ann@acme.example") <= 60
        assert other.count(TWO, "questions", "bea") == 0
        assert one._shared is not None
        keys = one._shared.storage.storage.keys()  # type: ignore[attr-defined]  # the client inside
        assert len(keys) == 2
        assert all(key.startswith(b"liaison:") and b"acme" not in key for key in keys)


@needs_redis
def test_two_services_share_what_a_caller_may_ask(port: int, tmp_path: Path) -> None:
    settings = load_settings(redis_url=url(port), requests_per_minute=2)
    with redis_at(port, tmp_path):
        first, second = (signed_in(TestClient(create_app(Scene(settings))), "lia_acme") for _ in range(2))
        assert [client.get("/v1/me").status_code for client in (first, second, first, second)] == [200, 200, 429, 429]


@needs_redis
def test_without_redis_counting_goes_on_alone_and_with_it_again_together(port: int, tmp_path: Path) -> None:
    clock = Seconds()
    tally = Tally(url(port), clock)
    with redis_at(port, tmp_path):
        assert tally.count(TWO, "questions", "ann") == 0
    with capture_logs() as logs:
        assert [tally.count(TWO, "questions", "ann") > 0 for _ in range(3)] == [False, False, True]
    assert len(logs) == 1
    with redis_at(port, tmp_path):
        assert tally.used_up(TWO, "questions", "ann"), "it is not asked again at once"
        clock.now += REDIS_TRIED_AGAIN
        assert not tally.used_up(TWO, "questions", "ann")


def test_a_redis_that_is_gone_is_warned_of_once_a_minute_without_its_address(port: int) -> None:
    clock = Seconds()
    tally = Tally(url(port), clock)
    with capture_logs() as logs:
        for _ in range(int(2 * WARNED_AGAIN)):
            tally.count(a_minute(1000), "requests", "ann")
            clock.now += 1
    assert [(line["log_level"], line["event"]) for line in logs] == [
        ("warning", "redis cannot be reached, so each process counts requests for itself")
    ] * 2
    assert PASSWORD not in str(logs)


def test_a_redis_that_never_answers_holds_nobody_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        tally = Tally(url(silent.getsockname()[1]))
        with capture_logs() as logs:
            assert [tally.count(TWO, "questions", "ann") > 0 for _ in range(3)] == [False, False, True]
    assert [line["cause"] for line in logs] == ["TimeoutError"]


@pytest.mark.parametrize("place", ["host:secret", "[secret", "host:1/0?socket_timeout=secret"])
def test_an_address_that_cannot_be_one_is_a_sentence_without_it(place: str) -> None:
    with pytest.raises(Invalid, match="LIAISON_REDIS_URL is not usable") as refused:
        Tally(SecretStr(f"redis://{place}"))
    assert "secret" not in str(refused.value)
