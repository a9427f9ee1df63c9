"""From passages to the sentences a document is ranked by."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.access import PUBLIC
from app.domain.documents import Document, Passage
from app.domain.sentences import sentence_spans
from app.ports import Vectors
from ingest.condense import condensed
from ingest.enrich import embedded_text
from ingest.extracted import Extracted
from ingest.split import FEWEST
from ingest.units import LONGEST, SHORTEST, assemble, no_kinds, readable, unit_spans
from tests.fakes.embedder import FakeEmbedder
from tests.ingest.extracts import passages_of, plain_documents, structured_documents, texts

DOCUMENT = Document("d", "a.txt", "Acme Agreement", "agreement", PUBLIC, "/a.txt", "text/plain", "r", parties=("Borealis",))
ITEM = "sell, promote and support the Products in the Territory with all the care a prudent merchant takes"


def passage(text: str, kind: str = "text") -> Passage:
    return Passage("p", "d", 3, 100, 100 + len(text), text, section=("2 Fees", "2.1 Late Fees"), kind=kind)


def units(text: str, kind: str = "text") -> list[str]:
    return [text[start:end] for start, end in unit_spans(passage(text, kind))]


def test_the_sentences_of_a_passage_are_its_units() -> None:
    assert units("Notice is due.\nAcme Inc. pays sixty (60) days later.  Oslo is the seat.") == [
        "Notice is due.",
        "Acme Inc. pays sixty (60) days later.",
        "Oslo is the seat.",
    ]


def test_a_table_row_is_one_unit() -> None:
    row = "Product: Atlas. Beta; Price: 60! Net. Delivery: now."
    assert units(f" {row} ", "row") == [row]
    assert units(" \n", "row") == []


def test_a_long_sentence_is_cut_after_semicolons_and_before_letters_and_roman_numbers() -> None:
    text = f"The Reseller shall (a) {ITEM}, (b) {ITEM}; {ITEM} for sixty (60) days; (iii) {ITEM}, {ITEM}, {ITEM}."
    assert units(text) == [
        f"The Reseller shall (a) {ITEM},",
        f"(b) {ITEM};",
        f"{ITEM} for sixty (60) days;",
        f"(iii) {ITEM}, {ITEM}, {ITEM}.",
    ]


def test_a_sentence_that_is_not_long_stays_whole() -> None:
    text = f"The Reseller shall (a) {ITEM}; (b) {ITEM}; and (c) {ITEM}."
    assert len(text) <= LONGEST
    assert units(text) == [text]


def test_no_part_of_a_long_sentence_is_short() -> None:
    text = f"Under (a) and (b); {ITEM}, (c) no, (d) {ITEM}; {ITEM}; {ITEM}; {ITEM}; {ITEM}; (e) yes."
    found = units(text)
    assert len(found) == 6
    assert all(len(unit) >= SHORTEST for unit in found)


def test_a_label_goes_with_what_follows_and_a_last_crumb_with_what_stands_before() -> None:
    assert units("***\n\nNotice is due.\n\n* * *\n\n7") == ["***\n\nNotice is due.\n\n* * *\n\n7"]
    assert units("Notice is due.\n\n1\n\nOslo is the seat.") == ["Notice is due.", "1\n\nOslo is the seat."]
    assert units("7") == ["7"]


def test_what_is_embedded_is_the_passage_with_its_identity_and_the_units_stand_in_it() -> None:
    found = readable(DOCUMENT, passage("Notice  is\ndue. \n Oslo is\tthe seat."))
    assert found.text == "2 Fees 2.1 Late Fees\nNotice is due Oslo is the seat"
    assert [found.text[start:end].strip() for start, end in found.parts] == ["Notice is due", "Oslo is the seat"]
    assert found.places == ((100, 115), (118, 135))


def test_units_of_several_passages_come_in_reading_order_with_what_measures_them() -> None:
    seen: list[tuple[Sequence[int], Vectors]] = []

    def measure(lengths: Sequence[int], states: Vectors) -> Vectors:
        seen.append((lengths, states))
        return np.arange(len(lengths) * 2, dtype=np.float32).reshape(-1, 2)

    first, second = passage("Notice is due. Oslo."), Passage("q", "d", 4, 200, 209, "Fees rise.")
    read = [readable(DOCUMENT, one) for one in (first, second)]
    embedder = FakeEmbedder(8)
    _, states = embedder.embed_parts([one.text for one in read], [one.parts for one in read])
    found = assemble(read, states, embedder.dimension, measure)
    assert found is not None
    ((lengths, measured),) = seen
    assert lengths == [14, 4, 9]
    assert np.array_equal(measured, np.concatenate(states))
    assert (found.starts.tolist(), found.ends.tolist()) == ([100, 115, 200], [114, 120, 210])
    assert found.passages.tolist() == [3, 3, 4]
    assert np.array_equal(found.vectors, embedder.embed(["Notice is due.", "Oslo.", "Fees rise."]))
    assert found.kinds.tolist() == [[0, 1], [2, 3], [4, 5]]
    assert {array.dtype.name for array in (found.starts, found.ends, found.passages)} == {"int32"}


def test_a_document_without_passages_has_no_units() -> None:
    assert assemble([], [], 8, no_kinds) is None


def test_units_need_not_be_measured() -> None:
    assert no_kinds([3, 5], np.zeros((2, 8), dtype=np.float32)).shape == (2, 0)


PIECES = (ITEM, "; ", " (a) ", " (ii) ", "(60) ", ", ", "\n", "no", ". ")
LONG_SENTENCES = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given((texts() | LONG_SENTENCES).map(str.strip))
@settings(max_examples=400, deadline=None)
def test_units_lie_in_order_within_the_passage_and_hold_all_its_letters_and_digits(text: str) -> None:
    spans = unit_spans(passage(text))
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert len(spans) == 1 or sum(character.isalnum() for character in text[start:end]) >= FEWEST
    assert _letters("".join(text[start:end] for start, end in spans)) == _letters(text)


@given(LONG_SENTENCES.map(str.strip))
@settings(max_examples=200, deadline=None)
def test_a_sentence_is_cut_only_where_it_is_long(text: str) -> None:
    spans = unit_spans(passage(text))
    for start, end in sentence_spans(text):
        inside = [span for span in spans if start < span[0] < end]
        assert not inside or end - start > LONGEST


@given(plain_documents() | structured_documents())
@settings(max_examples=200, deadline=None)
def test_every_unit_is_what_the_model_reads_there_with_single_blanks_and_no_marks(document: Extracted) -> None:
    for one in passages_of(document):
        found = readable(DOCUMENT, one)
        assert found.text == embedded_text(DOCUMENT, one)
        assert found.parts
        for (start, end), (first, last) in zip(found.parts, found.places, strict=True):
            assert one.start <= first < last <= one.end
            said, written = found.text[start:end], one.text[first - one.start : last - one.start]
            assert _letters(said) == _letters(written)
            assert said.strip() == condensed(written).text


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
