"""What may be somebody's name is told by the question alone."""

import pytest

from app.knowledge.strangers import stand_for_somebody, strangers


@pytest.mark.parametrize("name", ["borealis", "zephyria", "delta", "granville"])
@pytest.mark.parametrize(
    "question",
    [
        "how much notice must {} give to terminate?",
        "what is {}'s territory",
        "what discount does {} get",
        "can {} leave early",
        "what is {} territory",
    ],
)
def test_a_word_that_stands_where_a_party_does_may_be_a_name_whatever_it_means(question: str, name: str) -> None:
    assert stand_for_somebody(question.format(name)) == {name}
    assert stand_for_somebody(question.format(name.title())) == {name}


@pytest.mark.parametrize(
    "question",
    [
        "what's the notice period and who's in charge?",
        "how much notice must we give to terminate?",
        "may the agreement be assigned?",
        "who owns the customer's data?",
        "must both parties' consent be given?",
        "do distributors get a better discount?",
        "does the initial term end on its own?",
        "is termination possible",
        "discounts by tier",
        "does it need our new partner's signature?",
    ],
)
def test_things_and_those_everybody_knows_are_no_names(question: str) -> None:
    assert stand_for_somebody(question) == frozenset()


@pytest.mark.parametrize("name", ["Delta", "granville", "zephyria"])
def test_the_first_word_of_a_headline_may_be_a_name(name: str) -> None:
    assert name.lower()[:5] in {word[:5] for word in strangers(f"{name} notice period?")}
    assert not strangers("is notice given in writing?")


@pytest.mark.parametrize("name", ["borealis", "zephyria", "hespera", "elmwood", "northgate", "rheinhafen"])
def test_a_word_in_no_dictionary_may_be_a_name_wherever_it_stands(name: str) -> None:
    assert len(strangers(f"{name} notice period?")) == len(strangers(f"the territory of {name.title()} in the north")) == 1


@pytest.mark.parametrize(
    "question",
    [
        "What is the notice period for resellers?",
        "wich discounts aply to distributon of certifcates?",
        "Can they poach our engineers, or is it escrowed until arbitration?",
        "How many CRM seats, SLAs and KPIs do we get in Q3?",
        "",
    ],
)
def test_words_and_words_with_a_typing_error_are_no_names(question: str) -> None:
    assert not strangers(question)


def test_a_question_in_another_language_is_not_made_of_names() -> None:
    assert not strangers("Wie lange ist die Kündigungsfrist für unseren Vertrag mit Ihnen?")
    assert strangers("How long may borealis use our trade marks after the end of the agreement?")
