"""What is asked stays when the names are taken out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.knowledge.topic import topic_of


def topic(question: str, *names: str) -> str:
    """The topic with the first place of each name marked as one."""
    return topic_of(question, [(question.index(name), question.index(name) + len(name)) for name in names])


@pytest.mark.parametrize(
    ("question", "name", "expected"),
    [
        ("When does the Acme deal end?", "Acme", "When does the deal end?"),
        ("What is Acme's notice period?", "Acme", "What is the partner notice period?"),
        ("Is Acme's reseller agreement exclusive?", "Acme", "Is reseller agreement exclusive?"),
        ("Can Acme leave?", "Acme", "Can the partner leave?"),
        ("Does the  contract\nwith Acme renew?", "Acme", "Does the contract with the partner renew?"),
    ],
)
def test_a_name_is_dropped_before_its_contract_and_is_the_partner_where_it_acts(
    question: str, name: str, expected: str
) -> None:
    assert topic(question, name) == expected


def test_a_part_that_only_says_where_to_look_is_dropped() -> None:
    asked = "Consider the Reseller Agreement between Acme and Borealis; what is the notice period?"
    assert topic(asked, "Acme and Borealis") == "what is the notice period?"
    assert topic("For Acme: no matter. How long is the notice?", "Acme") == "How long is the notice?"


def test_a_part_that_says_what_it_is_about_stays() -> None:
    said = "We want to leave the agreement early. What must we pay?"
    assert topic(said) == said


def test_a_part_without_a_question_stays_where_there_is_no_other() -> None:
    assert topic("Regarding termination for convenience.") == "Regarding termination for convenience."


def test_a_question_that_is_nothing_but_a_name_is_its_own_topic() -> None:
    assert topic("Acme deal", "Acme") == "deal"
    assert topic_of("Acme's", [(0, 6)]) == "the partner"
    assert topic_of("", []) == ""


@settings(deadline=None)
@given(st.text(max_size=60), st.data())
def test_any_question_has_a_topic(question: str, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.lists(st.integers(0, len(question)), max_size=6, unique=True)))
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    found = topic_of(question, spans)
    assert bool(found) == bool(question)
    assert topic_of(question, []).split() == question.split() or len(topic_of(question, [])) < len(question)
