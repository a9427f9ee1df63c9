"""On which page a citation stands: where its quote begins, since a passage may run over a page's end."""

from dataclasses import replace

from app.conversation.answerer import Draft, Piece
from app.domain.access import Reach
from app.domain.answers import Citation, CitationFound
from app.domain.documents import DocumentText
from app.domain.errors import NotFound
from app.ports import Records


class Pages:
    """Puts the citations of one answer on their pages; each cited document's text is read once."""

    def __init__(self, records: Records, reach: Reach) -> None:
        self._records = records
        self._reach = reach
        self._texts: dict[str, DocumentText] = {}

    def placed(self, piece: Piece) -> Piece:
        """The piece with its citations on their pages; anything else as it is."""
        if isinstance(piece, CitationFound):
            return CitationFound(self._on_page(piece.citation))
        if isinstance(piece, Draft):
            return replace(piece, citations=tuple(self._on_page(one) for one in piece.citations))
        return piece

    def _on_page(self, citation: Citation) -> Citation:
        if citation.page is None:
            return citation
        try:
            if citation.document_id not in self._texts:
                self._texts[citation.document_id] = self._records.text(citation.document_id, self._reach)
        except NotFound:
            return citation  # removed since it was found: the passage's page is the best that is known
        return replace(citation, page=self._texts[citation.document_id].page_of(citation.start) or citation.page)
