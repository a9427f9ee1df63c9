"""For those who run the service: is it alive, can it work, what has it done."""

from collections.abc import Callable
from typing import cast

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST

from app.api.errors import unexpected
from app.api.metrics import Metrics
from app.api.schemas import Readiness
from app.api.services import ServicesHere
from app.domain.access import EVERYTHING
from app.domain.errors import LiaisonError

router = APIRouter(tags=["operations"])

NOT_READY = 503


@router.get("/healthz", response_class=PlainTextResponse, summary="Alive")
def healthz() -> str:
    """The process answers; nothing else is checked."""
    return "ok\n"


@router.get("/readyz", responses={503: {"model": Readiness, "description": "Something cannot be used."}}, summary="Ready")
def readyz(services: ServicesHere, response: Response) -> Readiness:
    """Whether records, indexes and models can be used now."""
    checks = {
        "records": _check(services.records.ping),
        "vectors": _check(services.vectors.ping),
        "lexical": _check(services.lexical.ping),
        "embedder": _check(services.embedder.ping),
    }
    if services.chat is not None:
        checks["chat"] = _check(services.chat.ping)
    ready = all(result == "ok" for result in checks.values())
    response.status_code = 200 if ready else NOT_READY
    return Readiness(ready=ready, checks=checks)


@router.get("/metrics", response_class=Response, summary="Metrics for Prometheus")
def metrics(request: Request, services: ServicesHere) -> Response:
    """What the service counted since it started."""
    counted = cast("Metrics", request.app.state.metrics)
    try:
        documents = services.records.documents(EVERYTHING)
    except LiaisonError:  # the other counters matter most when the records cannot be read; /readyz says why they cannot
        documents = None
    return Response(counted.text(documents), headers={"Content-Type": CONTENT_TYPE_LATEST})


def _check(ping: Callable[[], None]) -> str:
    try:
        ping()
    except LiaisonError as error:
        return error.sentence
    except Exception as error:  # noqa: BLE001 - one broken part must not hide how the others are; it is logged
        return unexpected(error)
    return "ok"
