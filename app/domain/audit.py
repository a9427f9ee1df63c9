"""What happened, so that nobody can change it unseen: every entry carries the hash of the one before it. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

OPERATOR: Final = "operator"
"""Who did what a command did, in the audit log: whoever has the home itself."""

FIRST: Final = "0" * 64
"""Stands for the hash of the entry before the first."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: `what`, who did it, to what, and details of JSON values. Words of messages never stand here."""

    what: str
    actor: str
    subject: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in its place: `number` counts from 1, `digest` is the SHA-256 of all the rest, `previous` included."""

    number: int
    at: datetime
    event: Event
    previous: str
    digest: str

    @classmethod
    def following(cls, last: "Entry | None", at: datetime, event: Event) -> "Entry":
        """The entry for `event` after `last` (None: it is the first)."""
        number, previous = (last.number + 1, last.digest) if last else (1, FIRST)
        return cls(number, at, event, previous, digest_of(number, at, event, previous))

    def as_json(self) -> dict[str, Any]:
        """As `liaison audit export` writes it, and as it is hashed but for `hash`."""
        return {**_values(self.number, self.at, self.event, self.previous), "hash": self.digest}


@dataclass(frozen=True, slots=True)
class Verified:
    """What reading the whole log showed: entries in order, the hash of the last, and the first fault as a sentence."""

    entries: int
    head: str
    fault: str | None = None


def digest_of(number: int, at: datetime, event: Event, previous: str) -> str:
    """The SHA-256, in hexadecimal, of an entry's values as JSON with sorted keys and without spaces."""
    values = _values(number, at, event, previous)
    return hashlib.sha256(json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()).hexdigest()


def verify(entries: Iterable[Entry]) -> Verified:
    """Read all entries in order; stops at the first that is missing, changed or out of place."""
    head, count = FIRST, 0
    for entry in entries:
        if entry.number != count + 1:
            return Verified(count, head, f"Entry {count + 1} is missing: the next one there is has the number {entry.number}.")
        if entry.previous != head:
            return Verified(count, head, f"Entry {entry.number} does not follow the one before it: one of them was replaced.")
        if entry.digest != digest_of(entry.number, entry.at, entry.event, entry.previous):
            return Verified(count, head, f"Entry {entry.number} was changed after it was written.")
        head, count = entry.digest, entry.number
    return Verified(count, head)


def _values(number: int, at: datetime, event: Event, previous: str) -> dict[str, Any]:
    return {
        "number": number,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "event": event.what,
        "actor": event.actor,
        "subject": event.subject,
        "detail": event.detail,
        "previous": previous,
    }
