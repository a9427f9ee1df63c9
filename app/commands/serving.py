"""Serving the web application on a port, for `serve` and `demo`."""

import os
import socket
from contextlib import suppress

import uvicorn

from app.bootstrap import Container
from app.domain.errors import Unavailable
from app.main import create_app

TRIED = 50
"""Ports tried after a taken one: more than anybody has in use side by side."""

GRACE_SECONDS = 10
"""How long answers under way may take to finish when the server is stopped."""

LAST_PORT = 65535


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
    config = uvicorn.Config(create_app(container), log_config=None, timeout_graceful_shutdown=GRACE_SECONDS)
    with listener, suppress(KeyboardInterrupt):  # uvicorn raises it once more after its orderly end
        uvicorn.Server(config).run(sockets=[listener])


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
