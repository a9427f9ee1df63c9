"""Text around a span, and its page."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from app.api.excerpt import excerpt, excerpt_page

TEXT = "one two three\nfour five six\nseven eight nine"


def test_the_surroundings_are_cut_at_line_ends() -> None:
    shown = excerpt(TEXT, TEXT.index("five"), TEXT.index("five") + 4, around=12)
    assert (shown.before, shown.span, shown.after) == ("four ", "five", " six")


def test_a_long_line_is_cut_at_words() -> None:
    shown = excerpt("alpha beta gamma delta epsilon", 11, 16, around=8)
    assert (shown.before, shown.span, shown.after) == ("beta ", "gamma", " delta")


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 30))
def test_the_parts_are_the_text_from_the_offset_on(text: str, first: int, second: int, around: int) -> None:
    start, end = sorted((min(first, len(text)), min(second, len(text))))
    shown = excerpt(text, start, end, around)
    whole = shown.before + shown.span + shown.after
    assert text[shown.offset : shown.offset + len(whole)] == whole
    assert shown.span == text[start:end]


@given(st.text(alphabet="<>&'\"a;: \n", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_text_from_a_document_never_becomes_markup(text: str, first: int, second: int) -> None:
    start, end = sorted((min(first, len(text)), min(second, len(text))))
    page = excerpt_page(text, excerpt(text, start, end), [(0, len(text))])
    body = page.split("</head>")[1]
    assert set(re.findall(r"</?([^\s>]*)", body)) <= {"body", "h1", "p", "span", "mark", "html"}
    assert body.count('id="span"') <= 1
    shown = "".join(html.unescape(re.sub("<[^>]*>", "", line)) for line in re.findall("<p.*?</p>", body, re.DOTALL))
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", text)


def test_a_span_over_paragraphs_is_marked_in_each() -> None:
    page = excerpt_page("T", excerpt("aaa\n\nbbb", 1, 7), [])
    assert '<p dir="auto">a<mark id="span">aa</mark></p>' in page
    assert '<p dir="auto"><mark>bb</mark>b</p>' in page


def test_a_table_row_has_a_line_for_each_cell() -> None:
    page = excerpt_page("T", excerpt("Intro; more\n\nName: A; Days: 60", 0, 0), [(13, 30)])
    assert '<p dir="auto">Intro; more</p>' in page
    assert "<span>Name: A; </span><span>Days: 60</span>" in page
