"""The web application: routes, the chat page, and what surrounds every request.

`create_app` connects to nothing; everything it uses comes in the container.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.staticfiles import StaticFiles

from app.api import chat, conversations, documents, feedback, health, me, pages
from app.api.body_limit import BodyLimit
from app.api.errors import add_error_handlers
from app.api.metrics import Metrics
from app.api.requests import RequestFrame
from app.api.services import Services
from app.api.turns import Turns
from connectors.web.page import STATIC_FOLDER, page_router


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    await run_in_threadpool(app.state.turns.close)


def create_app(container: Services, static_folder: Path = STATIC_FOLDER) -> FastAPI:
    """The application over `container`; `static_folder` holds the chat page."""
    app = FastAPI(
        title="Liaison",
        summary="The assistant for partner management.",
        version="1",  # of the API, as in its addresses
        lifespan=_lifespan,
        docs_url=None,  # FastAPI's documentation pages load scripts from elsewhere
        redoc_url=None,
    )
    app.state.services = container
    app.state.metrics = Metrics()
    app.state.turns = Turns(app.state.metrics)
    add_error_handlers(app)
    app.add_middleware(BodyLimit)  # the one added last is the outermost
    app.add_middleware(RequestFrame, metrics=app.state.metrics)
    for part in (me, chat, documents, pages, conversations, feedback, health):
        app.include_router(part.router)
    app.include_router(page_router(static_folder))
    app.mount("/static", StaticFiles(directory=static_folder, check_dir=False), name="static")
    return app
