"""The documents a caller may see. One that is hidden is not found, in the very words used for one that never was."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.api.auth import ReaderHere
from app.api.schemas import ID_LENGTH, PROBLEMS, DocumentDetail, DocumentList, DocumentSummary
from app.api.services import Services, ServicesHere
from app.domain.access import Caller
from app.domain.documents import Document
from app.domain.errors import NotFound

router = APIRouter(prefix="/v1/documents", tags=["documents"], responses=PROBLEMS)

Filter = Annotated[str | None, Query(max_length=ID_LENGTH)]


def visible_document(services: Services, document_id: str, caller: Caller) -> Document:
    """The document, if `caller` may see it; raises NotFound otherwise, without saying which of the two it was."""
    document = services.records.document(document_id, caller.reach)
    if document is None or not caller.may_see(document.audience):  # again here, in case a store loses its filter
        message = "There is no such document."
        raise NotFound(message)
    return document


@router.get("", summary="List documents")
def list_documents(
    caller: ReaderHere, services: ServicesHere, kind: Filter = None, partner: Filter = None, q: Filter = None
) -> DocumentList:
    """Documents by name; `kind` and `partner` must be equal, the words of `q` must all stand in name, title or parties."""
    words = (q or "").casefold().split()
    found = [
        document
        for document in services.records.documents(caller.reach)
        if caller.may_see(document.audience)
        and kind in {None, document.kind}
        and partner in {None, document.partner}
        and _has_words(document, words)
    ]
    return DocumentList(documents=[DocumentSummary.of(document, caller) for document in found])


@router.get("/{document_id}", response_model_exclude_unset=True, summary="Read a document")
def read_document(
    document_id: str,
    caller: ReaderHere,
    services: ServicesHere,
    text: Annotated[bool, Query(description="Whether to add the extracted text.")] = False,  # noqa: FBT002 - a query parameter
) -> DocumentDetail:
    """One document, with its extracted text if asked for."""
    document = visible_document(services, document_id, caller)
    summary = DocumentSummary.of(document, caller).model_dump()
    if not text:
        return DocumentDetail(**summary)
    return DocumentDetail(**summary, text=services.records.text(document.id, caller.reach).text)


def _has_words(document: Document, words: list[str]) -> bool:
    haystack = " ".join((document.name, document.title, *document.parties)).casefold()
    return all(word in haystack for word in words)
