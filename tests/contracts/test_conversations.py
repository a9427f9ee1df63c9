"""What every Conversations must do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.adapters.sql_conversations import SqlConversations
from app.adapters.sql_schema import open_engine
from app.domain.access import Caller
from app.domain.answers import Answer, Card, Citation
from app.domain.conversations import Feedback, Turn
from app.domain.errors import Forbidden, NotFound
from app.ports import Conversations
from tests.fakes.conversations import MemoryConversations

ACME = Caller.parse("partner:acme")
BOREALIS = Caller.parse("partner:borealis")
MANAGER = Caller.parse("manager")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def turn(turn_id: str, conversation_id: str = "c1", question: str = "How much notice?", minutes: int = 0) -> Turn:
    quote = "sixty (60) days"
    dated = Citation(1, "p1", "d1", "acme.pdf", "Acme", 9, "12 › Term", 100, 115, quote, "2", date(2025, 3, 1))
    answer = Answer(
        text="60 days. [1]",
        abstained=False,
        citations=(dated, replace(dated, n=2, page=None, version=None, effective=None)),
        conversation_id=conversation_id,
        turn_id=turn_id,
        mode="extractive",
        cards=(Card("Notice", ("Partner", "Days"), (("Acme", "60"),)),),
        timings_ms={"search": 12.5},
    )
    asked_at = NOON + timedelta(minutes=minutes)
    return Turn(turn_id, conversation_id, asked_at, question, "Notice for Acme?", answer, ("acme",), ("d1",), "answer v1 abc")


class ConversationsContract:
    """Each implementation's class inherits these tests and gives the fixture `conversations`."""

    def test_a_turn_comes_back_with_its_full_answer(self, conversations: Conversations) -> None:
        conversations.save(turn("t1"), ACME)
        assert conversations.turn("t1", ACME) == turn("t1")

    def test_a_conversation_holds_its_turns_in_the_order_they_were_saved(self, conversations: Conversations) -> None:
        for turn_id in ("z", "a", "m"):
            conversations.save(turn(turn_id), ACME)
        found = conversations.conversation("c1", ACME)
        assert found is not None
        assert [one.id for one in found.turns] == ["z", "a", "m"]
        assert (found.owner, found.started_at) == ("partner:acme", NOON)

    def test_the_title_is_the_first_question_cut_short(self, conversations: Conversations) -> None:
        conversations.save(turn("t1", question="é" * 100), ACME)
        conversations.save(turn("t2", question="And Corvus?"), ACME)
        found = conversations.conversation("c1", ACME)
        assert found is not None
        assert found.title == "é" * 80

    def test_a_turn_saved_twice_is_one_turn_and_the_last_form_counts(self, conversations: Conversations) -> None:
        conversations.save(turn("t1"), ACME)
        conversations.save(turn("t2"), ACME)
        again = replace(turn("t1"), understood="Notice to terminate Acme?")
        conversations.save(again, ACME)
        found = conversations.conversation("c1", ACME)
        assert found is not None
        assert found.turns == (again, turn("t2"))

    def test_nobody_can_write_into_somebody_elses_conversation(self, conversations: Conversations) -> None:
        conversations.save(turn("t1"), ACME)
        for other in (BOREALIS, MANAGER):
            with pytest.raises(Forbidden, match="somebody else"):
                conversations.save(turn("t2"), other)
        found = conversations.conversation("c1", ACME)
        assert found is not None
        assert len(found.turns) == 1

    def test_nobody_can_take_a_turn_over_into_another_conversation(self, conversations: Conversations) -> None:
        conversations.save(turn("t1"), ACME)
        with pytest.raises(Forbidden):
            conversations.save(turn("t1", "c2"), BOREALIS)
        assert conversations.turn("t1", ACME) == turn("t1")
        assert conversations.list(BOREALIS) == []

    def test_others_see_nothing_of_a_conversation(self, conversations: Conversations) -> None:
        conversations.save(turn("t1"), ACME)
        for other in (BOREALIS, MANAGER):
            assert conversations.conversation("c1", other) is None
            assert conversations.turn("t1", other) is None
            assert conversations.list(other) == []

    def test_what_was_never_said_is_none(self, conversations: Conversations) -> None:
        assert conversations.conversation("c1", ACME) is None
        assert conversations.turn("t1", ACME) is None

    def test_the_list_has_the_latest_first_and_no_turns(self, conversations: Conversations) -> None:
        conversations.save(turn("t1", "old", minutes=0), ACME)
        conversations.save(turn("t2", "new", minutes=5), ACME)
        assert [one.id for one in conversations.list(ACME)] == ["new", "old"]
        conversations.save(turn("t3", "old", minutes=9), ACME)
        listed = conversations.list(ACME)
        assert [one.id for one in listed] == ["old", "new"]
        assert [one.turns for one in listed] == [(), ()]
        assert [one.id for one in conversations.list(ACME, limit=1)] == ["old"]

    def test_an_answer_that_is_not_stored_cannot_be_rated(self, conversations: Conversations) -> None:
        with pytest.raises(NotFound, match="cannot be rated"):
            conversations.give_feedback(Feedback("t1", "up", None, NOON, "manager"))


class TestMemoryConversations(ConversationsContract):
    @pytest.fixture
    def conversations(self) -> Conversations:
        return MemoryConversations()


class TestSqlConversations(ConversationsContract):
    @pytest.fixture
    def conversations(self, tmp_path: Path) -> Iterator[Conversations]:
        engine = open_engine(tmp_path)
        yield SqlConversations(engine)
        engine.dispose()
