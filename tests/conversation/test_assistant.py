"""A turn is understood, answered, stored, and only then said to be done."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.conversation.answerer import Asked, Draft, Piece, spelled
from app.conversation.assistant import LONGEST_QUESTION, Assistant
from app.conversation.compose import cite
from app.domain.access import INTERNAL, Caller
from app.domain.answers import Answer, Done, Failed, TextDelta
from app.domain.conversations import Turn
from app.domain.errors import Invalid, NotFound, Unavailable
from app.ports import Stored
from tests.conversation.sentences import AGREEMENT, evidence
from tests.fakes.audit import MemoryAuditLog
from tests.fakes.clock import FixedClock
from tests.fakes.conversations import MemoryConversations
from tests.knowledge.library import ACME, BOREALIS, Library, document, stored

MANAGER, PARTNER = Caller.parse("manager"), Caller.parse("partner:acme")
NOW = datetime(2026, 3, 14, 9, tzinfo=UTC)


class Scripted:
    """An answerer that says what the test wrote down and remembers what it was asked."""

    def __init__(self, *pieces: Piece | Exception) -> None:
        self.pieces = pieces or tuple(spelled(Draft("Sixty days.")))
        self.asked: list[Asked] = []

    def answer(self, asked: Asked) -> Iterator[Piece]:
        self.asked.append(asked)
        for piece in self.pieces:
            if isinstance(piece, Exception):
                raise piece
            yield piece


class Desk:
    """An assistant over fakes."""

    def __init__(self, *pieces: Piece | Exception) -> None:
        content = [stored(document("a", ACME, "agreement", "Acme Reseller Agreement"), "Sixty days.")]
        content += [stored(document("b", BOREALIS, "agreement", "Borealis Distribution Agreement"), "Ninety days.")]
        self.answerer, self.conversations, self.audit = Scripted(*pieces), MemoryConversations(), MemoryAuditLog()
        self.library = Library([*content, *self.others()])
        self.assistant = Assistant(
            self.answerer,
            self.library.records,
            self.conversations,
            self.audit,
            FixedClock(NOW),
            self.library.naming,
            {"embedding": "tiny"},
        )

    @staticmethod
    def others() -> list[Stored]:
        """Contracts on no partner's record, known by whom they are between."""
        return [
            stored(replace(document(name, INTERNAL, "agreement", f"Hosting Agreement {at}"), parties=(name,)), f"{name} hosts.")
            for at, name in enumerate(("Diversinet", "Elmwood", "Fathom", "Granville"))
        ]

    def done(self, question: str, caller: Caller = MANAGER, conversation_id: str | None = None) -> Answer:
        last = list(self.assistant.ask(question, caller, conversation_id))[-1]
        assert isinstance(last, Done)
        return last.answer


def test_the_turn_is_stored_before_done_is_said() -> None:
    desk = Desk()
    for event in desk.assistant.ask("  How much notice does Acme need? ", MANAGER):
        if isinstance(event, Done):
            turn = desk.conversations.turn(event.answer.turn_id, MANAGER)
            assert turn is not None
            assert (turn.answer, turn.asked_at, turn.partners) == (event.answer, NOW, ("acme",))
            assert turn.question == "How much notice does Acme need?"
            return
        assert desk.conversations.list(MANAGER) == []
    pytest.fail("there was no Done")


def test_the_turn_names_the_documents_it_cites_once_each() -> None:
    sentence = evidence("Sixty days.")
    citations = tuple(cite(sentence.ranked, n, sentence.start, sentence.start + 5 * n) for n in (1, 2))
    desk = Desk(*spelled(Draft("Sixty. [1] Days. [2]", citations)))
    answer = desk.done("How much notice?")
    turn = desk.conversations.turn(answer.turn_id, MANAGER)
    assert turn is not None
    assert (turn.documents, answer.citations) == ((AGREEMENT.id,), citations)


def test_the_audit_log_says_what_was_used_and_not_what_was_said() -> None:
    sentence = evidence("Sixty days.")
    citation = cite(sentence.ranked, 1, sentence.start, sentence.start + 5)
    desk = Desk(*spelled(Draft("Sixty. [1]", (citation,))))
    answer = desk.done("How much notice does Acme need?", PARTNER)
    (entry,) = desk.audit.entries()
    assert (entry.event.what, entry.event.actor, entry.event.subject) == ("question", "partner:acme", answer.turn_id)
    assert entry.event.detail["filter"] == ["partner:acme", "public"]
    assert entry.event.detail["passages"] == [citation.passage_id]
    assert "Sixty" not in repr(entry)
    assert "notice" not in repr(entry)


def test_what_failed_is_neither_stored_nor_noted() -> None:
    desk = Desk(Unavailable("The index is away."))
    assert isinstance(list(desk.assistant.ask("How much notice?", MANAGER))[-1], Failed)
    assert list(desk.audit.entries()) == []


def test_an_empty_or_overlong_message_is_refused_before_anything_happens() -> None:
    desk = Desk()
    for bad in ("", "   \n", "x" * (LONGEST_QUESTION + 1)):
        with pytest.raises(Invalid):
            desk.assistant.ask(bad, MANAGER)
    assert desk.answerer.asked == []


def test_somebody_elses_conversation_is_not_there() -> None:
    desk = Desk()
    own = desk.done("How much notice does Acme need?").conversation_id
    for caller, conversation in ((PARTNER, own), (MANAGER, "unknown")):
        with pytest.raises(NotFound):
            desk.assistant.ask("And Corvus?", caller, conversation)


def test_a_follow_up_is_read_with_the_turns_before_it_and_kept_in_one_conversation() -> None:
    desk = Desk()
    first = desk.done("How much notice does Acme need?")
    second = desk.done("And Borealis?", conversation_id=first.conversation_id)
    assert second.conversation_id == first.conversation_id
    assert desk.answerer.asked[-1].question.partners == ("borealis",)
    assert "notice" in desk.answerer.asked[-1].question.topic
    conversation = desk.conversations.conversation(first.conversation_id, MANAGER)
    assert conversation is not None
    assert [turn.question for turn in conversation.turns] == ["How much notice does Acme need?", "And Borealis?"]


def test_thanks_in_between_does_not_break_a_follow_up() -> None:
    desk = Desk()
    first = desk.done("How much notice does Acme need?")
    thanks = desk.done("Thanks!", conversation_id=first.conversation_id)
    assert (thanks.mode, thanks.citations) == ("conversation", ())
    desk.done("And Borealis?", conversation_id=first.conversation_id)
    assert desk.answerer.asked[-1].question.partners == ("borealis",)


def test_small_talk_never_reaches_the_answerer_and_is_stored_all_the_same() -> None:
    desk = Desk()
    answer = desk.done("Hello", PARTNER)
    assert desk.answerer.asked == []
    assert desk.conversations.turn(answer.turn_id, PARTNER) is not None


def test_an_expected_failure_ends_with_its_sentence_and_stores_nothing() -> None:
    desk = Desk(TextDelta("Six"), Unavailable("The index is away."))
    events = list(desk.assistant.ask("How much notice?", MANAGER))
    assert events == [TextDelta("Six"), Failed("unavailable", "The index is away.")]
    assert desk.conversations.list(MANAGER) == []


def test_an_answerer_that_ends_without_its_draft_is_a_fault_not_an_answer() -> None:
    desk = Desk(TextDelta("Six"))
    with pytest.raises(RuntimeError, match="draft"):
        list(desk.assistant.ask("How much notice?", MANAGER))
    assert desk.conversations.list(MANAGER) == []


def test_a_partner_is_read_with_its_own_names_only() -> None:
    desk = Desk()
    asked = desk.assistant.understand("How much notice does Borealis need?", PARTNER)
    assert list(asked.directory.partners) == ["acme"]
    assert list(asked.directory.documents) == ["a"]
    assert (asked.question.partners, asked.question.names[0]) == (("acme",), "Borealis")


def test_a_manager_knows_all_names() -> None:
    asked = Desk().assistant.understand("How much notice does Borealis need?", MANAGER)
    assert asked.question.partners == ("borealis",)
    assert set(asked.directory.documents) >= {"a", "b", "Diversinet"}


def test_timings_are_told_in_order() -> None:
    timings = Desk().done("How much notice?").timings_ms
    assert 0 <= timings["understood"] <= timings["first_token"] <= timings["total"]


def test_turns_are_what_is_remembered() -> None:
    desk = Desk()
    first = desk.done("How much notice does Acme need?")
    desk.done("And Borealis?", conversation_id=first.conversation_id)
    (before,) = desk.answerer.asked[-1].history
    assert isinstance(before, Turn)
    assert before.answer == first


def test_a_contract_on_nobodys_record_is_meant_by_the_name_of_its_party() -> None:
    asked = Desk().assistant.understand("What is the notice period in the Diversinet deal?", MANAGER).question
    assert asked.documents == ("Diversinet",)
    assert "Diversinet" not in asked.topic
    assert not asked.names


def test_a_contract_the_caller_may_not_see_is_not_meant() -> None:
    asked = Desk().assistant.understand("What is the notice period in the Diversinet deal?", PARTNER).question
    assert asked.documents == ()
    assert asked.names == ("Diversinet",)


def test_a_question_after_one_about_a_contract_is_about_it_too() -> None:
    desk = Desk()
    first = desk.done("What is the notice period in the Fathom deal?")
    desk.done("Can they leave early?", conversation_id=first.conversation_id)
    assert desk.answerer.asked[-1].question.documents == ("Fathom",)
