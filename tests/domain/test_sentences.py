"""Where sentences begin and end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Acme Inc. and Borealis Corp. sign below.",
        "The laws of the U.S. District of Columbia apply.",
        "Sec. 4.2 and No. 7 stay in force.",
        "Write to J. Smith at the address above.",
        "Fees, e.g. Travel, are paid by the Reseller.",
        "The price is 4.50 dollars.",
        "The rate, i.e. what we charge, is fixed.",
        "Any breach (see Fig. 2) is reported.",
    ],
)
def test_a_full_stop_after_an_abbreviation_ends_nothing(text: str) -> None:
    assert sentences(text) == [text]


def test_closing_punctuation_ends_a_sentence_with_the_quotes_behind_it() -> None:
    assert sentences("We call it “the Term.” It ends in May! Why? Nobody knows.") == [
        "We call it “the Term.”",
        "It ends in May!",
        "Why?",
        "Nobody knows.",
    ]


def test_a_small_letter_after_a_full_stop_continues_the_sentence() -> None:
    assert sentences("The approx. amount is known. It is 7.") == ["The approx. amount is known.", "It is 7."]
    assert sentences("Given by Acme. its successors too.") == ["Given by Acme. its successors too."]


def test_a_blank_line_ends_a_sentence_and_a_line_break_does_not() -> None:
    assert sentences("Term of\nagreement\n\nThe term is\none year.") == ["Term of\nagreement", "The term is\none year."]


def test_a_line_that_breaks_off_early_before_a_new_start_ends_a_sentence() -> None:
    assert sentences("Fees\nThe Reseller pays what the price list says\nWithin thirty days of the invoice.") == [
        "Fees",
        "The Reseller pays what the price list says\nWithin thirty days of the invoice.",
    ]


@pytest.mark.parametrize("label", ["12.", "Section 4.", "Article IV.", "a."])
def test_a_clause_number_stays_with_its_clause(label: str) -> None:
    assert sentences(f"{label} Termination is by notice.") == [f"{label} Termination is by notice."]


def test_a_number_in_brackets_at_the_start_of_a_wrapped_line_opens_no_item() -> None:
    text = "The Reseller pays within fifteen\n(15) days of the invoice."
    assert sentences(text) == [text]


def test_each_list_item_is_a_sentence_of_its_own() -> None:
    text = "The Reseller shall:\n(a) report its sales;\n(b) train two engineers; and\n(c) pay its bills."
    assert sentences(text) == [
        "The Reseller shall:",
        "(a) report its sales;",
        "(b) train two engineers; and",
        "(c) pay its bills.",
    ]


def test_bullets_and_numbered_clauses_at_a_line_s_start_begin_a_sentence() -> None:
    assert sentences("Tiers\n- Silver\n- Gold") == ["Tiers", "- Silver", "- Gold"]
    assert sentences("as agreed\n12.2 Either party may leave") == ["as agreed", "12.2 Either party may leave"]


def test_nothing_has_no_sentences() -> None:
    assert sentence_spans("") == []
    assert sentence_spans(" \n\t\n ") == []


PIECES = (
    "Inc",
    ".",
    " ",
    "\n",
    "\n\n",
    "(15)",
    "(a)",
    "12.2",
    "- ",
    ";",
    ":",
    "and",
    "Either party",
    "”",
    "!",
    "é",
    "U.S.",
    "\t",
)


@given(text=st.text() | st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_sentences_are_in_order_and_disjoint_and_leave_out_white_space_only(text: str) -> None:
    position = 0
    for start, end in sentence_spans(text):
        assert position <= start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()
