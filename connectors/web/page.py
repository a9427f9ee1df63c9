"""Serves the chat page at `/`, under a policy that lets it run its own scripts and talk to this service, nothing else."""

from collections.abc import Sequence
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

STATIC_FOLDER = Path(__file__).parent / "static"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "frame-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors "
)


def page_router(folder: Path = STATIC_FOLDER, embedders: Sequence[str] = ()) -> APIRouter:
    """A router with the page at `/`; `folder` holds its `index.html`, and pages of the origins `embedders` may frame it."""
    router = APIRouter()
    headers = {"Content-Security-Policy": POLICY + (" ".join(embedders) or "'none'")}

    @router.get("/", include_in_schema=False)
    def page() -> FileResponse:
        return FileResponse(folder / "index.html", media_type="text/html", headers=headers)

    return router
