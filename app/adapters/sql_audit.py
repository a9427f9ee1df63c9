"""The audit log in SQL: a table that is only ever appended to, each entry with the hash of the one before it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select

from app.adapters import sql_tables as t
from app.adapters.sql_transactions import reading, writing
from app.domain.audit import Entry, Event

READ_AT_ONCE = 1000


class SqlAuditLog:
    """Implements the AuditLog port over an engine from `open_engine`. Every method may raise Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def append(self, at: datetime, event: Event) -> Entry:
        """Writers queue for the database, so that two entries never follow the same one."""
        with writing(self._engine) as connection:
            entry = Entry.following(_last(connection), at, event)
            values = entry.as_json()
            connection.execute(insert(t.audit).values(values))
        return entry

    def entries(self, after: int = 0) -> Iterator[Entry]:
        while True:
            wanted = select(t.audit).where(t.audit.c.number > after).order_by(t.audit.c.number).limit(READ_AT_ONCE)
            with reading(self._engine) as connection:
                found = [_entry(row) for row in connection.execute(wanted)]
            yield from found
            if len(found) < READ_AT_ONCE:
                return
            after = found[-1].number


def _last(connection: Connection) -> Entry | None:
    row = connection.execute(select(t.audit).order_by(t.audit.c.number.desc()).limit(1)).one_or_none()
    return None if row is None else _entry(row)


def _entry(row: Row[Any]) -> Entry:
    event = Event(row.event, row.actor, row.subject, row.detail)
    return Entry(row.number, datetime.fromisoformat(row.at).astimezone(UTC), event, row.previous, row.hash)
