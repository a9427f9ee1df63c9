"""Saying that the answer is not there names what came closest and who can help, and nothing the caller may not see."""

import re
from dataclasses import replace

import pytest

from app.conversation.abstain import NEAREST, abstention
from app.conversation.research import Research
from app.domain.documents import Document, DocumentState
from app.knowledge.finder import Ranked
from tests.conversation.sentences import AGREEMENT, GUIDE, asked, document, ranked

SCAN = replace(AGREEMENT, id="scan", title="Acme Agreement (scan)", state=DocumentState.UNREADABLE, reason="3 pages of images.")
THIRD = document("mail", "email")
CLOSE = (
    ranked(GUIDE, "How to ask for funds.", "4 Funds"),
    ranked(GUIDE, "More on funds.", "4 Funds", number=1),
    ranked(AGREEMENT, "No fund is owed."),
    ranked(THIRD, "Dear Ola"),
)


def research(*passages: Ranked, unreadable: tuple[Document, ...] = ()) -> Research:
    return Research((), 0.0, passages, unreadable)


def test_the_nearest_documents_are_named_once_each_and_cited() -> None:
    draft = abstention(asked("What is Acme's marketing budget?"), research(*CLOSE))
    assert (draft.abstained, draft.mode, len(draft.citations)) == (True, "abstained", NEAREST)
    assert draft.text == (
        "I can't find an answer to that for Acme in what you can see. The nearest is The guide guide, “4 Funds” [1] and"
        " The agreement agreement [2], which does not settle it. Ola Brekke manages Acme and may know."
    )
    assert [citation.quote for citation in draft.citations] == ["How to ask for funds.", "No fund is owed."]
    assert {int(n) for n in re.findall(r"\[(\d+)\]", draft.text)} == {1, 2}


def test_without_anything_near_it_stays_short() -> None:
    draft = abstention(asked("What is the meaning of it all?"), research())
    assert (draft.text, draft.citations) == ("I can't find an answer to that in what you can see.", ())


def test_what_could_not_be_read_is_said_with_its_reason_instead_of_not_found() -> None:
    draft = abstention(asked("What does Acme pay?"), research(*CLOSE, unreadable=(SCAN,)))
    assert draft.text == (
        "I can't tell: Acme Agreement (scan) has no text I can read (3 pages of images). Ola Brekke manages Acme and may know."
    )
    assert draft.citations == ()


@pytest.mark.parametrize("question", ["How much notice does Borealis need?", "Acme UK and Borealis together?"])
def test_a_partner_the_caller_may_not_know_is_not_spoken_of(question: str) -> None:
    draft = abstention(asked(question, "partner:acme", AGREEMENT), research(*CLOSE))
    assert "Borealis" not in draft.text


def test_nobody_is_named_where_nobody_manages_or_several_partners_are_meant() -> None:
    assert "manages" not in abstention(asked("What does Borealis pay?"), research()).text
    assert "manages" not in abstention(asked("What do Acme and Borealis pay?"), research()).text
