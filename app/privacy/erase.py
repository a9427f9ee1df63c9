"""Removing what is kept of a person, a partner or a document, with a receipt that says what was purged where."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from app.domain.audit import Event
from app.domain.documents import Document
from app.domain.privacy import Receipt
from app.ports import AuditLog, Clock, Receipts
from app.privacy.gather import Stores, Subject

MARK = "The words of this answer were erased, because a document it quoted was. Ask again to see what holds now."

Purge = Callable[[Sequence[Document]], Mapping[str, int]]
"""Removes documents everywhere and says how many things went from which place."""


class Eraser:
    """Erases, writes the receipt, and notes both in the audit log, which keeps ids only."""

    def __init__(self, stores: Stores, receipts: Receipts, audit: AuditLog, clock: Clock, purge: Purge) -> None:
        self._stores = stores
        self._receipts = receipts
        self._audit = audit
        self._clock = clock
        self._purge = purge

    def person(self, identity: str, actor: str) -> Receipt:
        """Erase a person: account, links, keys, conversations, opinions. Raises NotFound."""
        return self._erase(self._stores.person(identity), actor)

    def partner(self, identity: str, actor: str) -> Receipt:
        """Erase a partner: its record, its documents with all that was made of them, its people and what they asked."""
        return self._erase(self._stores.partner(identity), actor)

    def documents(self, documents: Sequence[Document], actor: str) -> Receipt:
        """Erase the documents of one file with all that was made of them, and mark the answers that quoted them."""
        names = ", ".join(sorted({document.name for document in documents}))
        return self._erase(Subject(f"document {names}", documents=tuple(documents)), actor)

    def expired(self, before: datetime, actor: str) -> Receipt | None:
        """Erase the conversations in which nothing was asked since `before`; None where there are none."""
        gone = self._stores.conversations.forget_before(before)
        if not gone.conversations:
            return None
        purged = {"conversations": gone.conversations, "answers": gone.turns, "opinions": gone.feedback}
        return self._kept(Receipt(_new_id(), self._clock.now(), f"conversations before {before:%Y-%m-%d}", purged), actor)

    def _erase(self, subject: Subject, actor: str) -> Receipt:
        conversations, _ = self._stores.said(subject)
        owners = {*subject.owners, *(one.owner for one in conversations)}
        # Words first: whatever breaks off later, nobody reads them again, and the command can be given once more.
        gone = self._stores.conversations.forget([one.id for one in conversations], owners)
        documents = [one.id for one in subject.documents]
        marked = self._stores.conversations.mark_quoting(documents, MARK) if documents else 0
        purged = dict(self._purge(subject.documents)) if documents else {}
        for key in subject.keys:
            self._stores.keys.remove(key.id)
        links = sum(len(self._stores.people.links(person.id)) for person in subject.people)
        for person in subject.people:
            self._stores.people.remove(person.id)
        if subject.partner is not None:
            self._stores.records.delete_partner(subject.partner.id)
        purged |= {
            "partners": int(subject.partner is not None),
            "people": len(subject.people),
            "links": links,
            "keys": len(subject.keys),
            "conversations": gone.conversations,
            "answers": gone.turns,
            "opinions": gone.feedback,
        }
        sources = tuple(sorted({document.source for document in subject.documents}))
        return self._kept(Receipt(_new_id(), self._clock.now(), subject.name, purged, marked, sources), actor)

    def _kept(self, receipt: Receipt, actor: str) -> Receipt:
        self._receipts.save(receipt)
        detail = {"receipt": receipt.id, "purged": dict(receipt.purged), "marked": receipt.marked}
        self._audit.append(receipt.at, Event("erased", actor, receipt.id, detail))
        return receipt


def _new_id() -> str:
    return secrets.token_hex(6)
