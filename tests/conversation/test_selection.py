"""An answer takes the sentence that answers, what limits it, and nothing twice; lists and rows come as such."""

from dataclasses import replace

import pytest

from app.conversation.selection import COMPLETES, MOST, MOST_STEPS, select, steps_of
from app.knowledge.evidence import Evidence
from tests.conversation.sentences import AGREEMENT, GUIDE, asked, evidence

QUESTION = asked("How much notice does Acme need?").question
ORDINARY = "Invoices are due" + " at the place and on the day that the parties have agreed in the order" * 4 + "."
LONG = " Further words about other matters stand here as well." * 8
NOTICE = "12.2 Either party may terminate upon sixty (60) days' notice."
PROVISO = "Provided that no such notice may take effect during the Initial Term."
STEPS = "How to register\n\n1. Open the portal.\n\n2. Fill in the form. Name the customer.\n\n3. Send it to the deal desk."


def long_clause(text: str) -> Evidence:
    return evidence(text, within=f"{NOTICE} {PROVISO} {ORDINARY}{LONG}", score=2.0)


def test_a_proviso_is_taken_along_from_a_long_clause_and_a_long_ordinary_sentence_is_not() -> None:
    best, proviso = long_clause(NOTICE), long_clause(PROVISO)
    assert select(QUESTION, [best], [proviso]) == [best, proviso]
    assert select(QUESTION, [best], [long_clause(ORDINARY)]) == [best]


def test_a_short_clause_is_quoted_with_the_sentence_that_follows() -> None:
    within = f"{NOTICE} It is given in writing."
    best, following = evidence(NOTICE, within=within), evidence("It is given in writing.", within=within)
    assert select(QUESTION, [best], [following]) == [best, following]


@pytest.mark.parametrize(
    "twin",
    [
        "Either party may terminate upon sixty (60) days' notice.",
        "12.2 Either party may terminate upon sixty (60) days’ notice!",
    ],
)
def test_a_sentence_that_says_the_same_is_left_out(twin: str) -> None:
    best = evidence(NOTICE, score=2.0)
    assert select(QUESTION, [best, evidence(twin, GUIDE, score=1.9)]) == [best]


def test_further_sentences_complete_up_to_the_most_and_only_close_ones() -> None:
    best = evidence(NOTICE, score=9.0)
    close = [evidence(text, GUIDE, score=8.0, number=at) for at, text in enumerate(
        ["Notices go by courier.", "Deals stay protected.", "Stock is bought back.", "Logos are taken down."], 1)]  # fmt: skip
    assert select(QUESTION, [best, *close]) == [best, *close[: MOST - 1]]
    assert select(QUESTION, [best, *close], most=1) == [best]
    far = evidence("Notices go by courier.", GUIDE, score=9.0 - COMPLETES - 0.1)
    assert select(QUESTION, [best, far]) == [best]
    assert select(QUESTION, []) == []


def test_rows_are_listed_when_several_are_asked_for_and_one_or_two_otherwise() -> None:
    rows = [evidence(f"ticket: T-{n}; status: open.", GUIDE, kind="row", number=n, score=5.0) for n in range(1, 7)]
    assert select(asked("Which tickets are open?").question, rows) == rows
    assert select(asked("Is the ticket open?").question, rows) == rows[:2]


def test_a_procedure_is_given_as_its_steps_in_order_each_whole() -> None:
    steps = steps_of(
        asked("How do I register a deal?").question,
        evidence("2. Fill in the form.", GUIDE, "How to register", within=STEPS),
        (),
    )
    assert [one.text for one in steps] == [
        "1. Open the portal.",
        "2. Fill in the form. Name the customer.",
        "3. Send it to the deal desk.",
    ]
    for one in steps:
        passage = one.ranked.passage
        assert passage.text[one.start - passage.start : one.end - passage.start] == one.text


def test_a_list_is_cut_at_the_most_steps() -> None:
    text = "\n\n".join(f"{n}. Do thing {n}." for n in range(1, MOST_STEPS + 4))
    assert len(steps_of(asked("How do I do it?").question, evidence("1. Do thing 1.", GUIDE, within=text), ())) == MOST_STEPS


def test_no_steps_come_from_a_contract_from_prose_or_for_another_question() -> None:
    how, when = asked("How do I register a deal?").question, asked("When is it due?").question
    best = evidence("1. Open the portal.", GUIDE, within=STEPS)
    assert steps_of(when, best, ()) == []
    assert steps_of(how, evidence("1. Open the portal.", AGREEMENT, within=STEPS), ()) == []
    assert steps_of(how, evidence("Open the portal.", GUIDE, within="Open the portal. Fill in the form."), ()) == []


def test_steps_that_go_on_in_the_next_passage_are_taken_along_until_the_heading_changes() -> None:
    best = evidence("1. Open the portal.", GUIDE, "How to register", within=STEPS)
    first = best.ranked.passage
    after = replace(first, id="after", ordinal=first.ordinal + 1, text="4. Wait two days.")
    beyond = replace(first, id="beyond", ordinal=first.ordinal + 2, section=("Appeals",), text="Write to the desk.")
    steps = steps_of(asked("How do I register a deal?").question, best, (first, after, beyond))
    assert [one.text for one in steps][-1] == "4. Wait two days."
    assert steps[-1].ranked.passage.id == "after"
