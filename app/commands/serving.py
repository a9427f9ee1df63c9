"""Serving the web application on a port, for `serve` and `demo`."""

import asyncio
import os
import socket
from contextlib import suppress

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from app.api.services import Services
from app.bootstrap import Container
from app.commands.expiry import Expiry
from app.domain.errors import Unavailable
from app.main import create_app

TRIED = 50
"""Ports tried after a taken one: more than anybody has in use side by side."""

GRACE_SECONDS = 10
"""How long answers under way may take to finish when the server is stopped."""

HEAD_SECONDS = 30
"""How long a request's line and headers may take to arrive; a body has `LIAISON_REQUEST_SECONDS`."""

KEEP_ALIVE_SECONDS = 15
"""How long a connection may stay silent between two requests."""

HEAD_BYTES = 64 * 1024
"""Where the server gives up on a request whose line and headers do not end; shorter ones are refused in our own words."""

LAST_PORT = 65535


class Connection(H11Protocol):
    """One connection, given up where the line and the headers of a request do not come to an end.

    h11, because uvicorn's other implementation sets no limit to the headers it gathers.
    """

    _patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._stop_waiting()

    def _wait_for_head(self) -> None:
        """Start waiting when a request is to come, and stop when its head is there."""
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()
        elif self._patience is None:
            self._patience = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None


def listen(host: str, port: int, *, tries: int = 1) -> socket.socket:
    """A socket that listens on `port`, or on the first free one of `tries` from there; raises Unavailable.

    Listening before anything is announced leaves no moment in which somebody else could take the port.
    """
    reason = "the port cannot be used"
    for number in range(port, min(port + tries, LAST_PORT + 1)):
        try:
            return socket.create_server((host, number), family=_family(host))
        except OSError as error:
            reason = os.strerror(error.errno).lower() if error.errno else str(error)
    message = f"Liaison cannot listen on {host}, port {port}: {reason}. Choose another with --port."
    raise Unavailable(message)


def address_of(listener: socket.socket) -> str:
    """The address for a browser on this machine; a server on all interfaces is reached at the loopback one."""
    host, port = listener.getsockname()[:2]
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared with, not bound to
        host = "127.0.0.1"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def serve_until_stopped(container: Container, listener: socket.socket) -> None:
    """Serve until Ctrl-C or a termination signal; answers under way are finished first."""
    with listener, Expiry(container), suppress(KeyboardInterrupt):  # uvicorn raises it once more after its orderly end
        uvicorn.Server(server_config(container)).run(sockets=[listener])


def server_config(container: Services) -> uvicorn.Config:
    """How the server is run: nothing about it in its responses, and no log of addresses and queries beside our own lines."""
    return uvicorn.Config(
        create_app(container),
        http=Connection,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=container.settings.trusted_proxies,
        h11_max_incomplete_event_size=HEAD_BYTES,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
