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
        ("...", ""),
        ("Notice  is\ndue. ", "Notice is due"),
        ("(a) any fee, cost; or \u201ccharge\u201d:", "a any fee cost or charge"),
        ("non-exclusive, and/or Acme\u2019s", "non exclusive and or Acme s"),
        ("Signed: ______________, Oslo", "Signed Oslo"),
        ("1.1 Term . . . . . . . . 12", "1.1 Term 12"),
        ("------\nFees\n= = = = =", "Fees = = = = ="),
        ("[***] [***] 7", "7"),
        ("|---|---|---|---|---|", ""),
        ("on 12/31/2026 at 17:30, 1,250.50 for 2-3", "on 12/31/2026 at 17:30 1,250.50 for 2-3"),
        ("12.2. Sixty-60", "12.2 Sixty 60"),
        ("5% of $10 & \u00a7 7 + #3", "5% of $10 & \u00a7 7 + #3"),
        ("\u00a1Hola! \u00abd\u00e9j\u00e0\u00bb", "Hola d\u00e9j\u00e0"),
        ("8\u65e5\u3001\u300c\u5951\u7d04\u300d\u3002\uff08\u7532\uff09", "8\u65e5 \u5951\u7d04 \u7532"),
        ("\u0627\u0644\u0639\u0642\u062f\u060c \u0946", "\u0627\u0644\u0639\u0642\u062f \u0946"),
        ("\u0939\u093f\u0902\u0926\u0940 \u2022 \u25cf x", "\u0939\u093f\u0902\u0926\u0940 x"),
    ],
)
def test_blanks_and_marks_become_single_blanks_but_in_numbers_and_where_they_count(text: str, short: str) -> None:
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
    assert short.text == "Fees due"
    assert short.text[short.place(text.index("due") - 2) :] == "due"


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
