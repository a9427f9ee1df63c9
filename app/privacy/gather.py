"""What Liaison keeps of a person or a partner."""

from dataclasses import dataclass
from typing import Any

from app.conversation.shown import shown_turn
from app.domain.access import EVERYTHING, PARTNERS_ROLES, Caller
from app.domain.conversations import Conversation, Feedback
from app.domain.documents import Document, Partner
from app.domain.errors import NotFound
from app.domain.people import E_MAIL, Key, Person, guest_id
from app.ports import Conversations, Keys, People, Records


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody of whom something is kept: `owners` are their names among conversations, `askers` the roles of a partner."""

    name: str
    people: tuple[Person, ...] = ()
    keys: tuple[Key, ...] = ()
    owners: tuple[str, ...] = ()
    askers: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    partner: Partner | None = None


@dataclass(frozen=True, slots=True)
class Stores:
    """Where things are kept of people."""

    people: People
    keys: Keys
    conversations: Conversations
    records: Records

    def person(self, identity: str) -> Subject:
        """What is a person's; raises NotFound. One who was removed, or came by a site's widget, has conversations only.

        Somebody whom only a site vouches for is named as `SITE/ADDRESS`.
        """
        site, slash, address = identity.partition("/")
        identity = guest_id(site, address) if slash and E_MAIL.fullmatch(address) else identity
        found = self.people.person(identity)
        owner = f"person:{identity}"
        if found is None and not self.conversations.of([owner]) and not self.conversations.feedback_by([owner]):
            message = f"Nothing is kept of a person '{identity}'; 'liaison users list' shows those there are."
            raise NotFound(message)
        keys = tuple(key for key in self.keys.everything() if key.person == identity)
        return Subject(f"person {identity}", (found,) if found else (), keys, (owner,))

    def partner(self, identity: str) -> Subject:
        """What is a partner's: its documents, its people, and what they asked; raises NotFound."""
        partner = next((one for one in self.records.partners() if one.id == identity), None)
        people = tuple(one for one in self.people.everyone() if one.partner == identity)
        documents = tuple(one for one in self.records.documents(EVERYTHING) if identity in (one.partner, one.audience.partner))
        roles = tuple(str(Caller(role, identity)) for role in sorted(PARTNERS_ROLES))
        owners = (*roles, *(f"person:{one.id}" for one in people))
        if partner is None and not people and not documents and not self.conversations.of(owners, roles):
            message = f"Nothing is kept of a partner '{identity}'."
            raise NotFound(message)
        ids = {one.id for one in people}
        keys = tuple(key for key in self.keys.everything() if key.person in ids or key.role in roles)
        return Subject(f"partner {identity}", people, keys, owners, roles, documents, partner)

    def said(self, subject: Subject) -> tuple[tuple[Conversation, ...], tuple[Feedback, ...]]:
        """The subject's conversations with their answers, and what they thought of answers."""
        conversations = self.conversations.of(subject.owners, subject.askers)
        owners = {*subject.owners, *(one.owner for one in conversations)}
        return conversations, self.conversations.feedback_by(owners)


def conversation_as_json(conversation: Conversation, caller: Caller, records: Records) -> dict[str, Any]:
    """A conversation as its owner, who may see what `caller` may, can read it now."""
    turns = [shown_turn(turn, caller, records) for turn in conversation.turns]
    return {
        "id": conversation.id,
        "owner": conversation.owner,
        "title": conversation.title,
        "started_at": conversation.started_at.isoformat(),
        "turns": [{**turn, "asked_at": turn["asked_at"].isoformat()} for turn in turns],
    }
