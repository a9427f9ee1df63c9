"""Rows of the records database to the domain's nouns and back. Pure: no statement is run here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping

from app.adapters import answer_json, trace_json
from app.adapters import sql_tables as t
from app.adapters.units_blob import pack, unpack
from app.domain.access import Audience
from app.domain.conversations import Turn
from app.domain.documents import Document, DocumentState, DocumentText, PageSpan, Partner, Passage
from app.ports import Units


def partner_of(row: Sequence[Any]) -> Partner:
    """A row of `partners`, its columns in the order of the table."""
    identity, name, names, *rest = row
    return Partner(identity, name, tuple(names), *rest)


def document_values(document: Document) -> dict[str, Any]:
    """The columns of `documents`."""
    return {**asdict(document), "audience": str(document.audience), "state": document.state.value}


def document_of(row: Mapping[Any, Any]) -> Document:
    """A row of `documents`."""
    return Document(
        **{
            **row,
            "audience": Audience.parse(row["audience"]),
            "parties": tuple(row["parties"]),
            "names": tuple(row["names"]),
            "state": DocumentState(row["state"]),
        }
    )


def text_values(document_id: str, text: DocumentText) -> dict[str, Any]:
    """The columns of `texts`; a page is (number, start, end)."""
    return {
        "document_id": document_id,
        "text": text.text,
        "pages": [(page.number, page.start, page.end) for page in text.pages],
    }


def text_of(row: RowMapping) -> DocumentText:
    """A row of `texts`."""
    return DocumentText(row["text"], tuple(PageSpan(*page) for page in row["pages"]))


def units_values(document_id: str, units: Units) -> dict[str, Any]:
    """The columns of `document_units`."""
    return {"document_id": document_id, "content": pack(units)}


def units_of(row: RowMapping, passages: Collection[int] | None = None) -> Units:
    """A row of `document_units`, of it the units of `passages` (ordinals) if given; raises Unavailable if it is damaged."""
    return unpack(row["content"], passages)


def passage_values(passage: Passage) -> dict[str, Any]:
    """The columns of `passages`."""
    # Not `asdict`: it copies deeply, which is most of the time for the many passages of an ingest.
    return {column.name: getattr(passage, column.name) for column in t.passages.c}


def passage_of(row: Sequence[Any]) -> Passage:
    """A row of `passages`, its columns in the order of the table."""
    # By position: a search makes some two hundred of these, and names take twice as long.
    identity, document, ordinal, start, end, text, page, section, kind = row
    return Passage(identity, document, ordinal, start, end, text, page, tuple(section), kind)


def turn_values(turn: Turn) -> dict[str, object]:
    """The columns of `turns` but for its place in the conversation."""
    return {
        "id": turn.id,
        "conversation_id": turn.conversation_id,
        "asked_at": turn.asked_at,
        "question": turn.question,
        "understood": turn.understood,
        "answer": answer_json.to_json(turn.answer),
        "partners": turn.partners,
        "documents": turn.documents,
        "prompt": turn.prompt,
        "trace": None if turn.trace is None else trace_json.to_json(turn.trace),
    }


def turn_of(row: RowMapping) -> Turn:
    """A row of `turns`."""
    return Turn(
        id=row["id"],
        conversation_id=row["conversation_id"],
        asked_at=row["asked_at"],
        question=row["question"],
        understood=row["understood"],
        answer=answer_json.from_json(row["answer"]),
        partners=tuple(row["partners"]),
        documents=tuple(row["documents"]),
        prompt=row["prompt"],
        trace=None if row["trace"] is None else trace_json.from_json(row["trace"]),
    )
