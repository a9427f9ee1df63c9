"""What Liaison promises of its answers, on the sample programme over the real stack."""

import pytest

from app.bootstrap import build
from app.commands.syncing import sync_of
from app.config import load_settings
from app.domain.access import EVERYTHING, Caller
from app.domain.answers import Card, CitationFound, Done, TextDelta
from eval.corpus import SAMPLE, corpus_request
from tests.e2e.sample import Programme, questions

pytestmark = pytest.mark.slow

EVERY = 9
"""Of the sample's questions, one in so many is asked here: about forty."""

NOTICE = "How much notice does Acme need to leave the reseller agreement?"
TERMINATION = "12.2 Either party may terminate this Agreement for convenience upon sixty (60) days’ prior written notice"

FOREIGN = [
    ("partner:acme", ("What are the Borealis payment terms?",)),
    ("partner:acme", ("How much stock does Borealis Distribution hold in its warehouse?",)),
    ("partner:acme", ("Is Borealis Norway exclusive?",)),
    ("partner:acme", ("How much notice do we have to give to terminate?", "And Borealis Distribution?")),
    ("partner:borealis", ("What is the governing law of our agreement?", "What about Corvus Munich?")),
    ("partner:corvus", ("When was Hespera Iberia suspended and why?",)),
    ("partner:elmwood", ("What credit did Fathom Analytics get for the Notebook Bridge delay?",)),
    ("partner:elmwood", ("What is in the PortLink alliance agreement?",)),
    ("partner:acme", ("What was the review of the Ashdown refusal about?",)),
    ("partner:acme", ("What does the Conflict and Trust Guide say about rebuilding trust?",)),
    ("partner:hespera", ("What does the Deal Desk Playbook say about approving special discounts?",)),
    ("partner:hespera", ("What did the exception for our paused registrations say?",)),
    ("partner:delta", ("What did the quarterly review of Granville find?",)),
    ("partner:delta", ("List the support tickets of every partner",)),
    ("partner:nobody", ("How much notice does Acme need to leave?",)),
]
"""Questions of partners about what is not theirs: by name, alias, follow-up, document title, and over all partners."""


@pytest.fixture(scope="session")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    """The sample, loaded once."""
    container = build(load_settings(home=tmp_path_factory.mktemp("sample-home"), chat_model=None))
    report = sync_of(container).run(corpus_request(SAMPLE))
    assert [failure.document for failure in report.failed] == ["delta-referral-agreement-scan.pdf"]
    return Programme(container)


def test_the_notice_question_is_answered_with_the_clause_that_proves_it(programme: Programme) -> None:
    answer = programme.ask(NOTICE)
    assert not answer.abstained
    assert "sixty (60) days" in answer.text.lower()
    proof = next(one for one in answer.citations if " ".join(one.quote.split()).startswith(TERMINATION))
    assert (proof.document, proof.n, proof.page) == ("acme-reseller-agreement.pdf", 1, 4)
    assert any(
        "no such notice may take effect during the Initial Term" in " ".join(one.quote.split()) for one in answer.citations
    )
    programme.check_citations(answer)


def test_the_page_of_a_citation_is_the_page_its_first_character_stands_on(programme: Programme) -> None:
    over_a_pages_end = programme.ask("Can Elmwood terminate its agreement for convenience?")
    for citation in (*programme.ask(NOTICE).citations, *over_a_pages_end.citations):
        assert citation.page == programme.container.records.text(citation.document_id, EVERYTHING).page_of(citation.start)


def test_an_amendment_leads_and_the_text_it_changes_is_named(programme: Programme) -> None:
    answer = programme.ask("How many days does Hespera have to pay an invoice?")
    assert [one.document for one in answer.citations[:2]] == ["hespera-amendment-1.pdf", "hespera-reseller-agreement.pdf"]
    assert "fifteen (15) days" in answer.citations[0].quote.replace("\n", " ")
    assert "forty-five (45) days" in answer.citations[1].quote.replace("\n", " ")
    lead, _, rest = answer.text.partition("The text this changes: ")
    assert "forty-five" not in lead
    assert "forty-five (45) days" in rest
    assert answer.text.startswith("**Fifteen (15) days.**")


@pytest.mark.parametrize("caller", ["manager", "partner:delta"])
def test_an_agreement_without_text_is_said_to_be_unreadable_not_silent(programme: Programme, caller: str) -> None:
    answer = programme.ask("How much notice does Delta need to end its referral agreement?", caller=caller)
    assert answer.abstained
    assert "Delta Referral Agreement (scan) has no text I can read" in answer.text
    assert "Ingrid Dahl manages Delta" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "What is the status of ticket T-99812?",
        "What does the Keel 800 cost?",
        "When does deal registration DR-9999 expire?",
        "How much notice does Zephyrine need to leave its agreement?",
        "What is the annual revenue of Acme's competitor Quorvex?",
    ],
)
def test_a_code_or_a_name_that_no_document_holds_is_not_answered_with_another_ones_facts(
    programme: Programme, question: str
) -> None:
    answer = programme.ask(question)
    assert answer.abstained, answer.text
    assert answer.text.startswith("I can't find")
    programme.check_citations(answer)


@pytest.mark.parametrize("words", ["Hello", "thanks a lot!", "What can you do?", "Bye"])
def test_small_talk_is_met_with_a_sentence_and_no_citations(programme: Programme, words: str) -> None:
    answer = programme.ask(words)
    assert (answer.mode, answer.citations, answer.abstained) == ("conversation", (), False)


def test_a_follow_up_is_answered_for_the_partner_it_names(programme: Programme) -> None:
    answer = programme.ask(NOTICE, "And Corvus?")
    assert "thirty (30) days" in answer.citations[0].quote
    assert {one.document for one in answer.citations} == {"corvus-systems-integrator-agreement.pdf"}


def test_a_follow_up_keeps_the_partner_that_was_named_before(programme: Programme) -> None:
    answer = programme.ask("How many days does Hespera have to pay an invoice?", "And what is the governing law?")
    assert answer.citations
    assert answer.citations[0].document.startswith("hespera-"), answer.text


def test_a_question_over_partners_lists_them_with_proof_and_says_who_is_silent(programme: Programme) -> None:
    answer = programme.ask("Which partners may terminate for convenience?")
    lines = [line for line in answer.text.splitlines() if line.startswith("- **")]
    assert any(line.startswith("- **Acme**") and "sixty (60) days" in line for line in lines)
    assert len(lines) == len(answer.citations) >= 2
    (card,) = answer.cards
    assert isinstance(card, Card)
    assert len(card.rows) == len(lines)
    names = {partner.name for partner in programme.container.records.partners()}
    answered = {line.removeprefix("- **").split("**")[0] for line in lines}
    silent = next(line for line in answer.text.splitlines() if line.startswith("I found nothing on it for "))
    assert {name for name in names if name in silent} == names - answered - {"Delta"}
    assert "I can't tell from Delta Referral Agreement (scan): no readable text." in answer.text
    programme.check_citations(answer)


@pytest.mark.parametrize(("caller", "turns"), FOREIGN)
def test_a_partner_is_told_nothing_of_another_partner_nor_of_the_house(
    programme: Programme, caller: str, turns: tuple[str, ...]
) -> None:
    answer = programme.ask(*turns, caller=caller)
    programme.check_citations(answer)
    programme.check_secrets(answer, caller)


@pytest.mark.parametrize("name", ["Borealis", "Borealis Norway", "Borealis Distribution AS", "Borealiss"])
def test_a_partner_asking_for_another_ones_terms_is_not_given_its_own_for_them(programme: Programme, name: str) -> None:
    answer = programme.ask(f"How much notice does {name} need to end its agreement?", caller="partner:acme")
    assert answer.abstained, answer.text


def test_every_citation_of_every_answer_is_exact_and_every_marker_has_its_own(programme: Programme) -> None:
    asked = list(questions())[::EVERY]
    assert len(asked) > EVERY
    for caller, question, turns in asked:
        answer = programme.ask(*turns, question, caller=caller)
        programme.check_citations(answer)
        programme.check_secrets(answer, caller)


def test_the_turn_is_stored_before_done_and_the_deltas_spell_it(programme: Programme) -> None:
    caller = Caller.parse("manager")
    spelled, cited = "", []
    for event in programme.container.assistant.ask(NOTICE, caller):
        if isinstance(event, TextDelta):
            spelled += event.text
        elif isinstance(event, CitationFound):
            cited.append(event.citation)
            assert f"[{event.citation.n}]" in spelled
        elif isinstance(event, Done):
            turn = programme.container.conversations.turn(event.answer.turn_id, caller)
            assert turn is not None
            assert turn.answer == event.answer
            assert (spelled, tuple(cited)) == (turn.answer.text, turn.answer.citations)
            return
    pytest.fail("there was no Done")
