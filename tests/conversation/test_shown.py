"""Stored turns are shown as far as their documents may be, and replayed to those who may look into them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.conversation.assistant import Assistant
from app.conversation.extractive import ExtractiveAnswerer
from app.conversation.shown import GONE, WITHHELD, replayed, shown_turn
from app.domain.access import INTERNAL, PUBLIC, Audience, Caller, Role
from app.domain.answers import Answer, Done
from app.domain.documents import DocumentState, DocumentText
from app.domain.errors import Forbidden, NotFound
from app.ports import Stored
from tests.fakes.audit import MemoryAuditLog
from tests.fakes.clock import FixedClock
from tests.fakes.conversations import MemoryConversations
from tests.fakes.vector_index import MemoryVectorIndex
from tests.knowledge.library import ACME, BOREALIS, Library, document, stored

NOTICE = "Either party may terminate this agreement upon sixty days' written notice."
MANAGER, PARTNER, ADA = Caller.parse("manager"), Caller.parse("partner:acme"), Caller(Role.PARTNER, "acme", "ada")
MODELS = {"embedding": "tiny", "weights": "ab12"}


class Desk:
    """The real answerer over a small library, with what it stores."""

    def __init__(self) -> None:
        self.library = Library(
            [
                stored(document("a", ACME, "agreement", "Acme Reseller Agreement"), NOTICE, "Orders are paid in thirty days."),
                stored(document("g", PUBLIC, "guide", "Programme Guide"), "Gold partners get a discount of twenty percent."),
                stored(document("b", BOREALIS, "agreement", "Borealis Agreement"), "Notice is ninety days."),
                stored(document("l", Audience("group", "legal"), "policy", "Notice policy"), "Sixty days notice are usual."),
            ],
            MemoryVectorIndex(),
        )
        self.conversations = MemoryConversations()
        answerer = ExtractiveAnswerer(self.library.finder, self.library.weigher, self.library.records)
        self.assistant = Assistant(
            answerer,
            self.library.records,
            self.conversations,
            MemoryAuditLog(),
            FixedClock(datetime(2026, 3, 14, 9, tzinfo=UTC)),
            self.library.naming,
            MODELS,
        )

    def ask(self, question: str, caller: Caller) -> Answer:
        last = list(self.assistant.ask(question, caller))[-1]
        assert isinstance(last, Done)
        return last.answer

    def replayed(self, turn_id: str, caller: Caller) -> dict[str, object]:
        return replayed(turn_id, caller, self.conversations, self.library.records)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_replay_tells_how_the_answer_came_about(desk: Desk) -> None:
    answer = desk.ask("How much notice to terminate the agreement?", ADA)
    found = desk.replayed(answer.turn_id, MANAGER)
    assert (found["owner"], found["as"], found["filter"]) == ("person:ada", "partner:acme", ["partner:acme", "public"])
    assert (found["models"], found["withheld"]) == (MODELS, 0)
    considered = found["considered"]
    assert isinstance(considered, list)
    assert NOTICE in {one["text"] for one in considered}
    assert {one["document_id"] for one in considered} <= {"a", "g"}
    assert [one["score"] for one in considered] == sorted((one["score"] for one in considered), reverse=True)
    cited = {citation.passage_id for citation in answer.citations}
    assert {one["passage"] for one in considered if one["cited"]} == cited


@pytest.mark.parametrize("caller", [PARTNER, ADA, Caller(Role.PARTNER_ADMIN, "acme", "chief")])
def test_partners_people_replay_nothing_not_even_their_own(desk: Desk, caller: Caller) -> None:
    answer = desk.ask("How much notice?", caller)
    with pytest.raises(Forbidden, match="This needs the role manager or admin or auditor"):
        desk.replayed(answer.turn_id, caller)


def test_a_manager_replays_answers_made_from_what_they_may_see(desk: Desk) -> None:
    acmes, everything = desk.ask("How much notice?", ADA), desk.ask("How much notice?", Caller(Role.ADMIN))
    mine = Caller(Role.MANAGER, portfolio=frozenset({"acme"}))
    theirs = Caller(Role.MANAGER, portfolio=frozenset({"borealis"}))
    assert desk.replayed(acmes.turn_id, mine)["as"] == "partner:acme"
    for caller, turn in ((theirs, acmes), (MANAGER, everything), (mine, everything)):
        with pytest.raises(NotFound) as hidden:
            desk.replayed(turn.turn_id, caller)
        with pytest.raises(NotFound) as unknown:
            desk.replayed("nosuch", caller)
        assert hidden.value.sentence == unknown.value.sentence
    assert desk.replayed(everything.turn_id, Caller(Role.AUDITOR))["as"] == "admin"


def test_what_was_removed_since_is_not_shown_again_in_a_replay(desk: Desk) -> None:
    answer = desk.ask("How much notice to terminate the agreement?", ADA)
    desk.library.records.delete(["a"])
    found = repr(desk.replayed(answer.turn_id, MANAGER))
    assert NOTICE not in found
    assert WITHHELD in found


def test_an_answer_is_shown_while_its_documents_may_be(desk: Desk) -> None:
    answer = desk.ask("How much notice to terminate the agreement?", ADA)
    turn = desk.conversations.turn(answer.turn_id, ADA)
    assert turn is not None
    assert shown_turn(turn, ADA, desk.library.records)["answer"] == answer.text
    moved = replace(stored(document("a", INTERNAL, "agreement", "Acme Reseller Agreement"), NOTICE))
    desk.library.records.replace([moved])
    shown = shown_turn(turn, ADA, desk.library.records)
    assert (shown["answer"], shown["cards"]) == (WITHHELD, [])
    assert all(citation["quote"] == "" for citation in shown["citations"])
    assert "Acme Reseller Agreement" not in repr(shown)
    assert {citation["title"] for citation in shown["citations"] if citation["withheld"]} == {GONE}


def test_what_an_answer_without_citations_said_of_a_partner_goes_with_the_partner(desk: Desk) -> None:
    unread = replace(
        document("b", BOREALIS, "agreement", "Borealis Scan"), state=DocumentState.UNREADABLE, reason="It is a scan."
    )
    desk.library.records.replace([Stored(unread, DocumentText(""), ())])
    both = Caller(Role.MANAGER, None, "ingrid", portfolio=frozenset({"acme", "borealis"}))
    answer = desk.ask("How much notice does Borealis need?", both)
    turn = desk.conversations.turn(answer.turn_id, both)
    assert turn is not None
    assert "Borealis Scan" in shown_turn(turn, both, desk.library.records)["answer"]
    one = replace(both, portfolio=frozenset({"acme"}))
    assert shown_turn(turn, one, desk.library.records)["answer"] == WITHHELD


def test_a_replay_names_no_document_that_went_to_others_since(desk: Desk) -> None:
    mine = Caller(Role.MANAGER, portfolio=frozenset({"acme"}))
    answer = desk.ask("How much notice to terminate the agreement?", ADA)
    desk.library.records.replace([stored(document("a", BOREALIS, "agreement", "Acme Reseller Agreement"), NOTICE)])
    assert "a.pdf" not in repr(desk.replayed(answer.turn_id, mine))
    assert "a.pdf" in repr(desk.replayed(answer.turn_id, Caller(Role.AUDITOR)))
