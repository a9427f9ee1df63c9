"""The audit log in memory."""

from collections.abc import Iterator
from datetime import datetime

from app.domain.audit import Entry, Event


class MemoryAuditLog:
    """The AuditLog port on a list, which is open for tests to look at."""

    def __init__(self) -> None:
        self.kept: list[Entry] = []

    def append(self, at: datetime, event: Event) -> Entry:
        entry = Entry.following(self.kept[-1] if self.kept else None, at, event)
        self.kept.append(entry)
        return entry

    def entries(self, after: int = 0) -> Iterator[Entry]:
        return iter(self.kept[after:])
