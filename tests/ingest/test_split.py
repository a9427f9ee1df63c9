"""From extracted text to the pieces that become passages."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.sentences import sentence_spans
from ingest.extracted import BlockKind, Extracted, TextBuilder
from ingest.split import FEWEST, HARD_LIMIT, LONGEST, PIECE_KINDS, TARGET, split
from tests.ingest.extracts import passages_of as passages
from tests.ingest.extracts import plain, plain_documents, structured_documents

SENTENCE = "Either party may terminate this Agreement upon sixty (60) days' prior written notice to the other. "


def texts(document: Extracted) -> list[str]:
    return [passage.text for passage in passages(document)]


def test_a_clause_is_one_passage_under_its_heading() -> None:
    document = plain(f"1. Term\n{SENTENCE * 3}\n2. Law\n{SENTENCE * 3}")
    assert [(passage.section, passage.text[:7]) for passage in passages(document)] == [
        (("1 Term",), "1. Term"),
        (("2 Law",), "2. Law\n"),
    ]


def test_a_long_clause_is_cut_between_sentences() -> None:
    found = texts(plain("12. Term\n" + SENTENCE * 30))
    assert len(found) > 4
    assert all(len(text) <= TARGET and text.endswith("other.") for text in found)


def test_short_clauses_under_the_same_parent_are_joined() -> None:
    document = plain("2. Fees\nDue now.\n2.1 Late Fees\nOne percent.\n2.2 Refunds\nNone.\n3. Law\nOslo.")
    assert [(passage.section, passage.text) for passage in passages(document)] == [
        (("2 Fees",), "2. Fees\nDue now.\n2.1 Late Fees\nOne percent.\n2.2 Refunds\nNone."),
        (("3 Law",), "3. Law\nOslo."),
    ]


def test_a_table_row_stands_alone_with_its_header() -> None:
    builder = TextBuilder()
    builder.add("Prices", BlockKind.HEADING, level=1)
    builder.add("All in euros.", BlockKind.PARAGRAPH)
    for name, price in (("Atlas", "60"), ("Borealis", "90")):
        builder.add(f"Product: {name}; Price: {price}", BlockKind.ROW, cells=(("Product", name), ("Price", price)))
    builder.add("Without tax.", BlockKind.PARAGRAPH)
    assert [(passage.kind, passage.text, passage.section) for passage in passages(builder.build("text/csv"))] == [
        ("text", "Prices\n\nAll in euros.", ("Prices",)),
        ("row", "Product: Atlas; Price: 60", ("Prices",)),
        ("row", "Product: Borealis; Price: 90", ("Prices",)),
        ("text", "Without tax.", ("Prices",)),
    ]


def test_a_sentence_over_the_hard_limit_is_cut_at_blanks_and_loses_nothing() -> None:
    text = " ".join(f"word{number}" for number in range(1000))
    found = texts(plain(text))
    assert " ".join(found) == text
    assert all(len(piece) <= HARD_LIMIT for piece in found)


def test_a_sentence_within_the_hard_limit_stays_whole() -> None:
    sentence = "The Reseller shall " + "sell and support the Products, and " * 30 + "report."
    assert LONGEST < len(sentence) <= HARD_LIMIT
    assert texts(plain(f"{SENTENCE * 2}{sentence} {SENTENCE * 2}"))[1] == sentence


def test_a_stray_page_number_is_no_passage() -> None:
    builder = TextBuilder()
    builder.add("7", BlockKind.HEADING, level=1)
    builder.add("Law", BlockKind.HEADING, level=1)
    builder.add(SENTENCE * 3, BlockKind.PARAGRAPH)
    assert [passage.section for passage in passages(builder.build("text/html"))] == [("Law",)]


def test_nothing_has_no_pieces() -> None:
    assert list(split(plain(""))) == []


DOCUMENTS = plain_documents() | structured_documents()


@given(DOCUMENTS)
@settings(max_examples=200, deadline=None)
def test_pieces_are_in_order_disjoint_of_known_kinds_and_without_outer_blanks(document: Extracted) -> None:
    found = list(split(document))
    assert all(before.end <= after.start for before, after in pairwise(found))
    for piece in found:
        assert 0 <= piece.start < piece.end <= len(document.text)
        text = document.text[piece.start : piece.end]
        assert text == text.strip()
        assert piece.kind in PIECE_KINDS


@given(DOCUMENTS)
@settings(max_examples=200, deadline=None)
def test_no_words_are_lost(document: Extracted) -> None:
    """Between two passages there is white space, punctuation, or a crumb too small to be one."""
    found = passages(document)
    edges = [0, *(edge for passage in found for edge in (passage.start, passage.end)), len(document.text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        for crumb in _blocks_between(document, start, end):
            assert sum(character.isalnum() for character in crumb) < FEWEST


@given(DOCUMENTS)
@settings(max_examples=200, deadline=None)
def test_a_passage_of_text_stays_within_the_limits(document: Extracted) -> None:
    for passage in passages(document):
        assert passage.kind == "row" or len(passage.text) <= HARD_LIMIT


@given(st.lists(st.sampled_from([SENTENCE, "Notice is due. ", "Fees. "]), max_size=60).map("".join))
@settings(max_examples=100, deadline=None)
def test_no_passage_of_sentences_that_fit_is_longer_than_a_whole_section_may_be(text: str) -> None:
    assert all(len(found) <= LONGEST for found in texts(plain(text)))


@given(
    st.lists(
        st.sampled_from([SENTENCE, SENTENCE * 2, "Notice is due. ", "Fees are paid in euros, not later than May. "]),
        max_size=40,
    )
)
@settings(max_examples=100, deadline=None)
def test_no_cut_falls_inside_a_sentence_that_fits(parts: list[str]) -> None:
    text = "".join(parts)
    spans = sentence_spans(text)
    for passage in passages(plain(text)):
        assert not [span for span in spans if span[0] < passage.start < span[1] or span[0] < passage.end < span[1]]


def _blocks_between(document: Extracted, start: int, end: int) -> list[str]:
    """What stands outside the passages, block by block: two crumbs side by side are still crumbs."""
    inside = [document.text[max(b.start, start) : min(b.end, end)] for b in document.blocks if b.start < end and start < b.end]
    return inside or [*document.text[start:end].split("\n\n")]
