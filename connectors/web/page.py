"""Serves the chat page at `/`, under a policy that lets it run its own scripts and talk to this service, nothing else."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

STATIC_FOLDER = Path(__file__).parent / "static"

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        "frame-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}


def page_router(folder: Path = STATIC_FOLDER) -> APIRouter:
    """A router with the page at `/`; `folder` holds its `index.html`."""
    router = APIRouter()

    @router.get("/", include_in_schema=False)
    def page() -> FileResponse:
        return FileResponse(folder / "index.html", media_type="text/html", headers=HEADERS)

    return router
