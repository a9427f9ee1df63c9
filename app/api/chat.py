"""POST /v1/chat: a question in, an answer out, whole as JSON or streamed as server-sent events.

The response starts only after the turn's first event, so that a refusal keeps its own status in both forms.
"""

from functools import partial
from typing import Annotated, Any, cast

from fastapi import APIRouter, Header, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from app.api.auth import AskerHere
from app.api.errors import problem
from app.api.events import stream
from app.api.schemas import PROBLEMS, AnswerBody, Question
from app.api.services import ServicesHere
from app.api.turns import Listener, Turns
from app.conversation.assistant import LONGEST_QUESTION
from app.conversation.wire import answer_as_json
from app.domain.answers import AnswerEvent, Done, Failed

router = APIRouter(prefix="/v1", tags=["chat"])

EVENT_STREAM = "text/event-stream"
# Nginx gathers a response into blocks unless told otherwise, which would turn a stream back into a wait.
UNBUFFERED = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
EVENT = {
    "type": "object",
    "properties": {
        "event": {"type": "string", "enum": ["delta", "citation", "card", "done", "failed"]},
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
    "required": ["event", "data"],
}
ANSWERS: dict[int | str, dict[str, Any]] = {
    **PROBLEMS,
    200: {
        "model": AnswerBody,
        "description": "The answer; as events `delta`, `citation`, `card` and `done` or `failed` when streamed.",
        "content": {EVENT_STREAM: {"itemSchema": EVENT}},
    },
}


@router.post("/chat", responses=ANSWERS, response_class=JSONResponse, summary="Ask a question")
async def chat(
    body: Question,
    request: Request,
    caller: AskerHere,
    services: ServicesHere,
    accept: Annotated[str, Header()] = "",
) -> Response:
    """Ask a question, in a conversation or to begin one. Set `stream`, or accept `text/event-stream`, for events."""
    if services.settings.log_text:
        request.state.question = body.message[:LONGEST_QUESTION]
    turns = cast("Turns", request.app.state.turns)
    listener = turns.start(partial(services.assistant.ask, body.message, caller, body.conversation_id or None))
    first = await listener.next()
    if isinstance(first, Failed):
        return problem(first.kind, first.sentence)
    if body.stream or EVENT_STREAM in accept.lower():
        return StreamingResponse(stream(first, listener), media_type=EVENT_STREAM, headers=UNBUFFERED)
    return await _whole(first, listener)


async def _whole(first: AnswerEvent, listener: Listener) -> Response:
    """The finished answer, once it is there."""
    event = first
    while not isinstance(event, Done | Failed):
        event = await listener.next()
    if isinstance(event, Failed):
        return problem(event.kind, event.sentence)
    return JSONResponse(answer_as_json(event.answer))
