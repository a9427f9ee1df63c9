"""A PDF as pypdf reads it: the second engine, some ten times slower, for files and pages that pdfium cannot read."""

import logging
from io import BytesIO

from pypdf import PasswordType, PdfReader

from ingest.load.source import Source
from ingest.load.unreadable import locked

# pypdf logs every oddity of a file as a warning; what matters to a person is said once, by Unreadable.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


class PypdfDocument:
    """An open PDF; raises Unreadable for one that asks for a password, and nearly anything for a damaged one."""

    def __init__(self, source: Source) -> None:
        self._reader = PdfReader(BytesIO(source.content))
        # Many files forbid printing or editing and open without a password; only those that ask for one are locked.
        if self._reader.is_encrypted and self._reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise locked(source.name)
        self.pages = len(self._reader.pages)

    @property
    def title(self) -> str | None:
        """The title in the file's properties."""
        return self._reader.metadata.title if self._reader.metadata else None

    def text(self, index: int) -> str:
        """The text of page `index` (from 0)."""
        return self._reader.pages[index].extract_text()
