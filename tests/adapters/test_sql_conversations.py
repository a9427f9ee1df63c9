"""Feedback as SQL keeps it; the port only takes it in. The rest is in contracts/."""

from dataclasses import astuple
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from app.adapters import sql_tables as t
from app.adapters.sql_conversations import SqlConversations
from app.adapters.sql_schema import open_engine
from app.adapters.sql_transactions import reading
from app.domain.conversations import Feedback
from tests.contracts.test_conversations import ACME, NOON, turn


def test_of_one_persons_opinions_about_a_turn_the_last_one_counts(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    conversations = SqlConversations(engine)
    conversations.save(turn("t1"), ACME)
    conversations.give_feedback(Feedback("t1", "up", None, NOON, "partner:acme"))
    others = Feedback("t1", "up", None, NOON, "U123")
    last = Feedback("t1", "down", "wrong clause", NOON + timedelta(minutes=1), "partner:acme")
    conversations.give_feedback(others)
    conversations.give_feedback(last)
    # A turn saved again keeps what people thought of it.
    conversations.save(turn("t1"), ACME)
    columns = (t.feedback.c[name] for name in ("turn_id", "rating", "comment", "given_at", "given_by"))
    with reading(engine) as connection:
        kept = connection.execute(select(*columns).order_by(t.feedback.c.given_by)).all()
    engine.dispose()
    assert [tuple(row) for row in kept] == [astuple(others), astuple(last)]
