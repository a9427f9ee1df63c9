"""From the pieces of a text to the passages of a document."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.documents import DocumentText, PageSpan, Passage, passage_id
from ingest.passages import passages
from ingest.split import Piece

TEXT = "Term\n\nSixty days.\n\nLaw\n\nOslo."
PIECES = (Piece(0, 17, ("1 Term",)), Piece(19, 29, ("2 Law",), "row"))


def test_a_passage_is_a_piece_with_its_words_its_headings_and_its_place_in_the_order() -> None:
    assert passages(DocumentText(TEXT), PIECES, "d", "r") == (
        Passage(passage_id("d", "r", 0), "d", 0, 0, 17, "Term\n\nSixty days.", None, ("1 Term",), "text"),
        Passage(passage_id("d", "r", 1), "d", 1, 19, 29, "Law\n\nOslo.", None, ("2 Law",), "row"),
    )


def test_ids_follow_from_document_revision_and_place() -> None:
    text = DocumentText(TEXT)
    ids = [
        [passage.id for passage in passages(text, PIECES, *names)] for names in (("d", "r"), ("d", "r"), ("d", "s"), ("e", "r"))
    ]
    assert ids[0] == ids[1]
    assert len({identity for found in ids for identity in found}) == 3 * 2


def test_a_passage_knows_the_page_it_begins_on() -> None:
    text = DocumentText("x" * 30, (PageSpan(1, 2, 9), PageSpan(3, 9, 9), PageSpan(4, 11, 30)))
    pieces = [Piece(at, at + 1, ()) for at in (0, 2, 8, 9, 10, 11, 29)]
    assert [passage.page for passage in passages(text, pieces, "d", "r")] == [None, 1, 1, 3, 3, 4, 4]


@given(st.lists(st.integers(0, 20), max_size=8).map(sorted), st.sets(st.integers(0, 25)))
@settings(max_examples=200, deadline=None)
def test_pages_are_those_that_the_document_tells_for_the_place(starts: list[int], places: set[int]) -> None:
    text = DocumentText("x" * 30, tuple(PageSpan(number, start, start) for number, start in enumerate(starts, 1)))
    found = passages(text, [Piece(place, place + 1, ()) for place in sorted(places)], "d", "r")
    assert [passage.page for passage in found] == [text.page_of(passage.start) for passage in found]
