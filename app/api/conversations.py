"""The caller's own conversations. Somebody else's is not found, exactly like one that never was."""

from typing import Any

from fastapi import APIRouter

from app.api.auth import CallerHere
from app.api.schemas import PROBLEMS, ConversationDetail, ConversationList, ConversationSummary
from app.api.services import Services, ServicesHere
from app.conversation.wire import answer_as_json
from app.domain.access import Caller
from app.domain.conversations import Turn
from app.domain.errors import NotFound

WITHHELD = "This answer is not shown any more: a document it rests on was removed, or is no longer yours to see. Ask again."

router = APIRouter(prefix="/v1/conversations", tags=["conversations"], responses=PROBLEMS)


@router.get("", summary="List conversations")
def list_conversations(caller: CallerHere, services: ServicesHere) -> ConversationList:
    """The caller's conversations without their turns, latest first."""
    found = services.conversations.list(caller)
    return ConversationList(conversations=[ConversationSummary.of(conversation) for conversation in found])


@router.get("/{conversation_id}", response_model=ConversationDetail, summary="Read a conversation")
def read_conversation(conversation_id: str, caller: CallerHere, services: ServicesHere) -> dict[str, Any]:
    """One conversation with its turns, oldest first."""
    conversation = services.conversations.conversation(conversation_id, caller)
    if conversation is None:
        message = "There is no such conversation."
        raise NotFound(message)
    summary = ConversationSummary.of(conversation).model_dump()
    return {**summary, "turns": [_turn_as_json(turn, caller, services) for turn in conversation.turns]}


def _turn_as_json(turn: Turn, caller: Caller, services: Services) -> dict[str, Any]:
    """A turn as it was, but for the words of documents that the caller cannot open now: answers repeat what they cite."""
    answer = answer_as_json(turn.answer)
    for citation in answer["citations"]:
        document = services.records.document(citation["document_id"])
        citation["withheld"] = document is None or not caller.may_see(document.audience)
        citation["quote"] = "" if citation["withheld"] else citation["quote"]
    if any(citation["withheld"] for citation in answer["citations"]):
        answer |= {"answer": WITHHELD, "cards": []}
    return {"id": turn.id, "asked_at": turn.asked_at, "question": turn.question, **answer}
