"""Dates as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import FoundDate, find_dates, in_words

FOUR_DIGITS = st.dates(min_value=date(1000, 1, 1))


def days(text: str) -> list[date]:
    return [found.date for found in find_dates(text)]


@pytest.mark.parametrize(
    "written",
    [
        "14 March 2027",
        "March 14, 2027",
        "14th day of March, 2027",
        "14 MAR 2027",
        "Mar. 14th, 2027",
        "2027-03-14",
        "2027-3-14",
        "3/14/2027",
        "14 March,\n2027",
        "March\n14, 2027",
    ],
)
def test_a_date_is_read_however_it_is_written(written: str) -> None:
    assert find_dates(f"from {written} on") == [FoundDate(5, 5 + len(written), date(2027, 3, 14))]


def test_september_has_two_abbreviations() -> None:
    assert days("Sep. 5, 2025 or Sept. 6, 2025") == [date(2025, 9, 5), date(2025, 9, 6)]


@pytest.mark.parametrize("written", ["31 February 2025", "2025-13-01", "13/13/2025", "February 29, 2025", "0 May 2025"])
def test_a_day_that_does_not_exist_is_left_out(written: str) -> None:
    assert days(f"On {written}.") == []


@pytest.mark.parametrize("written", ["March 2027", "14 March", "section 4-3-2", "1/2", "12024-01-01", "v2024-01-011"])
def test_what_is_no_complete_date_is_left_out(written: str) -> None:
    assert days(written) == []


def test_dates_come_in_the_order_of_the_text() -> None:
    assert days("until May 2, 2026, from 2025-05-03, signed 1 April 2025") == [
        date(2026, 5, 2),
        date(2025, 5, 3),
        date(2025, 4, 1),
    ]


def test_the_house_form_has_no_leading_zero() -> None:
    assert in_words(date(2027, 3, 4)) == "4 March 2027"


@given(FOUR_DIGITS)
def test_what_is_written_in_words_is_read_back(day: date) -> None:
    assert days(f"since {in_words(day)}.") == [day]


@given(FOUR_DIGITS)
def test_what_is_written_as_iso_is_read_back(day: date) -> None:
    assert days(day.isoformat()) == [day]


@given(st.text() | st.from_regex(r"(\d{1,3}[ /.-]?(May|Feb)?[ ,/-]?){0,6}\d{4}"))
def test_any_text_gives_dates_in_order_within_it(text: str) -> None:
    starts = [found.start for found in find_dates(text)]
    assert starts == sorted(starts)
    assert all(0 <= found.start < found.end <= len(text) for found in find_dates(text))
