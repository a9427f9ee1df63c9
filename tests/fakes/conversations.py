"""Conversations in memory."""

from dataclasses import replace

from app.domain.access import Caller
from app.domain.conversations import Conversation, Feedback, Turn
from app.domain.errors import Forbidden, NotFound


class MemoryConversations:
    """The Conversations port on dictionaries; `feedback` is open for tests to look at."""

    def __init__(self) -> None:
        self._conversations: dict[str, Conversation] = {}
        self.feedback: dict[tuple[str, str], Feedback] = {}

    def save(self, turn: Turn, owner: Caller) -> None:
        new = Conversation(turn.conversation_id, str(owner), turn.question[:80], turn.asked_at)
        found = self._conversations.get(turn.conversation_id, new)
        holder = next((one.id for one in self._conversations.values() if any(t.id == turn.id for t in one.turns)), found.id)
        if found.owner != str(owner) or holder != found.id:
            message = "This conversation belongs to somebody else."
            raise Forbidden(message)
        turns = {one.id: one for one in found.turns} | {turn.id: turn}
        self._conversations[found.id] = replace(found, turns=tuple(turns.values()))

    def conversation(self, conversation_id: str, owner: Caller) -> Conversation | None:
        found = self._conversations.get(conversation_id)
        return found if found and found.owner == str(owner) else None

    def list(self, owner: Caller, limit: int = 50) -> list[Conversation]:
        own = [one for one in self._conversations.values() if one.owner == str(owner)]
        own.sort(key=lambda one: (max(turn.asked_at for turn in one.turns), one.id), reverse=True)
        return [replace(one, turns=()) for one in own[:limit]]

    def turn(self, turn_id: str, owner: Caller) -> Turn | None:
        own = [one for one in self._conversations.values() if one.owner == str(owner)]
        return next((turn for one in own for turn in one.turns if turn.id == turn_id), None)

    def give_feedback(self, feedback: Feedback) -> None:
        if not any(turn.id == feedback.turn_id for one in self._conversations.values() for turn in one.turns):
            message = "That answer is not stored, so it cannot be rated."
            raise NotFound(message)
        self.feedback[feedback.turn_id, feedback.given_by] = feedback
