"""A PDF as pdfium reads it: the first engine. Lines come with their places, because pdfium leaves blank lines out.

Everything that pdfium does happens under the process's one lock, a page at a time, and a page's memory goes with the page.
"""

import ctypes
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2 as pdfium

from app.adapters.pdfium_lock import PDFIUM
from ingest.load.pdf_paragraphs import Line

# Points from the page's origin: further than any page reaches. The page's own edges would cut off what is drawn beyond them.
_ANYWHERE = (-1e6, -1e6, 1e6, 1e6)
# pdfium writes one of these for a hyphen at a line's end, and goes on with the next line as if there were none.
_LINE = re.compile(r"[^\s\x02\ufffe][^\r\n\x02\ufffe]*(?P<broken>[\x02\ufffe]?)")


class PdfiumDocument:
    """An open PDF; raises PdfiumError on opening what pdfium cannot read, and for a page that it cannot."""

    def __init__(self, content: bytes) -> None:
        with PDFIUM:
            self._document = pdfium.PdfDocument(content)
            self.pages = len(self._document)

    def close(self) -> None:
        with PDFIUM:
            self._document.close()

    @property
    def title(self) -> str | None:
        """The title in the file's properties."""
        with PDFIUM:
            return str(self._document.get_metadata_value("Title")) or None

    def lines(self, index: int) -> list[Line]:
        """The lines of page `index` (from 0) that are not empty, in reading order."""
        with self._page(index) as page:
            words = page.get_textpage()
            try:
                return list(_lines(words))
            finally:
                words.close()

    def has_picture(self, index: int) -> bool:
        """Whether page `index` holds an image. Scanners wrap the image of a page in at most one form."""
        with self._page(index) as page:
            return any(True for _ in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))

    @contextmanager
    def _page(self, index: int) -> Iterator[Any]:
        with PDFIUM:
            page = self._document[index]
            try:
                yield page
            finally:
                page.close()


def is_locked(error: pdfium.PdfiumError) -> bool:
    """Whether a document did not open for want of a password."""
    return "password" in str(error).lower()


def _lines(words: Any) -> Iterator[Line]:
    """The page's lines; each stands where its first letter does."""
    x, y = ctypes.c_double(), ctypes.c_double()
    for match in _LINE.finditer(words.get_text_bounded(*_ANYWHERE)):
        index = pdfium.raw.FPDFText_GetCharIndexFromTextIndex(words, match.start())
        pdfium.raw.FPDFText_GetCharOrigin(words, index, x, y)
        text = match.group().rstrip("\x02\ufffe") + ("-" if match["broken"] else "")
        yield _placed(text, x.value, y.value, pdfium.raw.FPDFText_GetCharAngle(words, index))


def _placed(text: str, x: float, y: float, angle: float) -> Line:
    """A line at (x, y) on the page whose writing is turned by `angle` (radians), in its own direction of reading."""
    return Line(text, y * math.cos(angle) - x * math.sin(angle), round(math.degrees(angle)) % 360)
