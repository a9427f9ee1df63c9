"""Refuses bodies that are too large before they fill the memory, in the shape of every other refusal.

FastAPI's own `max_body_size` answers in plain text, outside of our log line and metrics.
"""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.errors import TOO_LARGE, framework_problem

# A question may have 4,000 characters and a comment 2,000, at most six bytes each once escaped; the rest is room.
MOST_BYTES = 64 * 1024


class BodyLimit:
    """Wraps the application: a body over `most` bytes is refused, whether or not its length was declared."""

    def __init__(self, app: ASGIApp, most: int = MOST_BYTES) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared) > self._most:
            await framework_problem(TOO_LARGE)(scope, receive, send)
            return
        await self._app(scope, self._counted(receive), send)

    def _counted(self, receive: Receive) -> Receive:
        read = 0

        async def counting() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._most:
                raise HTTPException(TOO_LARGE)
            return message

        return counting
