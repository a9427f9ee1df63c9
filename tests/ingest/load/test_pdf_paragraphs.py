from hypothesis import given
from hypothesis import strategies as st

from ingest.load.pdf_paragraphs import ENOUGH, Line, with_paragraphs


def page(*down: float, top: float = 700.0) -> list[Line]:
    """Lines that stand so many points below the one before; a, b, c and so on."""
    lines = [Line("a", top)]
    for place, distance in enumerate(down, start=1):
        lines.append(Line(chr(ord("a") + place % 26), lines[-1].up - distance))
    return lines


def test_a_line_further_off_than_usual_begins_a_paragraph() -> None:
    assert with_paragraphs([page(12, 12, 22, 12, 12)]) == ["a\nb\nc\n\nd\ne\nf"]


def test_lines_at_one_distance_are_one_paragraph_however_wide_it_is() -> None:
    assert with_paragraphs([page(24, 24, 24)]) == ["a\nb\nc\nd"]


def test_a_raised_line_begins_no_paragraph() -> None:
    assert with_paragraphs([page(12, 9, 15, 12)]) == ["a\nb\nc\nd\ne"]


def test_the_next_column_goes_on_with_the_sentence() -> None:
    assert with_paragraphs([page(12, 12, -24, 12, 12)]) == ["a\nb\nc\nd\ne\nf"]


def test_on_a_page_of_few_lines_the_distance_of_the_document_is_the_usual_one() -> None:
    title, body = page(24, 24), page(*[12.0] * ENOUGH)
    assert with_paragraphs([title, body])[0] == "a\n\nb\n\nc"
    assert with_paragraphs([title])[0] == "a\nb\nc"


def test_a_page_of_enough_lines_goes_by_its_own_distance() -> None:
    wide = page(*[24.0] * ENOUGH)
    assert "\n\n" not in with_paragraphs([wide, page(*[12.0] * (3 * ENOUGH))])[0]


def test_a_line_that_is_turned_stands_by_itself() -> None:
    assert with_paragraphs([[Line("a", 700), Line("margin", 30, 90), Line("b", 688)]]) == ["a\n\nmargin\n\nb"]


def test_a_page_without_a_line_is_empty() -> None:
    assert with_paragraphs([[], [Line("a", 1)]]) == ["", "a"]


@given(st.lists(st.lists(st.builds(Line, st.text("ab ", min_size=1), st.floats(-1e4, 1e4), st.sampled_from([0, 90])))))
def test_no_line_is_lost_or_moved(pages: list[list[Line]]) -> None:
    texts = with_paragraphs(pages)
    assert [[line for line in text.split("\n") if line] for text in texts] == [[line.text for line in lines] for lines in pages]
