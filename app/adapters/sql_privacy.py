"""What erasing and exporting need of conversations and receipts, in SQL.

Deleted rows are overwritten at once (`secure_delete`), and the journal is emptied, so that the file holds nothing of them.
"""

from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, insert, select, update

from app.adapters import sql_rows as rows
from app.adapters import sql_tables as t
from app.adapters.sql_transactions import reading, writing
from app.domain.conversations import Feedback, Turn, without_documents
from app.domain.privacy import Forgotten, Receipt

CHUNK: Final = 500
READ_AT_ONCE: Final = 200


def conversation_ids(connection: Connection, owners: Collection[str], askers: Collection[str]) -> list[str]:
    """The conversations of these owners, or in which one of these roles asked, oldest first."""
    found = [
        row[0] for row in connection.execute(select(t.conversations.c.id).where(t.conversations.c.owner.in_(list(owners))))
    ]
    if askers:
        asked = t.turns.c.trace["asker"].as_string().in_(list(askers))
        found += [row[0] for row in connection.execute(select(t.turns.c.conversation_id).where(asked).distinct())]
    return list(dict.fromkeys(found))


def feedback_by(connection: Connection, owners: Collection[str]) -> tuple[Feedback, ...]:
    """What these owners thought of answers."""
    wanted = select(t.feedback).where(t.feedback.c.given_by.in_(list(owners))).order_by(t.feedback.c.given_at)
    found = connection.execute(wanted)
    return tuple(Feedback(row.turn_id, row.rating, row.comment, row.given_at, row.given_by) for row in found)


def forget(engine: Engine, chosen: Collection[str], owners: Collection[str]) -> Forgotten:
    """Remove these conversations, and what these owners thought of any answer."""
    with writing(engine) as connection:
        opinions = t.feedback.c.given_by.in_(list(owners))
        feedback = connection.execute(delete(t.feedback).where(opinions)).rowcount
        removed = _removed(connection, chosen)
    empty_journal(engine)
    return replace(removed, feedback=removed.feedback + feedback)


def forget_before(engine: Engine, at: datetime) -> Forgotten:
    """Remove the conversations in which nothing was asked since `at`."""
    with writing(engine) as connection:
        old = select(t.conversations.c.id).where(t.conversations.c.last_asked_at < at)
        removed = _removed(connection, [row[0] for row in connection.execute(old)])
    if removed.conversations:
        empty_journal(engine)
    return removed


def mark_quoting(engine: Engine, document_ids: Collection[str], sentence: str) -> int:
    """Put `sentence` in place of the answers that quote one of these documents; nothing else is left of them in any turn."""
    marked = 0
    with writing(engine) as connection:
        for turn in _turns(connection):
            without = without_documents(turn, frozenset(document_ids), sentence)
            if without is not None:
                marked += without.answer is not turn.answer
                this = t.turns.c.id == turn.id
                connection.execute(update(t.turns).where(this).values(rows.turn_values(without)))
    empty_journal(engine)
    return marked


def empty_journal(engine: Engine) -> None:
    """Take what was overwritten out of the write-ahead journal, too; a reader in the way leaves it to the next time."""
    if engine.dialect.name != "sqlite":
        return
    with closing(engine.raw_connection()) as lent:
        lent.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()


class SqlReceipts:
    """Implements the Receipts port over an engine from `open_engine`. Every method may raise Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, receipt: Receipt) -> None:
        """Keep a receipt, the last step of an erasure: on return the file itself holds nothing of what was removed before."""
        with writing(self._engine) as connection:
            values = {**receipt.as_json(), "at": receipt.at}
            connection.execute(insert(t.erasures).values(values))
        empty_journal(self._engine)

    def everything(self) -> list[Receipt]:
        with reading(self._engine) as connection:
            found = connection.execute(select(t.erasures).order_by(t.erasures.c.at, t.erasures.c.id))
            return [Receipt(row.id, row.at, row.subject, row.purged, row.marked, tuple(row.sources)) for row in found]


def _removed(connection: Connection, chosen: Collection[str]) -> Forgotten:
    """Remove conversations; turns and opinions on them go by cascade, and are counted before."""
    conversations = turns = feedback = 0
    ids = list(chosen)
    for first in range(0, len(ids), CHUNK):
        some = ids[first : first + CHUNK]
        theirs = t.turns.c.conversation_id.in_(some)
        turns += _count(connection, theirs)
        on_them = t.feedback.c.turn_id.in_(select(t.turns.c.id).where(theirs))
        feedback += connection.execute(delete(t.feedback).where(on_them)).rowcount
        conversations += connection.execute(delete(t.conversations).where(t.conversations.c.id.in_(some))).rowcount
    return Forgotten(conversations, turns, feedback)


def _count(connection: Connection, which: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.count()).select_from(t.turns).where(which)).scalar_one())


def _turns(connection: Connection) -> Iterator[Turn]:
    """All turns, some at a time, so that years of them fit the memory."""
    after = ""
    while True:
        wanted = select(t.turns).where(t.turns.c.id > after).order_by(t.turns.c.id).limit(READ_AT_ONCE)
        found = [rows.turn_of(row) for row in connection.execute(wanted).mappings()]
        yield from found
        if len(found) < READ_AT_ONCE:
            return
        after = found[-1].id
