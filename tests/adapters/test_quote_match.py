"""Quotes found by their letters."""

from hypothesis import given
from hypothesis import strategies as st

from app.adapters.quote_match import find_quote, letters


def found(page: str, quote: str, expected: int = 0) -> str:
    return "".join(page[index] for index in find_quote(letters(page), quote, expected))


def test_spaces_line_ends_hyphens_ligatures_and_case_do_not_matter() -> None:
    page = "Either party may ter-\nminate the \ufb01nal  Order."
    assert found(page, "may terminate the FINAL order") == "mayterminatethe\ufb01nalOrder"


def test_of_equal_places_the_nearest_to_the_expected_one_counts() -> None:
    page = "30 days. Other words. 30 days."
    assert find_quote(letters(page), "30 days", expected=0)[0] == 0
    assert find_quote(letters(page), "30 days", expected=16)[0] == 22


def test_a_quote_that_goes_on_elsewhere_is_found_as_far_as_it_is_here() -> None:
    page = "The notice period of this Agreement is sixty"
    assert found(page, "this Agreement is sixty days, but not before the first year ends") == "thisAgreementissixty"


def test_lines_with_something_between_them_are_found_each_for_itself() -> None:
    page = "Either party may terminate\nPage 3 of 9 confidential\nthis Agreement for convenience"
    assert found(page, "Either party may terminate\nthis Agreement for convenience") == (
        "EitherpartymayterminatethisAgreementforconvenience"
    )


def test_what_is_not_there_is_not_marked() -> None:
    assert found("Nothing of the kind stands here", "Completely different wording throughout") == ""
    assert found("", "words") == ""
    assert found("words", "...") == ""


def test_a_short_part_is_too_little_to_mark() -> None:
    assert found("the Partner shall", "of the Partner's own free will, and wholly otherwise") == ""


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_any_piece_of_a_page_is_found_with_its_letters(page: str, first: int, second: int) -> None:
    start, end = sorted((first, second))
    quote = page[start:end]
    place = find_quote(letters(page), quote, len(letters(page[:start]).text))
    assert letters(page[index] for index in place).text.find(letters(quote).text) >= 0
