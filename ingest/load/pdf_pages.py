"""The raw text of PDF pages, from pdfium, and from pypdf where pdfium fails or clearly reads worse.

pdfium comes first because it is some ten times faster, opens more files (newer encryption without a password to open,
damaged cross-references) and is what marks a quote on its page.
"""

from dataclasses import dataclass
from functools import cached_property

import structlog
from pypdfium2 import PdfiumError

from ingest.load.pdf_paragraphs import Line, with_paragraphs
from ingest.load.pdf_quality import defects
from ingest.load.pdfium_pages import PdfiumDocument, is_locked
from ingest.load.pypdf_pages import PypdfDocument
from ingest.load.source import Source
from ingest.load.unreadable import Reason, Unreadable, damaged, locked

# From this share of defects a page is read by pypdf too, and the better text is kept.
SUSPICIOUS = 0.05
# A page of fewer letters may be one that pdfium cannot read: pypdf reads it too.
FEW_LETTERS = 25
# "Far fewer" letters than pypdf finds: two readers differ by signs and blanks, never by half.
FAR_FEWER = 0.5
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class RawPdf:
    """The text of each page as its engine gave it, and the title in the file's properties."""

    pages: list[str]
    title: str | None


def read_pages(source: Source) -> RawPdf:
    """Every page's text; raises Unreadable for a password, too many pages or a file neither engine opens."""
    try:
        document = PdfiumDocument(source.content)
    except PdfiumError as error:
        raw = _without_pdfium(source, error)
    else:
        try:
            _refuse_too_long(source, document.pages)
            raw = RawPdf(_Pages(source, document).texts(), document.title)
        finally:
            document.close()
    if not raw.pages:
        raise damaged(source.name)
    return raw


def count_picture_pages(content: bytes) -> int:
    """How many pages hold an image."""
    document = PdfiumDocument(content)
    try:
        return sum(map(document.has_picture, range(document.pages)))
    finally:
        document.close()


def _without_pdfium(source: Source, refused: PdfiumError) -> RawPdf:
    """What pypdf makes of a file that pdfium does not open."""
    _log.info("pdf_read_by_pypdf", name=source.name, error=str(refused))
    try:
        document = PypdfDocument(source)
        _refuse_too_long(source, document.pages)
        return RawPdf(list(map(document.text, range(document.pages))), document.title)
    except (Unreadable, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - pypdf raises nearly anything on damaged files; pdfium said why it cannot be opened
        raise (locked(source.name) if is_locked(refused) else damaged(source.name)) from None


class _Pages:
    """The pages of one file, each from the engine that reads it better."""

    def __init__(self, source: Source, document: PdfiumDocument) -> None:
        self._source = source
        self._document = document

    def texts(self) -> list[str]:
        """Every page's text."""
        lines = [self._lines(index) for index in range(self._document.pages)]
        return [self._better(index, *page) for index, page in enumerate(zip(lines, with_paragraphs(lines), strict=True))]

    def _lines(self, index: int) -> list[Line]:
        try:
            return self._document.lines(index)
        except PdfiumError:
            return []

    def _better(self, index: int, lines: list[Line], text: str) -> str:
        """A page's text as pdfium read it, or that of pypdf where it is better."""
        found, few, sideways = defects(text), _letters(text) < FEW_LETTERS, _is_sideways(lines)
        if found < SUSPICIOUS and not few and not sideways:
            return text
        other = self._by_pypdf(index)
        fewer = few and _letters(text) < FAR_FEWER * _letters(other)
        better = sideways or fewer if found < SUSPICIOUS else defects(other) < found
        return other if other and better else text

    def _by_pypdf(self, index: int) -> str:
        """A page's text from pypdf, empty where it fails."""
        _log.info("pdf_page_read_by_pypdf", name=self._source.name, page=index + 1)
        try:
            return self._second.text(index)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - pypdf raises nearly anything; the page stays as pdfium read it
            _log.info("pdf_page_not_read_by_pypdf", name=self._source.name, page=index + 1, error=type(error).__name__)
            return ""

    @cached_property
    def _second(self) -> PypdfDocument:
        return PypdfDocument(self._source)


def _is_sideways(lines: list[Line]) -> bool:
    """Whether most lines run up or down the page: pdfium reads such lines as one, or from the last to the first."""
    return 2 * sum(line.angle % 180 != 0 for line in lines) > len(lines)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _refuse_too_long(source: Source, pages: int) -> None:
    most = source.limits.max_pages
    if pages > most:
        sentence = f"{source.name} has {pages:,} pages; Liaison reads up to {most:,}. Split it into parts."
        raise Unreadable(Reason.TOO_MANY_PAGES, sentence)
