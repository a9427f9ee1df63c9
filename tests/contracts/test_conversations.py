"""What every Conversations must do."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.adapters.sql_conversations import SqlConversations
from app.adapters.sql_schema import open_engine
from app.domain.access import Caller, Role
from app.domain.answers import Answer, Card, Citation
from app.domain.conversations import Considered, Conversation, Feedback, Trace, Turn
from app.domain.errors import Forbidden, NotFound
from app.domain.privacy import Forgotten
from app.ports import Conversations
from tests.fakes.conversations import MemoryConversations

ACME = Caller.parse("partner:acme")
BOREALIS = Caller.parse("partner:borealis")
MANAGER = Caller.parse("manager")
ADA, GUEST = Caller(Role.PARTNER, "acme", "ada"), Caller(Role.PARTNER, "acme", "portal/ab12")
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


def trace(asker: str, *documents: str) -> Trace:
    considered = tuple(Considered(f"p of {one}", one, f"{one}.pdf", 0, 9, 0.5, cited=False) for one in documents)
    return Trace(asker, ("public",), considered, len(documents), 0, {"embedding": "tiny"})


def without_citations(one: Turn) -> Turn:
    return replace(one, answer=replace(one.answer, citations=()))


def ids(conversations: Sequence[Conversation]) -> list[str]:
    return [one.id for one in conversations]


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

    def test_any_turn_comes_with_its_owner(self, conversations: Conversations) -> None:
        conversations.save(turn("t1"), ACME)
        assert conversations.any_turn("t1") == (turn("t1"), "partner:acme")
        assert conversations.any_turn("nosuch") is None

    def test_what_is_somebody_s_is_found_by_owner_or_by_the_role_that_asked(self, conversations: Conversations) -> None:
        conversations.save(turn("t1", "c1"), ADA)
        conversations.save(turn("t2", "c2", minutes=1), BOREALIS)
        conversations.save(replace(turn("t3", "c3", minutes=2), trace=trace("partner:acme")), GUEST)
        conversations.save(replace(turn("t4", "c4", minutes=3), trace=trace("manager")), MANAGER)
        assert ids(conversations.of(["person:ada"])) == ["c1"]
        assert ids(conversations.of(["person:ada", "partner:borealis", "nobody"])) == ["c1", "c2"]
        assert ids(conversations.of(["person:ada"], ["partner:acme"])) == ["c1", "c3"]
        assert conversations.of([]) == ()
        assert conversations.of(["person:ada"])[0].turns == (turn("t1", "c1"),)

    def test_forgetting_takes_turns_and_opinions_along_and_leaves_what_is_others(self, conversations: Conversations) -> None:
        conversations.save(turn("t1", "c1"), ADA)
        conversations.save(turn("t2", "c1"), ADA)
        conversations.save(turn("t3", "c2"), BOREALIS)
        for turn_id, who in (("t1", "person:ada"), ("t2", "manager"), ("t3", "person:ada"), ("t3", "partner:borealis")):
            conversations.give_feedback(Feedback(turn_id, "up", None, NOON, who))
        assert conversations.forget(["c1", "nosuch"], ["person:ada"]) == Forgotten(1, 2, 3)
        assert conversations.conversation("c1", ADA) is None
        assert conversations.turn("t3", BOREALIS) == turn("t3", "c2")
        assert conversations.feedback_by(["person:ada", "manager"]) == ()
        assert [one.given_by for one in conversations.feedback_by(["partner:borealis"])] == ["partner:borealis"]

    def test_conversations_that_rest_since_a_day_can_be_forgotten(self, conversations: Conversations) -> None:
        conversations.save(turn("t1", "c1"), ADA)
        conversations.save(turn("t2", "c2"), ADA)
        conversations.save(turn("t3", "c2", minutes=2), ADA)
        assert conversations.forget_before(NOON) == Forgotten()
        assert conversations.forget_before(NOON + timedelta(minutes=1)) == Forgotten(1, 1, 0)
        assert ids(conversations.of(["person:ada"])) == ["c2"]

    def test_nothing_is_left_of_an_erased_document_in_any_turn(self, conversations: Conversations) -> None:
        quoting = replace(turn("t1", "c1"), trace=trace("partner:acme", "d1", "d2"))
        looking = without_citations(replace(turn("t2", "c2"), trace=trace("manager", "d1", "d2")))
        other = without_citations(replace(turn("t3", "c3"), trace=trace("manager", "d2")))
        for one, owner in ((quoting, ACME), (looking, MANAGER), (other, MANAGER)):
            conversations.save(one, owner)
        assert conversations.mark_quoting(["d1", "unknown"], "Gone.") == 1
        marked, beside, untouched = (conversations.any_turn(one) for one in ("t1", "t2", "t3"))
        assert marked is not None
        assert beside is not None
        assert (marked[0].answer.text, marked[0].answer.cards) == ("Gone.", ())
        assert {(one.quote, one.title, one.document, one.section) for one in marked[0].answer.citations} == {("", "", "", "")}
        assert marked[0].question == quoting.question
        assert beside[0].answer == looking.answer
        for found in (marked, beside):
            assert found[0].trace is not None
            assert [one.document for one in found[0].trace.considered] == ["d2"]
        assert untouched == (other, "manager")


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
