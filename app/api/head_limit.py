"""Refuses addresses and headers that are too long, in the shape of every other refusal."""

from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.errors import HEADERS_TOO_LARGE, URI_TOO_LONG, framework_problem

MOST_OF_ADDRESS = 8 * 1024  # bytes of path and query; ours stay under one kilobyte
MOST_OF_HEADERS = 16 * 1024  # bytes of names and values; a provider's token with many groups in it is the largest


class HeadLimit:
    """Wraps the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path = scope.get("raw_path") or scope["path"].encode("utf-8", "replace")
            if len(path) + len(scope["query_string"]) > MOST_OF_ADDRESS:
                await framework_problem(URI_TOO_LONG)(scope, receive, send)
                return
            if sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_OF_HEADERS:
                await framework_problem(HEADERS_TOO_LARGE)(scope, receive, send)
                return
        await self._app(scope, receive, send)
