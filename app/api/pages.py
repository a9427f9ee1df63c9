"""GET /v1/documents/{id}/pages/{n}: what a citation points at, ready to be looked at.

A PDF's page comes as an image with the cited span highlighted. Formats without pages have one page: the text around the
span, as HTML or, where JSON is preferred, as three strings.
"""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from fastapi.responses import HTMLResponse, JSONResponse, Response

from app.api.auth import ReaderHere
from app.api.documents import visible_document
from app.api.excerpt import CONTENT_SECURITY_POLICY, excerpt, excerpt_page
from app.api.schemas import PROBLEMS, ExcerptBody
from app.api.services import ServicesHere
from app.domain.documents import Document, DocumentText, Passage
from app.domain.errors import Invalid, NotFound

router = APIRouter(prefix="/v1/documents", tags=["documents"])

PDF = "application/pdf"
SHOWN: dict[int | str, dict[str, Any]] = {
    **PROBLEMS,
    200: {
        "model": ExcerptBody,
        "description": "The page: an image for PDFs, else the text around the span.",
        "content": {"image/png": {}, "text/html": {}},
    },
}

PassagesOf = Callable[[str], Sequence[Passage]]

Offset = Annotated[int | None, Query(ge=0, description="Characters of the document's extracted text.")]


@router.get("/{document_id}/pages/{number}", responses=SHOWN, response_class=Response, summary="Look at a page")
def show_page(
    document_id: str,
    number: int,
    caller: ReaderHere,
    services: ServicesHere,
    start: Offset = None,
    end: Offset = None,
    accept: Annotated[str, Header()] = "",
) -> Response:
    """Page `number`, from 1, with the text from `start` to `end` marked."""
    document = visible_document(services, document_id, caller)
    text = services.records.text(document.id, caller.reach)
    span = _span(text, start, end)
    if document.media_type == PDF:
        before, quote = _on_page(text, number, span)
        return Response(services.pages.image(document, number, quote, before), media_type="image/png")
    if number != 1:
        message = f"{document.name} has no pages; ask for page 1."
        raise NotFound(message)
    passages = partial(services.records.passages_of, reach=caller.reach)
    return _text_page(document, text, span, passages, as_json=prefers_json(accept))


def prefers_json(accept: str) -> bool:
    """Whether an Accept header ranks application/json above text/html; without a word about either, it does not."""
    weights = {"application/json": 0.0, "text/html": 0.0}
    for part in accept.lower().split(","):
        kind, _, parameters = part.strip().partition(";")
        quality = re.search(r"q\s*=\s*([01](?:\.\d{0,3})?)", parameters)
        if kind.strip() in weights:
            weights[kind.strip()] = float(quality[1]) if quality else 1.0
    return weights["application/json"] > weights["text/html"]


def _span(text: DocumentText, start: int | None, end: int | None) -> tuple[int, int] | None:
    """The span asked for, checked; None when none was."""
    if start is None and end is None:
        return None
    if start is None or end is None:
        message = "Give both start and end, or neither."
        raise Invalid(message)
    if start >= end:
        message = "start must be smaller than end."
        raise Invalid(message)
    if end > len(text.text):
        message = "That passage is not in the document; it may have changed since it was cited."
        raise NotFound(message)
    return start, end


def _on_page(text: DocumentText, number: int, span: tuple[int, int] | None) -> tuple[str, str | None]:
    """The page's text before the span, and the part of the span that lies on the page (None: nothing does)."""
    page = next((page for page in text.pages if page.number == number), None)
    if span is None or page is None:
        return "", None
    start, end = max(span[0], page.start), min(span[1], page.end)
    if start >= end:
        return "", None
    return text.text[page.start : start], text.text[start:end]


def _text_page(
    document: Document, text: DocumentText, span: tuple[int, int] | None, passages: PassagesOf, *, as_json: bool
) -> Response:
    if not text.text:
        message = f"{document.name} has no text that can be shown."
        raise NotFound(message)
    shown = excerpt(text.text, *(span or (0, 0)))
    if as_json:
        return JSONResponse({"before": shown.before, "span": shown.span, "after": shown.after})
    rows = [(passage.start, passage.end) for passage in passages(document.id) if passage.kind == "row"]
    page = excerpt_page(document.title, shown, rows)
    return HTMLResponse(page, headers={"Content-Security-Policy": CONTENT_SECURITY_POLICY})
