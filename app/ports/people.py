"""Who asks: people, their keys, what they said, what happened, and what was erased."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Protocol

from app.domain.access import Caller
from app.domain.audit import Entry, Event
from app.domain.conversations import Conversation, Feedback, Turn
from app.domain.people import Key, Link, Person
from app.domain.privacy import Forgotten, Receipt


class Conversations(Protocol):
    """Threads and feedback, each seen by its owner only."""

    def save(self, turn: Turn, owner: Caller) -> None:
        """Store a turn, starting its conversation if it is the first; raises Forbidden on somebody else's."""

    def conversation(self, conversation_id: str, owner: Caller) -> Conversation | None: ...

    def list(self, owner: Caller, limit: int = 50) -> list[Conversation]:
        """The owner's conversations without their turns, latest first."""

    def turn(self, turn_id: str, owner: Caller) -> Turn | None: ...

    def any_turn(self, turn_id: str) -> tuple[Turn, str] | None:
        """A turn with its owner, whoever that is: for replaying, after it was checked who may."""

    def give_feedback(self, feedback: Feedback) -> None: ...

    def of(self, owners: Collection[str], askers: Collection[str] = ()) -> tuple[Conversation, ...]:
        """The conversations of these owners, and those in which one of these roles (`partner:acme`) asked; oldest first."""

    def feedback_by(self, owners: Collection[str]) -> tuple[Feedback, ...]:
        """What these owners thought of answers, oldest first."""

    def forget(self, conversation_ids: Collection[str], owners: Collection[str]) -> Forgotten:
        """Remove conversations, and what these owners thought of any answer; nothing of it is left in the store."""

    def forget_before(self, at: datetime) -> Forgotten:
        """Remove the conversations in which nothing was asked since `at`."""

    def mark_quoting(self, document_ids: Collection[str], sentence: str) -> int:
        """Put `sentence` in place of the answers that quote one of these documents; returns how many those are.

        No turn says anything of the documents from then on, nor that they were looked at.
        """


class People(Protocol):
    """Who has access. Nobody registers themselves: administrators put people here."""

    def add(self, person: Person) -> None:
        """Keep a new person; raises Conflict where the id or the e-mail address is taken."""

    def change(self, person: Person) -> None:
        """Keep a person in place of the one with that id; raises NotFound, and Conflict where the address is another's."""

    def remove(self, person_id: str) -> None:
        """Forget a person with their links and keys; raises NotFound."""

    def person(self, person_id: str) -> Person | None: ...

    def by_email(self, email: str) -> Person | None:
        """The person with this address, whatever its case."""

    def everyone(self) -> list[Person]:
        """All people, by id."""

    def link(self, link: Link) -> None:
        """Keep a link in place of another of the same subject; raises NotFound where there is no such person."""

    def unlink(self, provider: str, subject: str) -> None:
        """Forget a link; one that is not there is no error."""

    def linked(self, provider: str, subject: str) -> Person | None: ...

    def links(self, person_id: str) -> list[Link]: ...


class Keys(Protocol):
    """API keys. A secret is never here, only its digest."""

    def save(self, key: Key) -> None:
        """Keep a new key."""

    def find(self, digest: str) -> Key | None: ...

    def everything(self) -> list[Key]:
        """All keys, expired and revoked ones too, oldest first."""

    def revoke(self, key_id: str, at: datetime) -> None:
        """Let nobody in with this key from now on; raises NotFound."""

    def remove(self, key_id: str) -> None:
        """Forget a key, for erasing; one that is not there is no error."""


class Receipts(Protocol):
    """What was erased, kept for whoever asks later."""

    def save(self, receipt: Receipt) -> None: ...

    def everything(self) -> list[Receipt]:
        """All receipts, oldest first."""


class AuditLog(Protocol):
    """What happened, in order. Nothing is ever changed or removed."""

    def append(self, at: datetime, event: Event) -> Entry:
        """Put an event at the end; durable on return."""

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """The entries with numbers above `after`, in order, read as they are needed."""
