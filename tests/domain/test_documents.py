"""Documents and their pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.documents import DocumentText, PageSpan

PAGES = (PageSpan(1, 0, 10), PageSpan(2, 12, 12), PageSpan(3, 14, 30))


@pytest.mark.parametrize(("position", "page"), [(0, 1), (9, 1), (11, 1), (12, 2), (13, 2), (14, 3), (29, 3), (500, 3)])
def test_a_position_belongs_to_the_last_page_that_began_before_it(position: int, page: int) -> None:
    assert DocumentText("", PAGES).page_of(position) == page


def test_a_format_without_pages_has_no_page() -> None:
    assert DocumentText("text").page_of(0) is None


@given(st.lists(st.integers(0, 40), min_size=1, max_size=8), st.data())
def test_every_character_of_a_page_is_found_on_it(lengths: list[int], data: st.DataObject) -> None:
    pages, start = [], 0
    for number, length in enumerate(lengths, start=1):
        pages.append(PageSpan(number, start, start + length))
        start += length + 2
    page = data.draw(st.sampled_from(pages))
    position = data.draw(st.integers(page.start, max(page.start, page.end - 1)))
    assert DocumentText("", tuple(pages)).page_of(position) == page.number
