"""Refuses bodies that are too large before they fill the memory, and those that do not arrive, in the shape of other refusals.

FastAPI's own `max_body_size` answers in plain text, outside of our log line and metrics.
"""

import asyncio

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.errors import TOO_LARGE, TOO_SLOW, framework_problem

# A question may have 4,000 characters and a comment 2,000, at most six bytes each once escaped; the rest is room.
MOST_BYTES = 64 * 1024
# What is left of the body would otherwise be read as the next request.
CLOSING = {"Connection": "close"}


class BodyLimit:
    """Wraps the application: a body may have `most` bytes, declared or not, and take `seconds` to arrive."""

    def __init__(self, app: ASGIApp, most: int = MOST_BYTES, seconds: float = 30) -> None:
        self._app = app
        self._most = most
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and (len(declared) > len(str(self._most)) or int(declared) > self._most):
            await framework_problem(TOO_LARGE, CLOSING)(scope, receive, send)
            return
        await self._app(scope, self._watched(receive), send)

    def _watched(self, receive: Receive) -> Receive:
        until = asyncio.get_running_loop().time() + self._seconds
        read, coming = 0, True

        async def watched() -> Message:
            nonlocal read, coming
            if not coming:  # what is waited for now is only that the client goes away
                return await receive()
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(TOO_SLOW, headers=CLOSING) from None
            read += len(message.get("body", b""))
            if read > self._most:
                raise HTTPException(TOO_LARGE, headers=CLOSING)
            coming = bool(message.get("more_body", False))
            return message

        return watched
