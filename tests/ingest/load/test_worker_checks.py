"""What is believed of a worker: all that a sound one says, and nothing that only a broken one could."""

import pickle
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.documents import PageSpan, Partner
from ingest.extracted import BlockKind, Extracted, TextBuilder
from ingest.load.source import Limits, Source
from ingest.load.unreadable import Reason
from ingest.load.worker_checks import LONGEST_SENTENCE, Implausible, check
from ingest.load.worker_messages import Answer, Note, Question, next_answer
from ingest.parts import Part, Wanted, parts_of
from tests.ingest.extracts import plain, plain_documents, structured_documents, table
from tests.ingest.load.lies import LIES, LONG

LIMITS = Limits(max_bytes=1_000_000, max_pages=50, max_characters=3 * LONG)
ACME, BOREALIS = Partner("acme", "Acme Ltd"), Partner("borealis", "Borealis")
SHARED = Wanted(None, "Partner", (ACME, BOREALIS))
SENTENCE = "Either party may terminate this Agreement upon sixty days' notice. "
TEXT = plain("Reseller Agreement\n\n" + SENTENCE * (LONG // len(SENTENCE) + 1), PageSpan(1, 0, 50), PageSpan(2, 50, LONG))
NOTE = Note("info", "pdf_read_by_pypdf", (("name", "a.pdf"), ("page", 3)))


def question(wanted: Wanted | None = None, limits: Limits = LIMITS) -> Question:
    return Question(Source("a.txt", b"", limits), wanted or Wanted())


def true_part(extracted: Extracted = TEXT) -> Part:
    (part,) = parts_of(extracted, "a.txt", Wanted())
    return part


def refused(answer: Answer, asked: Question | None = None) -> None:
    with pytest.raises(Implausible):
        check(answer, asked or question())


def test_a_true_answer_is_believed() -> None:
    check(Answer((true_part(),), notes=(NOTE,), spent=True), question())
    for code in Reason:
        check(Answer(code=code.value, sentence="a.txt is empty."), question())


@pytest.mark.parametrize("lie", LIES)
def test_no_lie_is_believed(lie: str) -> None:
    refused(Answer(LIES[lie](true_part())))


@given(plain_documents() | structured_documents(), st.sampled_from([Wanted(), Wanted("contract"), SHARED]))
@settings(max_examples=300, deadline=None)
def test_whatever_a_text_holds_its_parts_are_believed_and_survive_the_way(document: Extracted, wanted: Wanted) -> None:
    answer = Answer(parts_of(document, "a.txt", wanted))
    check(answer, question(wanted, replace(LIMITS, max_characters=1_000_000)))
    assert next_answer(BytesIO(pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL))) == answer


def test_of_a_shared_table_each_known_partner_owns_one_part_at_most_and_what_is_nobody_s_is_one() -> None:
    parts = parts_of(table("acme", "borealis", "corvus"), "a.csv", SHARED)
    assert {part.owner for part in parts} == {"acme", "borealis", None}
    check(Answer(parts), question(SHARED))
    check(Answer(parts[:1]), question(SHARED))
    refused(Answer((*parts, parts[0])), question(SHARED))
    refused(Answer((*parts, parts[2])), question(SHARED))
    refused(Answer((replace(parts[0], owner="corvus"),)), question(SHARED))
    refused(Answer(parts), question(Wanted(None, "Partner", (ACME,))))
    taken_for_an_id = replace(parts[0], owner=Reason.EMPTY)  # equal to the id, and not what records can keep
    refused(Answer((taken_for_an_id,)), question(Wanted(None, "Partner", (Partner("empty", "Empty Ltd"),))))
    refused(Answer(parts), question(Wanted(None, None, (ACME, BOREALIS))))


def test_the_parts_together_hold_no_more_text_than_a_file_may() -> None:
    parts = parts_of(table("acme", "borealis"), "a.csv", SHARED)
    length = sum(len(part.text) for part in parts)
    check(Answer(parts), question(SHARED, replace(LIMITS, max_characters=length)))
    refused(Answer(parts), question(SHARED, replace(LIMITS, max_characters=length - 1)))


def test_a_row_may_be_longer_than_a_piece_of_text() -> None:
    builder = TextBuilder()
    builder.add("x" * LONG, BlockKind.ROW)
    check(Answer((true_part(builder.build("text/csv")),)), question())


def test_an_answer_that_is_empty_inside_is_none() -> None:
    refused(object.__new__(Answer))


@pytest.mark.parametrize(
    "answer",
    [
        Answer(),
        Answer((true_part(),), "empty", "a.txt is empty."),
        Answer(code="secret", sentence="a.txt is secret."),
        Answer(code="empty", sentence="x" * (LONGEST_SENTENCE + 1)),
        Answer(code="empty", sentence="\ud800"),
        Answer((true_part(),), spent=1),  # type: ignore[arg-type]  # a lie
        Answer((true_part(),), notes=[NOTE]),  # type: ignore[arg-type]  # a lie
        Answer((true_part(),), notes=("a note",)),  # type: ignore[arg-type]  # a lie
        Answer((true_part(),), notes=(replace(NOTE, level=1),)),  # type: ignore[arg-type]  # a lie
        Answer((true_part(),), notes=(replace(NOTE, fields=[]),)),  # type: ignore[arg-type]  # a lie
        Answer((true_part(),), notes=(replace(NOTE, fields=((1, "another"),)),)),  # type: ignore[arg-type]  # a lie
        Answer((true_part(),), notes=(replace(NOTE, fields=(("event", "another"),)),)),
        Answer((true_part(),), notes=(replace(NOTE, fields=(("name", true_part()),)),)),  # type: ignore[arg-type]  # a lie
    ],
)
def test_an_answer_has_parts_or_a_reason_why_not_and_notes_that_can_be_logged(answer: Answer) -> None:
    refused(answer)
