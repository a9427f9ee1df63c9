"""Conversations: whose they are, and what was said."""

from dataclasses import dataclass, field
from datetime import datetime

from app.domain.answers import Answer


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and its answer. `understood` is the question as it was read, references and follow-ups resolved.

    `topics` are the partner ids and document ids the turn was about; `prompt` is the prompt's name, version and hash
    when a chat model wrote the answer.
    """

    id: str
    conversation_id: str
    asked_at: datetime
    question: str
    understood: str
    answer: Answer
    partners: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    prompt: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """A caller's thread of turns. `owner` is the caller's text form (`manager`, `partner:acme`)."""

    id: str
    owner: str
    title: str
    started_at: datetime
    turns: tuple[Turn, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person thought of an answer: `rating` is `up` or `down`, with an optional comment."""

    turn_id: str
    rating: str
    comment: str | None
    given_at: datetime
    given_by: str
