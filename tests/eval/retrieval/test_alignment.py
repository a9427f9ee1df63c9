"""Taking spans over from one text into its twin."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.retrieval import alignment as alignment_module
from eval.retrieval.alignment import align
from tests.eval.retrieval.contract_pdf import CLAUSES, TWIN, contract_pdf, place_of, raw_text
from tests.ingest.load import files

GAPS = st.sampled_from([" ", "\n", "  ", "\n\n"])
TEXTS = st.lists(
    st.tuples(st.sampled_from(["the", "Party", "shall", "pay", "(60)", "days", "§", "...."]), GAPS), max_size=60
).map(lambda parts: "".join(word + gap for word, gap in parts))


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return contract_pdf()


def test_every_clause_of_a_pdf_with_running_heads_is_found_in_the_twin(pdf: bytes) -> None:
    text = raw_text(pdf)
    assert text.count("Strictly confidential") > 3
    alignment = align(text, TWIN)
    for clause in CLAUSES:
        start, end = alignment.project(*place_of(clause, text))
        assert TWIN[start:end] == clause


def test_every_clause_as_liaison_reads_it_is_found_in_the_twin(pdf: bytes) -> None:
    text = files.read("contract.pdf", pdf).text
    alignment = align(text, TWIN)
    for clause in CLAUSES:
        start, end = alignment.project(*place_of(clause, text))
        assert TWIN[start:end] == clause
        assert alignment.paired_share(start, end) == 1.0


def test_a_span_that_cuts_words_cuts_them_in_the_twin() -> None:
    alignment = align("The Sup\nplier  shall deliver goods.", "The Supplier shall\n\n deliver goods.")
    assert alignment.project(17, 24) == (15, 24)


def test_other_quotation_marks_ligatures_and_capitals_are_the_same_words() -> None:
    text, twin = "“Conﬁdential” means the Party’s plans — all of them", '"CONFIDENTIAL" MEANS THE PARTY\'S PLANS - ALL OF THEM'
    alignment = align(text, twin)
    assert alignment.project(0, len(text)) == (0, len(twin))
    assert alignment.paired_share(0, len(twin)) == 1.0


def test_what_only_the_pdf_holds_becomes_an_empty_span_behind_what_comes_before_it() -> None:
    text = "Either party may terminate. CONFIDENTIAL TREATMENT REQUESTED Notice is sixty days."
    twin = "Either party may terminate. Notice is sixty days."
    alignment = align(text, twin)
    start = text.index("CONFIDENTIAL")
    assert alignment.project(start, text.index(" Notice")) == (27, 27)
    assert alignment.project(start, len(text)) == (28, len(twin))


def test_texts_that_share_nothing_give_empty_spans_at_the_start() -> None:
    alignment = align("alpha beta gamma", "one two three")
    assert alignment.project(6, 16) == (0, 0)
    assert alignment.paired_share(0, 13) == 0.0


def test_the_paired_share_counts_words_and_no_signs() -> None:
    alignment = align("one two three four", "one, two; three four five")
    assert alignment.paired_share(0, 25) == 0.8
    assert alignment.paired_share(3, 4) == 1.0


def test_a_sentence_that_stands_twice_is_not_taken_for_its_double() -> None:
    twice = "The parties agree as follows and intend to be bound. "
    twin = twice + " ".join(f"First item {n} of the schedule." for n in range(30)) + " " + twice
    text = twin.replace(" ", "\n")
    alignment = align(text, twin)
    last = text.rindex("The")
    assert alignment.project(last, len(text)) == (last, len(twin.rstrip()))


def test_between_anchors_too_much_text_is_left_without_partners(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignment_module, "MOST_CELLS", 11)
    opening, closing = "one two three four five six seven eight", "a b c d e f g h"
    text, twin = f"{opening} alpha x beta {closing}", f"{opening} beta y gamma z {closing}"
    alignment = align(text, twin)
    assert len(alignment.paired) == 16
    assert alignment.project(text.index(closing), len(text)) == (twin.index(closing), len(twin))
    monkeypatch.setattr(alignment_module, "MOST_CELLS", 12)
    assert len(align(text, twin).paired) == 17


@settings(deadline=None)
@given(TEXTS)
def test_a_text_lies_in_itself_word_by_word(text: str) -> None:
    alignment = align(text, text)
    for start, end in zip(alignment.text.starts, alignment.text.ends, strict=True):
        assert alignment.project(start, end) == (start, end)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_pairs_join_equal_tokens_and_never_cross(text: str, twin: str) -> None:
    alignment = align(text, twin)
    pairs = list(zip(alignment.paired, alignment.partners, strict=True))
    assert all(alignment.text.keys[ours] == alignment.twin.keys[theirs] for ours, theirs in pairs)
    assert all(before[0] < after[0] and before[1] < after[1] for before, after in pairwise(pairs))


@settings(deadline=None)
@given(TEXTS, TEXTS, st.integers(0, 300), st.integers(0, 50))
def test_a_span_goes_over_as_a_span_within_the_twin(text: str, twin: str, start: int, length: int) -> None:
    opened, closed = align(text, twin).project(start, start + length)
    assert 0 <= opened <= closed <= len(twin)
