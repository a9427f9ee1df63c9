"""What surrounds every request: an id, one log line, metrics, what caches may keep, and the last net for exceptions.

A plain ASGI middleware, because a streamed answer must pass through untouched and be timed to its last byte.
"""

import re
import time
from uuid import uuid4

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.errors import UNEXPECTED, problem, unexpected
from app.api.metrics import Metrics

log = structlog.get_logger(__name__)

REQUEST_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")  # anything else could forge log lines, so it is replaced
CLIENT_LEFT = 499  # nginx's number for a client that closed before the response began
PRIVATE = "/v1/"  # answers below it belong to one caller and must not be kept by anything between


def route_of(scope: Scope) -> str:
    """The matched route's template, or `unmatched`: what a client typed must not become a label."""
    route = scope.get("route")
    return str(getattr(route, "path_format", None) or getattr(route, "path", None) or "unmatched")


class RequestFrame:
    """Wraps the application; `metrics` counts what passes."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})
        exchange = _Exchange(scope, send)
        with structlog.contextvars.bound_contextvars(request_id=exchange.request_id):
            try:
                await self._app(scope, receive, exchange.send)
            except ClientDisconnect:
                exchange.status = exchange.status or CLIENT_LEFT
            except Exception as error:  # noqa: BLE001 - the channel's edge: logged, and shown as a reference only
                await exchange.fail(receive, unexpected(error))
            finally:
                self._note(scope, exchange)

    def _note(self, scope: Scope, exchange: "_Exchange") -> None:
        seconds = time.perf_counter() - exchange.began
        route, method, status = route_of(scope), scope["method"], exchange.status or CLIENT_LEFT
        self._metrics.request(route, method, status, seconds)
        more = {name: scope["state"][name] for name in ("caller", "question") if name in scope["state"]}
        log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1), **more)


class _Exchange:
    """One request under way: when it began, its id, and the status that went out (0: none yet)."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.began = time.perf_counter()
        self.status = 0
        self._scope = scope
        self._send = send
        given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
        self.request_id = given if REQUEST_ID.fullmatch(given) else uuid4().hex

    async def send(self, message: Message) -> None:
        """Pass a message on, with our headers on the first."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["X-Request-ID"] = self.request_id
            headers.setdefault("Cache-Control", "no-store" if self._scope["path"].startswith(PRIVATE) else "no-cache")
        await self._send(message)

    async def fail(self, receive: Receive, sentence: str) -> None:
        """Answer 500 with a sentence; a response already begun is left incomplete, so that the server cuts the line."""
        if not self.status:
            await problem("failed", sentence)(self._scope, receive, self.send)
        self.status = UNEXPECTED
