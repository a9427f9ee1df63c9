"""How an answer came about, for those who may look into it."""

from typing import Any

from fastapi import APIRouter

from app.api.auth import AuditorHere
from app.api.schemas import PROBLEMS, Replay
from app.api.services import ServicesHere
from app.conversation.shown import replayed
from app.domain.audit import Event

router = APIRouter(prefix="/v1/turns", tags=["audit"], responses=PROBLEMS)


@router.get("/{turn_id}/replay", response_model=Replay, summary="Replay an answer")
def replay(turn_id: str, caller: AuditorHere, services: ServicesHere) -> dict[str, Any]:
    """The question as understood, the filter, the passages with their scores, prompt and models, and the answer."""
    found = replayed(turn_id, caller, services.conversations, services.records)
    services.audit.append(services.clock.now(), Event("turn.replayed", caller.owner, turn_id, {"of": found["owner"]}))
    return found
