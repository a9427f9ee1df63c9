"""A figure is the same however it is written, and another with another unit."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.conversation.figures import Figure, stated, without_figures

SAME = [
    ("sixty (60) days' notice", {Figure("60", "day")}),
    ("a 60-day notice", {Figure("60", "day")}),
    ("60 calendar days", {Figure("60", "day")}),
    ("ninety-five weeks", {Figure("95", "week")}),
    ("one hundred and eighty (180) days", {Figure("180", "day")}),
    ("twenty-four months", {Figure("24", "month")}),
    ("NOK 9 000 000", {Figure("9000000", "NOK")}),
    ("NOK 9,000,000.00", {Figure("9000000", "NOK")}),
    ("9 million NOK", {Figure("9000000", "NOK")}),
    ("EUR 9.5 million", {Figure("9500000", "EUR")}),
    ("a hundred thousand dollars", {Figure("100000", "USD")}),
    ("$1,200", {Figure("1200", "USD")}),
    ("US$ 1,200", {Figure("1200", "USD")}),
    ("twenty per cent", {Figure("20", "%")}),
    ("20 % of 7.5%", {Figure("20", "%"), Figure("7.5", "%")}),
    ("one year", {Figure("1", "year")}),
    ("one of the parties", set()),
    ("someone often phones", set()),
    ("section 12.2 of", {Figure("12.2")}),
    ("product FJ-ATL-C1 in Q3, clause D1.1, LS11 5PS", set()),
    ("007", {Figure("7")}),
]


@pytest.mark.parametrize(("text", "figures"), SAME)
def test_figures_are_read_with_their_units(text: str, figures: set[Figure]) -> None:
    assert stated(text).figures == figures


def test_whole_dates_are_dates_and_no_figures() -> None:
    read = stated("from 14 March 2027 (2027-03-14) for 30 days")
    assert read.dates == {date(2027, 3, 14)}
    assert read.figures == {Figure("30", "day")}


@pytest.mark.parametrize(
    ("text", "figure", "holds"),
    [
        ("60 days", Figure("60", "day"), True),
        ("60 days", Figure("60"), True),
        ("60 days", Figure("60", "month"), False),
        ("Notice (days): 60", Figure("60", "day"), True),
        ("Notice: 60", Figure("60", "day"), False),
        ("Discount: 20", Figure("20", "%"), True),
        ("Clause 20 grants a week", Figure("20", "%"), False),
    ],
)
def test_a_bare_number_takes_only_a_unit_its_text_mentions(text: str, figure: Figure, holds: bool) -> None:  # noqa: FBT001  # a table of cases
    assert stated(text).holds(figure) is holds


def test_the_words_that_are_left_hold_no_figure() -> None:
    assert without_figures("sixty (60) days from 14 March 2027").split() == ["(", ")", "days", "from"]
    assert without_figures("FJ-ATL-C1 costs 9,600 in the 2nd year").split() == ["FJ-ATL-C1", "costs", "in", "the", "year"]


@given(st.integers(0, 10**12))
def test_thousands_separators_change_nothing(number: int) -> None:
    forms = (f"{number}", f"{number:,}", f"{number:,}".replace(",", " "), f"{number:,}".replace(",", "."))
    assert {figure for form in forms for figure in stated(form).figures} == {Figure(str(number))}


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    read = stated(text)
    assert all(read.holds(figure) for figure in read.figures)
