"""Evidence about something else than what was named is no evidence, whatever its score."""

from dataclasses import replace

import pytest

from app.conversation.limits import hidden_by, speaks
from app.domain.access import INTERNAL, PUBLIC
from app.domain.documents import DocumentState
from app.knowledge.evidence import Evidence
from app.knowledge.signs import Signs
from app.knowledge.words import stem
from tests.conversation.sentences import AGREEMENT, GUIDE, asked, document, evidence

NOTICE = evidence("Sixty days' notice end the agreement.")
SCAN = replace(AGREEMENT, id="scan", state=DocumentState.UNREADABLE, reason="it is a scan.")


def row(text: str, named: float) -> Evidence:
    return evidence(text, GUIDE, kind="row", signs=Signs(named=named))


@pytest.mark.parametrize("question", ["How much notice does Acme need?", "How much notice is needed in Norway?"])
def test_evidence_speaks_where_no_code_and_no_stranger_is_named(question: str) -> None:
    assert speaks(NOTICE, asked(question))


@pytest.mark.parametrize("question", ["What is the state of ticket T-99812?", "What is said in MDF-2026-147?"])
def test_a_code_must_stand_in_the_evidence(question: str) -> None:
    assert not speaks(NOTICE, asked(question))
    code = asked(question).question.names[0]
    assert speaks(evidence(f"Now {code} is closed."), asked(question))
    assert speaks(evidence("It is closed.", GUIDE, code), asked(question))


@pytest.mark.parametrize("name", ["Borealis", "Zephyria"])
def test_whom_a_question_is_about_must_stand_in_the_evidence_so_that_own_terms_never_answer_for_them(name: str) -> None:
    about = asked(f"How much notice does {name} need?", "partner:acme")
    assert not speaks(NOTICE, about)
    assert speaks(evidence(f"{name} is our distributor.", GUIDE), about)


@pytest.mark.parametrize("name", ["borealis", "zephyria", "delta"])
def test_what_may_be_a_name_and_stands_nowhere_is_answered_by_nothing(name: str) -> None:
    about = asked(f"how much notice does {name} need?", "partner:acme")
    assert not speaks(replace(NOTICE, unheard=frozenset({stem(name)})), about)
    assert speaks(replace(NOTICE, unheard=frozenset({"need"})), about)


def test_a_row_must_bear_every_name() -> None:
    about = asked("Is the Atlas certificate of Jonas valid?")
    assert speaks(row("person: Jonas; product: Atlas", 1.0), about)
    assert not speaks(row("person: Jonas; product: Beacon", 0.5), about)


def test_a_name_no_passage_holds_is_answered_by_nothing() -> None:
    about = asked("What is the stock of Zephyr units?")
    assert about.question.names == ("Zephyr",)
    assert speaks(NOTICE, about)
    assert not speaks(replace(NOTICE, unheard=frozenset({"zephyr"})), about)


def test_behind_an_unreadable_contract_only_the_partners_own_documents_speak() -> None:
    about = asked("What does Acme pay?", "manager", SCAN)
    assert hidden_by((SCAN,), evidence("All partners pay.", GUIDE), about)
    assert not hidden_by((SCAN,), evidence("Acme pays.", document("mail", "email")), about)
    assert not hidden_by((), evidence("All partners pay.", GUIDE), about)


def test_a_partners_question_about_the_programme_is_answered_by_the_guide_and_one_about_its_contract_is_not() -> None:
    guide = evidence("Gold needs two certificates.", GUIDE)
    assert not hidden_by((SCAN,), guide, asked("What do we need for Gold?", "partner:acme", SCAN))
    assert hidden_by((SCAN,), guide, asked("What does our agreement say on Gold?", "partner:acme", SCAN))


def test_an_unreadable_guide_hides_nothing() -> None:
    guide = replace(document("scan", "guide", PUBLIC), state=DocumentState.UNREADABLE)
    assert not hidden_by((guide,), evidence("All partners pay.", GUIDE), asked("What does Acme pay?"))


def test_a_contract_that_is_named_speaks_beside_an_unreadable_one_and_another_does_not() -> None:
    readable, scan = document("div", audience=INTERNAL), replace(SCAN, partner=None, kind="amendment")
    about = asked("What is the notice?", "manager", readable, scan)
    about = replace(about, question=replace(about.question, documents=("div", "scan"), within=True))
    assert not hidden_by((scan,), evidence("Sixty days.", readable), about)
    assert hidden_by((scan,), evidence("Ninety days.", document("other", audience=INTERNAL)), about)
