"""Words are compared by their stems, without the ones that only dress a question, and forgiven a typing error or two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.knowledge.words import SHORTEST_FUZZY, alike, content_stems, stem, stems, words

LETTERS = st.text("abcdefghijklmnop", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [("terminate", "Terminated"), ("Acme's", "acme"), ("partner’s", "partners"), ("U.S.", "us"), ("payments", "payment")],
)
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_a_hyphenated_word_counts_whole_and_in_its_parts() -> None:
    assert words("A co-sell deal, 20% off") == ["A", "co-sell", "co", "sell", "deal", "20", "off"]


def test_the_words_that_dress_a_question_carry_nothing() -> None:
    assert content_stems("Hi, could you please tell me what the notice period is?") == ["notic", "period"]
    assert content_stems("what's that") == []


def test_meaningful_stems_come_once_in_order_and_single_digits_stay() -> None:
    assert content_stems("tier 2 deals and deal tiers") == ["tier", "2", "deal"]
    assert stems("deals and deal") == ["deal", "and", "deal"]


@pytest.mark.parametrize(
    ("right", "typed"), [("termin", "termni"), ("discount", "discuont"), ("registr", "regstr"), ("certif", "certf")]
)
def test_typing_errors_are_forgiven_in_long_words(right: str, typed: str) -> None:
    assert alike(right, typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [("fee", "see"), ("deal", "dean"), ("12345", "12346"), ("partner", "gartner"), ("notice", "invoice"), ("price", "prize1x")],
)
def test_short_words_numbers_and_other_words_are_not_taken_for_errors(one: str, other: str) -> None:
    assert not alike(one, other)


@given(LETTERS, LETTERS)
def test_likeness_goes_both_ways_and_never_joins_short_words(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one)
    if one != other and min(len(one), len(other)) < SHORTEST_FUZZY:
        assert not alike(one, other)


@given(st.text(max_size=80))
def test_any_text_has_stems_and_the_meaningful_ones_are_among_them(text: str) -> None:
    assert set(content_stems(text)) <= set(stems(text))
