"""Conversations in SQL: whose they are, their turns with the full answers, and what people thought of them.

Promises: an owner sees their own conversations only, a turn saved twice is one turn, and of one person's opinions about a
turn the last one counts.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Engine, RowMapping, Select, delete, func, insert, select, update

from app.adapters import sql_privacy
from app.adapters import sql_rows as rows
from app.adapters import sql_tables as t
from app.adapters.sql_transactions import reading, writing
from app.domain.access import Caller
from app.domain.conversations import Conversation, Feedback, Turn
from app.domain.errors import Forbidden, NotFound
from app.domain.privacy import Forgotten

# A line in a list of conversations; about as much as a phone shows in two lines.
TITLE_CHARACTERS: Final = 80


class SqlConversations:
    """Implements the Conversations port over an engine from `open_engine`. Every method may raise Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, turn: Turn, owner: Caller) -> None:
        """Store a turn, or replace the one with its id; raises Forbidden if its conversation is somebody else's."""
        with writing(self._engine) as connection:
            _claim(connection, turn, owner)
            position = _position(connection, turn)
            values = rows.turn_values(turn)
            if position is None:
                last = select(func.max(t.turns.c.position)).where(t.turns.c.conversation_id == turn.conversation_id)
                position = (connection.execute(last).scalar() or 0) + 1
                connection.execute(insert(t.turns).values(**values, position=position))
            else:
                connection.execute(update(t.turns).where(t.turns.c.id == turn.id).values(**values))

    def conversation(self, conversation_id: str, owner: Caller) -> Conversation | None:
        wanted = _owned(owner).where(t.conversations.c.id == conversation_id)
        turns = select(t.turns).where(t.turns.c.conversation_id == conversation_id).order_by(t.turns.c.position)
        with reading(self._engine) as connection:
            row = connection.execute(wanted).mappings().one_or_none()
            if row is None:
                return None
            return _conversation(row, tuple(rows.turn_of(one) for one in connection.execute(turns).mappings()))

    def list(self, owner: Caller, limit: int = 50) -> list[Conversation]:
        latest = _owned(owner).order_by(t.conversations.c.last_asked_at.desc(), t.conversations.c.id.desc()).limit(limit)
        with reading(self._engine) as connection:
            return [_conversation(row) for row in connection.execute(latest).mappings()]

    def turn(self, turn_id: str, owner: Caller) -> Turn | None:
        owned = select(t.turns).join_from(t.turns, t.conversations).where(t.conversations.c.owner == owner.owner)
        with reading(self._engine) as connection:
            row = connection.execute(owned.where(t.turns.c.id == turn_id)).mappings().one_or_none()
        return None if row is None else rows.turn_of(row)

    def any_turn(self, turn_id: str) -> tuple[Turn, str] | None:
        wanted = select(t.turns, t.conversations.c.owner).join_from(t.turns, t.conversations).where(t.turns.c.id == turn_id)
        with reading(self._engine) as connection:
            row = connection.execute(wanted).mappings().one_or_none()
        return None if row is None else (rows.turn_of(row), str(row["owner"]))

    def of(self, owners: Collection[str], askers: Collection[str] = ()) -> tuple[Conversation, ...]:
        with reading(self._engine) as connection:
            ids = sql_privacy.conversation_ids(connection, owners, askers)
            found = [_whole(connection, conversation_id) for conversation_id in ids]
        return tuple(sorted(found, key=lambda one: (one.started_at, one.id)))

    def feedback_by(self, owners: Collection[str]) -> tuple[Feedback, ...]:
        with reading(self._engine) as connection:
            return sql_privacy.feedback_by(connection, owners)

    def forget(self, conversation_ids: Collection[str], owners: Collection[str]) -> Forgotten:
        return sql_privacy.forget(self._engine, conversation_ids, owners)

    def forget_before(self, at: datetime) -> Forgotten:
        return sql_privacy.forget_before(self._engine, at)

    def mark_quoting(self, document_ids: Collection[str], sentence: str) -> int:
        return sql_privacy.mark_quoting(self._engine, document_ids, sentence)

    def give_feedback(self, feedback: Feedback) -> None:
        """Keep a person's opinion in place of their earlier one; raises NotFound if there is no such turn."""
        earlier = (t.feedback.c.turn_id == feedback.turn_id) & (t.feedback.c.given_by == feedback.given_by)
        with writing(self._engine) as connection:
            if connection.execute(select(t.turns.c.id).where(t.turns.c.id == feedback.turn_id)).first() is None:
                message = "That answer is not stored, so it cannot be rated."
                raise NotFound(message)
            connection.execute(delete(t.feedback).where(earlier))
            connection.execute(
                insert(t.feedback).values(
                    turn_id=feedback.turn_id,
                    given_by=feedback.given_by,
                    rating=feedback.rating,
                    comment=feedback.comment,
                    given_at=feedback.given_at,
                )
            )


def _whole(connection: Connection, conversation_id: str) -> Conversation:
    """A conversation that there is, with its turns."""
    row = connection.execute(select(t.conversations).where(t.conversations.c.id == conversation_id)).mappings().one()
    turns = select(t.turns).where(t.turns.c.conversation_id == conversation_id).order_by(t.turns.c.position)
    return _conversation(row, tuple(rows.turn_of(one) for one in connection.execute(turns).mappings()))


def _claim(connection: Connection, turn: Turn, owner: Caller) -> None:
    """Start the turn's conversation, or check that it is the owner's and move it to the front of their list."""
    this = t.conversations.c.id == turn.conversation_id
    row = connection.execute(select(t.conversations).where(this)).one_or_none()
    if row is None:
        connection.execute(
            insert(t.conversations).values(
                id=turn.conversation_id,
                owner=owner.owner,
                title=turn.question[:TITLE_CHARACTERS],
                started_at=turn.asked_at,
                last_asked_at=turn.asked_at,
            )
        )
        return
    if row.owner != owner.owner:
        raise _somebody_elses()
    connection.execute(update(t.conversations).where(this).values(last_asked_at=max(row.last_asked_at, turn.asked_at)))


def _position(connection: Connection, turn: Turn) -> int | None:
    """Where the turn already stands in its conversation; None for a new one."""
    row = connection.execute(select(t.turns.c.conversation_id, t.turns.c.position).where(t.turns.c.id == turn.id)).one_or_none()
    if row is None:
        return None
    if row.conversation_id != turn.conversation_id:
        raise _somebody_elses()
    return int(row.position)


def _somebody_elses() -> Forbidden:
    return Forbidden("This conversation belongs to somebody else.")


def _owned(owner: Caller) -> Select[*tuple[object, ...]]:
    return select(t.conversations).where(t.conversations.c.owner == owner.owner)


def _conversation(row: RowMapping, turns: tuple[Turn, ...] = ()) -> Conversation:
    return Conversation(row["id"], row["owner"], row["title"], row["started_at"], turns)
