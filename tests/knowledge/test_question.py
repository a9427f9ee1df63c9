"""Questions are read for whom they are about, what they ask, and what they leave to the turn before."""

from dataclasses import replace

import pytest

from app.domain.access import PUBLIC, Audience, Caller
from app.domain.documents import Document, Partner
from app.knowledge.directory import Directory
from app.knowledge.expectation import Expects
from app.knowledge.question import Understood, follow_up, parts, pointed, understand
from app.knowledge.routing import Route

MANAGER, ACME = Caller.parse("manager"), Caller.parse("partner:acme")
PARTNERS = [Partner("acme", "Acme", ("Acme UK",)), Partner("corvus", "Corvus"), Partner("borealis", "Borealis")]


def document(identity: str, title: str, audience: Audience, partner: str | None, *parties: str) -> Document:
    return Document(identity, identity, title, "agreement", audience, "s", "t", "r", partner=partner, parties=parties)


AGREEMENT = document("a", "Acme Reseller Agreement", Audience("partner", "acme"), "acme")
GUIDE = document("g", "Partner Programme Guide", PUBLIC, None)
CONTRACT = document("x", "Consulting Agreement", PUBLIC, None, "Pinnacle Fabrication, Inc.")
ALL = Directory(PARTNERS, [AGREEMENT, GUIDE, CONTRACT])
OWN = Directory(PARTNERS[:1], [AGREEMENT, GUIDE])


def read(question: str, caller: Caller = MANAGER) -> Understood:
    return understand(question, ALL if caller is MANAGER else OWN, caller)


def test_a_partners_name_is_taken_out_of_what_is_asked() -> None:
    question = read("How much notice does Acme's contract need?")
    assert (question.partners, question.topic) == (("acme",), "How much notice does contract need?")
    assert question.expects is Expects.DURATION
    assert not question.across


def test_a_partys_name_points_to_its_document_and_a_title_stays_in_the_topic() -> None:
    assert read("When did Pinnacle Fabrication sign?").topic == "When did sign?"
    assert read("When did Pinnacle Fabrication sign?").documents == ("x",)
    titled = read("What does the partner programme guide say on tiers?")
    assert titled.documents == ("g",)
    assert "programme guide" in titled.topic


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What is the status of ticket T-99812?", ("T-99812",)),
        ("What does the Keel 800 cost?", ("Keel",)),
        ("Is the agreement exclusive in Norway?", ("Norway",)),
        ("Notice period in March?", ()),
        ("Certifications are valid how long?", ()),
    ],
)
def test_codes_and_capitals_inside_a_sentence_are_names_an_answer_must_bear(question: str, names: tuple[str, ...]) -> None:
    assert set(names) <= set(read(question).names)
    assert bool(names) == bool(read(question).names)


def test_a_partners_own_question_is_about_itself() -> None:
    question = read("How much notice do we need to leave?", ACME)
    assert (question.partners, question.own, question.across) == (("acme",), True, False)


@pytest.mark.parametrize("name", ["Corvus", "Borealis", "Zephyria"])
def test_whoever_the_caller_may_not_know_is_a_name_like_any_other(name: str) -> None:
    question = read(f"How much notice does {name} need?", ACME)
    assert question.names == (name,)
    assert question.partners == ("acme",)
    assert replace(read("How much notice does Borealis need?", ACME), text="", topic="", names=()) == replace(
        question, text="", topic="", names=()
    )


@pytest.mark.parametrize(
    "question",
    ["Which partners may end without cause?", "Who can walk away?", "Compare the agreements", "Acme and Corvus notice"],
)
def test_a_manager_may_ask_across_partners(question: str) -> None:
    assert read(question).across or read(question).perhaps_across


@pytest.mark.parametrize(
    "question", ["Which partners may end without cause?", "Who can walk away?", "What do all contracts say?"]
)
def test_a_partner_never_asks_across_partners(question: str) -> None:
    assert not read(question, ACME).across
    assert not read(question, ACME).perhaps_across


def test_a_follow_up_with_only_a_name_asks_the_same_of_another() -> None:
    before = read("How much notice does Acme need to leave?")
    now = follow_up(read("And Corvus?"), before)
    assert (now.partners, now.topic, now.expects, now.followed) == (("corvus",), before.topic, before.expects, True)


def test_what_the_last_agreement_is_called_is_not_asked_of_the_next_partners() -> None:
    now = follow_up(read("And Corvus?"), read("How much notice does Acme need to leave the reseller agreement?"))
    assert now.topic == "How much notice does need to leave the agreement?"


def test_a_follow_up_without_a_name_stays_with_the_partner() -> None:
    now = follow_up(read("And when does it expire?"), read("How much notice does Acme need to leave?"))
    assert now.partners == ("acme",)
    assert now.expects is Expects.DATE
    assert now.followed


def test_a_question_that_stands_alone_stays_with_the_one_partner_talked_about() -> None:
    now = follow_up(read("Describe the governing law provision please"), read("How much notice does Acme need?"))
    assert (now.partners, now.followed) == (("acme",), False)


def test_a_question_that_names_somebody_else_is_left_as_it_is() -> None:
    question = read("Describe the governing law provision of Corvus please")
    assert follow_up(question, read("How much notice does Acme need?")) == question


def test_a_stranger_in_a_follow_up_stays_a_name_the_evidence_must_bear() -> None:
    now = follow_up(read("And Corvus?", ACME), read("How much notice do we need to leave?", ACME))
    assert "Corvus" in now.names
    assert "corvus" not in now.partners


def test_a_question_within_a_question_is_answered_in_parts_that_keep_the_partner() -> None:
    whole = read("How often may we audit Acme and how much notice do they get?")
    first, second = parts(whole)
    assert (first.expects, second.expects) == (Expects.DURATION, Expects.DURATION)
    assert "audit" in first.topic
    assert "notice" in second.topic
    assert first.partners == second.partners == ("acme",)


@pytest.mark.parametrize("question", ["How much notice does Acme need?", "What is the price and the discount of Atlas?"])
def test_one_question_is_one_part(question: str) -> None:
    assert parts(read(question)) == [read(question)]


def test_a_part_that_means_nothing_alone_leans_on_the_one_before() -> None:
    first, second = parts(read("Who approves special discounts and when?"))
    assert first.topic in second.topic


@pytest.mark.parametrize("question", ["Corvus?", "corvus", "And Corvus?", "what about Corvus"])
def test_a_bare_name_after_a_question_asks_that_question_of_it(question: str) -> None:
    now = follow_up(read(question), read("How much notice does Acme need to leave?"))
    assert now.partners == ("corvus",)
    assert "notice" in now.topic
    assert now.expects is Expects.DURATION


def test_a_route_that_is_in_doubt_or_leads_to_a_partners_contract_changes_nothing() -> None:
    documents = {one.id: one for one in (AGREEMENT, GUIDE, CONTRACT)}
    question = read("What notice does the thing need?")
    sure = Route((("x", 1.0),), ((21, 26),), 0.9)
    assert pointed(question, sure, documents).documents == ("x",)
    assert pointed(question, sure, documents).within
    assert pointed(question, replace(sure, confidence=0.4), documents) == question
    assert pointed(question, replace(sure, documents=(("a", 1.0),)), documents) == question
    assert pointed(question, replace(sure, documents=(("x", 0.5), ("a", 0.5))), documents) == question
    assert pointed(question, Route(), documents) == question
    over_all = read("Which agreements are under the law of Delaware?")
    assert pointed(over_all, sure, documents) == over_all


def test_what_follows_a_question_about_one_contract_stays_within_it_until_another_is_named() -> None:
    contract = replace(read("What is the notice?"), documents=("x",), within=True)
    assert follow_up(read("Can they end it early?"), contract).within
    other = follow_up(read("And what about Acme?"), contract)
    assert (other.partners, other.within) == (("acme",), False)


def test_a_follow_up_that_names_another_contract_leaves_the_partner_before_it() -> None:
    contract = replace(read("Can they assign the contract without consent?"), documents=("x",), within=True)
    now = follow_up(contract, read("How much notice does Acme need to leave?"))
    assert (now.partners, now.documents, now.within, now.followed) == ((), ("x",), True, True)
