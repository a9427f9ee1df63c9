"""Rows of the records database to the domain's nouns and back. Pure: no statement is run here."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping

from app.adapters import sql_tables as t
from app.domain.access import Audience
from app.domain.documents import Document, DocumentState, DocumentText, PageSpan, Partner, Passage

# The document's columns beside a passage's, whose names would clash.
JOINED_DOCUMENT = {column.name: column.label(f"document_{column.name}") for column in t.documents.c if column.name != "id"}


def partner_of(row: RowMapping) -> Partner:
    """A row of `partners`."""
    return Partner(**{**row, "names": tuple(row["names"])})


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
            "state": DocumentState(row["state"]),
        }
    )


def joined_document_of(row: RowMapping) -> Document:
    """The document in a row of `passages` joined with the columns of JOINED_DOCUMENT."""
    return document_of({"id": row["document_id"], **{name: row[label.name] for name, label in JOINED_DOCUMENT.items()}})


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


def passage_values(passage: Passage) -> dict[str, Any]:
    """The columns of `passages`."""
    # Not `asdict`: it copies deeply, which is most of the time for the many passages of an ingest.
    return {column.name: getattr(passage, column.name) for column in t.passages.c}


def passage_of(row: RowMapping) -> Passage:
    """A row of `passages`, joined or not."""
    return Passage(
        id=row["id"],
        document_id=row["document_id"],
        ordinal=row["ordinal"],
        start=row["start"],
        end=row["end"],
        text=row["text"],
        page=row["page"],
        section=tuple(row["section"]),
        kind=row["kind"],
    )
