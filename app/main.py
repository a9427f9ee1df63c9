"""The web application: routes, the chat page, and what surrounds every request.

`create_app` connects to nothing; everything it uses comes in the container.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.staticfiles import StaticFiles

from app.api import audit, chat, conversations, documents, feedback, health, me, pages
from app.api.body_limit import BodyLimit
from app.api.cross_origin import CrossOrigin
from app.api.errors import add_error_handlers
from app.api.head_limit import HeadLimit
from app.api.metrics import Metrics
from app.api.quotas import Quotas
from app.api.requests import RequestFrame
from app.api.safe_headers import SafeHeaders
from app.api.services import Services
from app.api.turns import Turns
from connectors.web.page import STATIC_FOLDER, page_router


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    await run_in_threadpool(app.state.turns.close)


def create_app(container: Services, static_folder: Path = STATIC_FOLDER) -> FastAPI:
    """The application over `container`; `static_folder` holds the chat page. Raises Invalid for settings it cannot use."""
    settings = container.settings
    app = FastAPI(
        title="Liaison",
        summary="The assistant for partner management.",
        version="1",  # of the API, as in its addresses
        lifespan=_lifespan,
        docs_url=None,  # FastAPI's documentation pages load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,  # a redirect would name the host that the request named
    )
    app.state.services = container
    app.state.metrics = Metrics()
    app.state.turns = Turns(app.state.metrics, settings.answer_seconds)
    app.state.quotas = Quotas(settings)
    add_error_handlers(app)
    app.add_middleware(BodyLimit, seconds=settings.request_seconds)  # the one added last is the outermost
    app.add_middleware(HeadLimit)
    app.add_middleware(RequestFrame, metrics=app.state.metrics)
    # Around the frame: a browser shows a page of another site our failures, too, only where these headers are on them.
    app.add_middleware(CrossOrigin, origins=settings.widget_origins | settings.page_origins)
    app.add_middleware(SafeHeaders, https=settings.https, shared=bool(settings.widget_origins))
    for part in (me, chat, documents, pages, conversations, feedback, audit, health):
        app.include_router(part.router)
    app.include_router(page_router(static_folder, sorted(settings.widget_origins)))
    app.mount("/static", StaticFiles(directory=static_folder, check_dir=False), name="static")
    return app
