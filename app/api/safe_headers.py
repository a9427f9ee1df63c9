"""Headers on every response that tell browsers what not to do with it. A route that says more itself keeps its own."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC = "/static/"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
        "payment=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
}
FRAMED = "X-Frame-Options"  # knows no list of origins: where a route names some, their frames are left to its policy
HTTPS_SECONDS = 365 * 24 * 3600


class SafeHeaders:
    """Wraps the application. With `shared`, pages elsewhere may load the static files; `https` holds for every request."""

    def __init__(self, app: ASGIApp, *, https: bool = False, shared: bool = False) -> None:
        self._app = app
        self._https = https
        self._shared = shared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), scope)
            await send(message)

        await self._app(scope, receive, send_safely)

    def _add(self, headers: MutableHeaders, scope: Scope) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if "frame-ancestors 'none'" in headers["Content-Security-Policy"]:
            headers.setdefault(FRAMED, "DENY")
        elsewhere = self._shared and scope["path"].startswith(STATIC)
        headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if elsewhere else "same-origin")
        if self._https or scope["scheme"] == "https":
            headers.setdefault("Strict-Transport-Security", f"max-age={HTTPS_SECONDS}")
