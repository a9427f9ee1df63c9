"""Conversations in memory."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from app.domain.access import Caller
from app.domain.conversations import Conversation, Feedback, Turn, without_documents
from app.domain.errors import Forbidden, NotFound
from app.domain.privacy import Forgotten


class MemoryConversations:
    """The Conversations port on dictionaries; `feedback` is open for tests to look at."""

    def __init__(self) -> None:
        self._conversations: dict[str, Conversation] = {}
        self.feedback: dict[tuple[str, str], Feedback] = {}

    def save(self, turn: Turn, owner: Caller) -> None:
        new = Conversation(turn.conversation_id, owner.owner, turn.question[:80], turn.asked_at)
        found = self._conversations.get(turn.conversation_id, new)
        holder = next((one.id for one in self._conversations.values() if any(t.id == turn.id for t in one.turns)), found.id)
        if found.owner != owner.owner or holder != found.id:
            message = "This conversation belongs to somebody else."
            raise Forbidden(message)
        turns = {one.id: one for one in found.turns} | {turn.id: turn}
        self._conversations[found.id] = replace(found, turns=tuple(turns.values()))

    def conversation(self, conversation_id: str, owner: Caller) -> Conversation | None:
        found = self._conversations.get(conversation_id)
        return found if found and found.owner == owner.owner else None

    def list(self, owner: Caller, limit: int = 50) -> list[Conversation]:
        own = [one for one in self._conversations.values() if one.owner == owner.owner]
        own.sort(key=lambda one: (max(turn.asked_at for turn in one.turns), one.id), reverse=True)
        return [replace(one, turns=()) for one in own[:limit]]

    def turn(self, turn_id: str, owner: Caller) -> Turn | None:
        own = [one for one in self._conversations.values() if one.owner == owner.owner]
        return next((turn for one in own for turn in one.turns if turn.id == turn_id), None)

    def any_turn(self, turn_id: str) -> tuple[Turn, str] | None:
        every = ((turn, one.owner) for one in self._conversations.values() for turn in one.turns)
        return next((found for found in every if found[0].id == turn_id), None)

    def of(self, owners: Collection[str], askers: Collection[str] = ()) -> tuple[Conversation, ...]:
        every = self._conversations.values()
        found = [one for one in every if one.owner in owners or any(t.trace and t.trace.asker in askers for t in one.turns)]
        return tuple(sorted(found, key=lambda one: (one.started_at, one.id)))

    def feedback_by(self, owners: Collection[str]) -> tuple[Feedback, ...]:
        own = [one for one in self.feedback.values() if one.given_by in owners]
        return tuple(sorted(own, key=lambda one: one.given_at))

    def forget(self, conversation_ids: Collection[str], owners: Collection[str]) -> Forgotten:
        opinions = [key for key, one in self.feedback.items() if one.given_by in owners]
        for key in opinions:
            del self.feedback[key]
        gone = self._removed([one for one in conversation_ids if one in self._conversations])
        return replace(gone, feedback=gone.feedback + len(opinions))

    def forget_before(self, at: datetime) -> Forgotten:
        every = self._conversations.items()
        return self._removed([key for key, one in every if max(turn.asked_at for turn in one.turns) < at])

    def mark_quoting(self, document_ids: Collection[str], sentence: str) -> int:
        marked = 0
        for key, one in self._conversations.items():
            after = [without_documents(turn, document_ids, sentence) or turn for turn in one.turns]
            marked += sum(new.answer is not old.answer for new, old in zip(after, one.turns, strict=True))
            self._conversations[key] = replace(one, turns=tuple(after))
        return marked

    def _removed(self, keys: Collection[str]) -> Forgotten:
        gone = [self._conversations.pop(key) for key in keys]
        turns = {turn.id for one in gone for turn in one.turns}
        opinions = [key for key in self.feedback if key[0] in turns]
        for key in opinions:
            del self.feedback[key]
        return Forgotten(len(gone), len(turns), len(opinions))

    def give_feedback(self, feedback: Feedback) -> None:
        if not any(turn.id == feedback.turn_id for one in self._conversations.values() for turn in one.turns):
            message = "That answer is not stored, so it cannot be rated."
            raise NotFound(message)
        self.feedback[feedback.turn_id, feedback.given_by] = feedback
