"""What shape of answer a question expects, and which sentences hold it."""

import pytest

from app.knowledge.expectation import SHAPES, Expects, expectation, fits, values

QUESTIONS = [
    ("How much notice do we need to leave?", Expects.DURATION),
    ("how long is the protection period", Expects.DURATION),
    ("By when must the claim be in?", Expects.DURATION),
    ("What percentage do we get?", Expects.PERCENT),
    ("Which discount does Gold get?", Expects.PERCENT),
    ("How much does an Atlas licence cost?", Expects.MONEY),
    ("What is the liability cap?", Expects.MONEY),
    ("When does the certificate expire?", Expects.DATE),
    ("Is my certification still valid?", Expects.DATE),
    ("How many engineers must be certified?", Expects.NUMBER),
    ("Who approves it?", Expects.PERSON),
    ("and who's responsible for Acme?", Expects.PERSON),
    ("How do I register a deal?", Expects.STEPS),
    ("What should we do about the launch?", Expects.ADVICE),
    ("Is Borealis exclusive in Norway?", Expects.YES_NO),
    ("May we sell in Denmark?", Expects.YES_NO),
    ("governing law", Expects.ANYTHING),
]

SENTENCES = [
    (Expects.DURATION, "on sixty (60) days' notice", "the notice is in writing"),
    (Expects.DURATION, "Reports are due quarterly.", "Reports are due."),
    (Expects.PERCENT, "a discount of 20%", "a discount is granted"),
    (Expects.PERCENT, "fifteen per cent of the price", "a share of the price"),
    (Expects.MONEY, "capped at EUR 120,000", "capped at the fees paid"),
    (Expects.MONEY, "list price: 4200; currency: EUR", "the list price holds"),
    (Expects.DATE, "until 14 March 2027", "until the end"),
    (Expects.DATE, "valid_until: 2027-03-14", "valid until withdrawn"),
    (Expects.NUMBER, "two certified engineers", "certified engineers"),
    (Expects.PERSON, "Ask Ingrid Dahl about it.", "ask about it"),
]


@pytest.mark.parametrize(("question", "expected"), QUESTIONS)
def test_a_question_tells_the_shape_of_its_answer(question: str, expected: Expects) -> None:
    assert expectation(question) is expected


@pytest.mark.parametrize(("expects", "holding", "lacking"), SENTENCES)
def test_a_sentence_has_the_shape_only_when_it_holds_such_a_value(expects: Expects, holding: str, lacking: str) -> None:
    assert fits(expects, holding) is True
    assert fits(expects, lacking) is False
    assert values(expects, holding)
    assert values(expects, lacking) == []


@pytest.mark.parametrize("expects", sorted(set(Expects) - set(SHAPES)))
def test_a_shape_without_a_pattern_says_nothing(expects: Expects) -> None:
    assert fits(expects, "anything at all, 20% or two days") is None
    assert values(expects, "20%") == []


def test_values_are_given_as_written_and_once() -> None:
    found = values(Expects.DURATION, "sixty (60) days, at the latest ninety days, that is sixty (60) days")
    assert found == ["sixty (60) days", "ninety days"]
