"""What a passage says to the model once blanks and rows of marks are left out, and where its sentences stand then."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.condense import condensed


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("", ""),
        (" \n ", ""),
        ("Notice  is\ndue. ", "Notice is due."),
        ("Signed: ______________, Oslo", "Signed: ___, Oslo"),
        ("1.1 Term . . . . . . . . 12", "1.1 Term ... 12"),
        ("------\nFees\n= = = = =", "---\nFees\n===".replace("\n", " ")),
        ("[***] [***] [***] [***] [***] 7", "[***][***][***] 7"),
        ("|---|---|---|---|---|", "|---|---|---|"),
        ("wait... *** and -- so", "wait... *** and -- so"),
        ("1111111 aaaaaaa", "1111111 aaaaaaa"),
    ],
)
def test_blanks_are_single_and_marks_come_three_times_at_most(text: str, short: str) -> None:
    assert condensed(text).text == short


def test_a_stretch_is_found_again_in_what_is_left() -> None:
    text = "1.1  Term ........ 12\n1.2 Fees _ _ _ _ _ due"
    short = condensed(text)
    for wanted in ("Term", "12", "1.2 Fees", "due"):
        start = text.index(wanted)
        assert short.text[short.place(start) : short.place(start + len(wanted))] == wanted
    assert short.place(len(text)) == len(short.text)


def test_a_place_among_marks_that_were_left_out_is_that_of_what_follows() -> None:
    text = "Fees -------- due"
    short = condensed(text)
    assert short.text == "Fees --- due"
    assert short.text[short.place(text.index("due") - 2) :] == " due"


WORDS = st.lists(st.sampled_from(["Fee", "12", "é", "-", "----", "_", ".", " .", "[*]", "\n", "  ", "(a)"]), max_size=40)


@given(WORDS.map("".join))
@settings(max_examples=300, deadline=None)
def test_no_letter_or_digit_is_lost_and_every_place_is_kept_in_order(text: str) -> None:
    short = condensed(text)
    said = re.compile(r"[^\W_]")
    assert said.findall(short.text) == said.findall(text)
    assert not re.search(r"\s\s|^\s|\s$", short.text)
    places = [short.place(position) for position in range(len(text) + 1)]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0, len(short.text))
    for position, character in enumerate(text):
        if said.match(character):
            assert short.text[places[position]] == character
