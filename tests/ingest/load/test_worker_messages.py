"""What is taken out of a message of a worker."""

import pickle
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from app.domain.access import INTERNAL
from app.domain.documents import PageSpan, Partner
from ingest.enrich import Identity
from ingest.extracted import Block, BlockKind, Extracted
from ingest.load.source import Limits, Source
from ingest.load.unreadable import Reason
from ingest.load.worker_messages import Answer, Note, Question, next_answer, send
from ingest.parts import Part, Wanted
from ingest.split import Piece

IDENTITY = Identity("Reseller Agreement", "agreement", ("Acme Ltd",), date(2025, 3, 1))
PART = Part("acme", "Fees", "text/csv", (PageSpan(1, 0, 4),), IDENTITY, ("Acme",), (Piece(0, 4, ("1 Fees",), "row"),))
NOTE = Note("info", "pdf_read_by_pypdf", (("name", "a.pdf"), ("page", 3)))
SOURCE = Source("a.txt", b"", Limits(1, 1))


@pytest.mark.parametrize("answer", [Answer((PART, PART), notes=(NOTE,), spent=True), Answer(code="empty", sentence="No.")])
def test_an_answer_arrives_as_it_was_sent(answer: Answer) -> None:
    pipe = BytesIO()
    send(answer, pipe)
    pipe.seek(0)
    assert next_answer(pipe) == answer


@pytest.mark.parametrize(
    "other",
    [
        *(Extracted("", "text/plain"), Block(0, 1, BlockKind.ROW), BlockKind.ROW, Reason.EMPTY),
        *(Wanted(), SOURCE, Question(SOURCE, Wanted()), Partner("acme", "Acme"), INTERNAL),
        *(Path("a"), timedelta(1), print, len, object()),
    ],
    ids=repr,
)
def test_an_answer_holds_nothing_that_no_answer_needs(other: object) -> None:
    with pytest.raises(pickle.UnpicklingError, match="An answer holds no"):
        next_answer(BytesIO(pickle.dumps(Answer((other,)))))  # type: ignore[arg-type]  # the point


def test_what_is_no_answer_is_not_taken_for_one() -> None:
    with pytest.raises(pickle.UnpicklingError, match="not Part"):
        next_answer(BytesIO(pickle.dumps(PART)))
    with pytest.raises(EOFError):
        next_answer(BytesIO())
