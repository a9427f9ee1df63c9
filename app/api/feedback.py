"""POST /v1/feedback: thumbs up or down for an answer of one's own, with an optional comment."""

from fastapi import APIRouter

from app.api.auth import AskerHere
from app.api.schemas import PROBLEMS, Rating
from app.api.services import ServicesHere
from app.domain.audit import Event
from app.domain.conversations import Feedback
from app.domain.errors import NotFound

router = APIRouter(prefix="/v1", tags=["conversations"])


@router.post("/feedback", status_code=204, responses=PROBLEMS, summary="Rate an answer")
def give_feedback(body: Rating, caller: AskerHere, services: ServicesHere) -> None:
    """Keep what the caller thought of one of their answers; the last word counts."""
    if services.conversations.turn(body.turn_id, caller) is None:
        message = "There is no such answer."
        raise NotFound(message)
    given = services.conversations.feedback_by([caller.owner])
    before = next((one.rating for one in given if one.turn_id == body.turn_id), None)
    detail = {"before": before, "after": body.rating}
    services.audit.append(services.clock.now(), Event("answer.rated", caller.owner, body.turn_id, detail))
    comment = (body.comment or "").strip() or None
    services.conversations.give_feedback(Feedback(body.turn_id, body.rating, comment, services.clock.now(), caller.owner))
