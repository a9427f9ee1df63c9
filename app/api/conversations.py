"""The caller's own conversations. Somebody else's is not found, exactly like one that never was."""

from typing import Any

from fastapi import APIRouter

from app.api.auth import AskerHere
from app.api.schemas import PROBLEMS, ConversationDetail, ConversationList, ConversationSummary
from app.api.services import ServicesHere
from app.conversation.shown import shown_turn
from app.domain.errors import NotFound

router = APIRouter(prefix="/v1/conversations", tags=["conversations"], responses=PROBLEMS)


@router.get("", summary="List conversations")
def list_conversations(caller: AskerHere, services: ServicesHere) -> ConversationList:
    """The caller's conversations without their turns, latest first."""
    found = services.conversations.list(caller)
    return ConversationList(conversations=[ConversationSummary.of(conversation) for conversation in found])


@router.get("/{conversation_id}", response_model=ConversationDetail, summary="Read a conversation")
def read_conversation(conversation_id: str, caller: AskerHere, services: ServicesHere) -> dict[str, Any]:
    """One conversation with its turns, oldest first."""
    conversation = services.conversations.conversation(conversation_id, caller)
    if conversation is None:
        message = "There is no such conversation."
        raise NotFound(message)
    summary = ConversationSummary.of(conversation).model_dump()
    return {**summary, "turns": [shown_turn(turn, caller, services.records) for turn in conversation.turns]}
