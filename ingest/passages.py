"""From the pieces of a text to the passages of a document: ids, places in the reading order, pages. Pure."""

from bisect import bisect_right
from collections.abc import Sequence

from app.domain.documents import DocumentText, Passage, passage_id
from ingest.split import Piece


def passages(text: DocumentText, pieces: Sequence[Piece], document_id: str, revision: str) -> tuple[Passage, ...]:
    """The passages of a document, one for each of `pieces`, with what `text` says there."""
    starts = [page.start for page in text.pages]
    return tuple(
        Passage(
            id=passage_id(document_id, revision, ordinal),
            document_id=document_id,
            ordinal=ordinal,
            start=piece.start,
            end=piece.end,
            text=text.text[piece.start : piece.end],
            # By halving: a text of thousands of pages and passages is not gone through page by page for each passage.
            page=text.pages[place - 1].number if (place := bisect_right(starts, piece.start)) else None,
            section=piece.path,
            kind=piece.kind,
        )
        for ordinal, piece in enumerate(pieces)
    )
