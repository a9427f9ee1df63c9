"""Which pages of other sites may call the service from a browser: those on a list, named one by one, and never with cookies."""

from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from app.api.errors import problem

REMEMBERED_SECONDS = 600  # how long a browser may keep the answer to a preflight


class CrossOrigin(CORSMiddleware):
    """Starlette's middleware with the methods and headers that the service uses; a refusal has the usual shape."""

    def __init__(self, app: ASGIApp, origins: Collection[str]) -> None:
        super().__init__(
            app,
            allow_origins=frozenset(origins),
            allow_methods=("GET", "POST"),
            allow_headers=("Authorization",),
            expose_headers=("Retry-After", "X-Request-ID"),
            max_age=REMEMBERED_SECONDS,
        )

    def preflight_response(self, request_headers: Headers) -> Response:
        response = super().preflight_response(request_headers)
        if response.status_code == 200:  # noqa: PLR2004 - what Starlette answers where nothing is wrong
            return response
        sentence = "Pages of that site may not call Liaison like this: an administrator can allow it in LIAISON_CORS_ORIGINS."
        return problem("forbidden", sentence)
