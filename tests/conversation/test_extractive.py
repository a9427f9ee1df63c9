"""The embedded answerer answers from what was found when it is sure enough, and says so when it is not."""

from dataclasses import replace

from app.conversation.answerer import Draft
from app.conversation.extractive import ExtractiveAnswerer
from app.domain.answers import TextDelta
from tests.conversation.programme import NOTICE, OFFERED, asked, extractive, question
from tests.conversation.sentences import AMENDMENT, GUIDE, evidence, ranked

LEAVE = asked(question("How much notice do we need to leave the Acme agreement?"))
DISCOUNT = asked(question("What discount does a Gold partner receive?"))


def test_a_sure_sentence_answers_with_the_value_first_and_the_sentence_that_limits_it() -> None:
    draft = extractive([OFFERED[1]]).draft(LEAVE)
    assert draft.text.startswith("**Sixty (60) days.** “Either party may terminate")
    assert [citation.quote for citation in draft.citations] == [f"{part.rstrip('.')}." for part in NOTICE.split(". ")]
    assert (draft.abstained, draft.mode) == (False, "extractive")


def test_an_unsure_sentence_does_not_answer_and_its_document_is_named_as_near() -> None:
    draft = extractive([OFFERED[1]], confidence=0.01).draft(LEAVE)
    assert (draft.abstained, draft.mode) == (True, "abstained")
    assert "Acme Reseller Agreement" in draft.text
    assert "**" not in draft.text


def test_nothing_found_is_an_abstention() -> None:
    assert extractive([]).draft(LEAVE).abstained


def test_the_pieces_spell_the_draft_they_end_with() -> None:
    *pieces, last = list(extractive([OFFERED[3]]).answer(DISCOUNT))
    assert isinstance(last, Draft)
    assert "".join(piece.text for piece in pieces if isinstance(piece, TextDelta)) == last.text


def test_a_procedure_comes_as_its_steps() -> None:
    one = ranked(GUIDE, "1. Open the portal.\n\n2. Fill in the form.", "Registering")
    about = asked(question("How do I register a deal?"))
    answerer: ExtractiveAnswerer = extractive([one])
    research = answerer.researcher.research(about)
    assert research.evidence[0].text == evidence("1.", GUIDE, within=one.passage.text).text
    assert answerer.draft(about).text.startswith("Registering:\n\n1. Open the portal. [1]\n2. Fill in the form. [2]")


def test_an_answer_about_named_contracts_says_which_of_them_could_not_be_read() -> None:
    about = replace(LEAVE, question=replace(LEAVE.question, within=True))
    answerer: ExtractiveAnswerer = extractive([OFFERED[1]])
    whole = answerer.researcher.research(about)
    note = "I can't read The amendment amendment (it is a scan); it may say otherwise."
    scan = replace(AMENDMENT, reason="it is a scan.")
    found = [(about, replace(whole, unreadable=(scan,)))]
    assert answerer.from_research(about, found).text.endswith(f"\n\n{note}")
    assert note not in answerer.from_research(LEAVE, found).text
