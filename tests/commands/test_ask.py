"""Showing an answer as it comes."""

import io
from collections.abc import Iterator
from datetime import date

import pytest
from rich.console import Console

from app.commands.ask import show, source_line
from app.domain.answers import Answer, AnswerEvent, Card, Citation, Done, Failed, TextDelta
from app.domain.errors import LiaisonError

CITATION = Citation(
    1,
    "p",
    "d",
    "acme.pdf",
    "Acme Agreement",
    9,
    "12 > 12.2",
    0,
    9,
    "sixty (60)\ndays",
    version="1.0",
    effective=date(2025, 3, 1),
)
ANSWER = Answer("**60 days.** [1]", abstained=False, citations=(CITATION,), conversation_id="c", turn_id="t", mode="extractive")


def shown(*events: AnswerEvent) -> str:
    screened = io.StringIO()
    show(iter(events), Console(file=screened, width=100, highlight=False))
    return screened.getvalue()


def test_the_answer_stands_first_and_its_sources_below_it() -> None:
    said = shown(TextDelta("**60 "), TextDelta("days.** [1]"), Done(ANSWER))
    assert said.splitlines()[0] == "60 days. [1]"
    assert "Sources" in said
    assert "[1] Acme Agreement · 12 > 12.2 · p. 9 · version 1.0 · in force since 1 March 2025" in said
    assert "“sixty (60) days”" in said


def test_a_source_is_named_as_far_as_it_is_known() -> None:
    bare = Citation(2, "p", "d", "n.txt", "Note", None, "", 0, 1, "n")
    assert source_line(bare) == "Note"


def test_tables_of_an_answer_are_shown() -> None:
    card = Card("Agreements", ("partner", "notice"), (("Acme", "60 days [1]"),))
    answer = Answer("Three.", abstained=False, citations=(), conversation_id="c", turn_id="t", mode="extractive", cards=(card,))
    said = shown(TextDelta("Three."), Done(answer))
    assert "60 days [1]" in said
    assert "Sources" not in said


def test_a_failure_is_its_sentence() -> None:
    with pytest.raises(LiaisonError, match="The index is away"):
        shown(Failed("unavailable", "The index is away."))


def test_an_answer_that_breaks_off_is_said_to() -> None:
    with pytest.raises(LiaisonError, match="broke off"):
        shown(TextDelta("60"))


def test_text_is_printed_before_the_answer_is_complete() -> None:
    screened = io.StringIO()
    seen: list[str] = []

    def events() -> Iterator[AnswerEvent]:
        yield TextDelta("60 days")
        seen.append(screened.getvalue())
        yield Done(ANSWER)

    show(events(), Console(file=screened, width=100, highlight=False))
    assert seen == ["60 days"]
