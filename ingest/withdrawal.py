"""Whether what is kept of a file may stay in force while the file cannot be read.

It may, as long as it is for the same eyes: an answer lost is better than one shown to people who may no longer see it.
"""

from collections.abc import Sequence
from pathlib import Path

from app.domain.access import INTERNAL
from app.domain.documents import Document, DocumentState
from ingest.manifest import Described
from ingest.prepare import document_id

WITHDRAWN = "What was kept of it was for other readers or another partner, so that is withdrawn."
"""Added to the reason why a file could not be read."""


def outdated(known: Sequence[Document], described: Described) -> bool:
    """Whether some document of a file has another audience or partner than what is said of the file now.

    `known` are the file's documents, `described` what the manifest and the command line say, complete.
    """
    parts = [document for document in known if _is_part(document)]
    whole = [document for document in known if document not in parts]
    if any(
        document.audience != (described.audience or INTERNAL) or document.partner != described.partner for document in whole
    ):
        return True
    if described.partner_column is None:
        return len(parts) > 0
    # A whole table that is to be parted from now on may hold anybody's rows; the vendor's own people see all of them anyway.
    return not parts and any(one.state is DocumentState.READY and one.audience != INTERNAL for one in whole)


def _is_part(document: Document) -> bool:
    """Whether a document is one partner's rows of a shared table: whom they are for, the rows say."""
    return document.partner is not None and document.id == document_id(Path(document.source), document.partner)
