"""Finding a port to listen on."""

import socket

import pytest

from app.commands.serving import TRIED, address_of, listen
from app.domain.errors import Unavailable


def test_a_taken_port_is_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Unavailable, match=rf"port {port}: address already in use\. Choose another with --port"):
            listen("127.0.0.1", port)


def test_the_next_free_port_is_taken_where_that_is_wanted() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with listen("127.0.0.1", port, tries=TRIED) as found:
            assert port < found.getsockname()[1] < port + TRIED


def test_an_address_that_is_not_ours_is_a_sentence() -> None:
    with pytest.raises(Unavailable, match=r"cannot listen on 127\.0\.0\.1"):
        listen("127.0.0.1", 70_000)


def test_a_server_on_all_interfaces_is_reached_at_the_loopback_address() -> None:
    with listen("0.0.0.0", 0) as everywhere:  # noqa: S104 - nothing is served on it
        assert address_of(everywhere) == f"http://127.0.0.1:{everywhere.getsockname()[1]}"
