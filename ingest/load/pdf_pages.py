"""The raw text of PDF pages, from pypdf, and from pdfium where pypdf fails or clearly reads worse.

pypdf comes first because it keeps the blank lines between paragraphs, which pdfium drops. pdfium opens files that
pypdf cannot (newer encryption without a password to open, damaged cross-references) and knows more fonts.
"""

import logging
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2 as pdfium
import structlog
from pypdf import PasswordType, PdfReader

from ingest.load.pdf_quality import defects
from ingest.load.source import Source
from ingest.load.unreadable import Reason, Unreadable, damaged, locked

# pypdf logs every oddity of a file as a warning; what matters to a person is said once, by Unreadable.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

# From this share of defects a page is read by pdfium too, and the better text is kept.
SUSPICIOUS = 0.05
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class RawPdf:
    """The text of each page as its engine gave it, and the title in the file's properties."""

    pages: list[str]
    title: str | None


def read_pages(source: Source) -> RawPdf:
    """Every page's text; raises Unreadable for a password, too many pages or a file neither engine opens."""
    try:
        raw = _read_with_pypdf(source)
    except Unreadable:
        raise
    except Exception as error:  # noqa: BLE001 - pypdf raises nearly anything on damaged files; pdfium gets its try
        _log.info("pdf_read_by_pdfium", name=source.name, error=type(error).__name__)
        raw = _read_with_pdfium(source)
    if not raw.pages:
        raise damaged(source.name)
    return raw


def count_picture_pages(content: bytes) -> int:
    """How many pages hold an image."""
    document = pdfium.PdfDocument(content)
    try:
        return sum(_has_picture(document[index]) for index in range(len(document)))
    finally:
        document.close()


def _read_with_pypdf(source: Source) -> RawPdf:
    reader = PdfReader(BytesIO(source.content))
    # Many files forbid printing or editing and open without a password; only those that ask for one are locked.
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise locked(source.name)
    _refuse_too_long(source, len(reader.pages))
    pages = [_page_text(source, reader, index) for index in range(len(reader.pages))]
    title = reader.metadata.title if reader.metadata else None
    return RawPdf(pages, title)


def _page_text(source: Source, reader: PdfReader, index: int) -> str:
    try:
        text = reader.pages[index].extract_text()
    except Exception as error:  # noqa: BLE001 - one bad page must not cost the file; pdfium reads it
        _log.info("pdf_page_read_by_pdfium", name=source.name, page=index + 1, error=type(error).__name__)
        return _pdfium_page(source.content, index)
    found = defects(text)
    if found < SUSPICIOUS:
        return text
    other = _pdfium_page(source.content, index)
    return other if defects(other) < found else text


def _pdfium_page(content: bytes, index: int) -> str:
    document = pdfium.PdfDocument(content)
    try:
        return _pdfium_text(document[index])
    finally:
        document.close()


def _read_with_pdfium(source: Source) -> RawPdf:
    try:
        document = pdfium.PdfDocument(source.content)
    except pdfium.PdfiumError as error:
        raise (locked(source.name) if "password" in str(error).lower() else damaged(source.name)) from None
    try:
        _refuse_too_long(source, len(document))
        pages = [_pdfium_text(document[index]) for index in range(len(document))]
        return RawPdf(pages, document.get_metadata_value("Title") or None)
    finally:
        document.close()


def _pdfium_text(page: Any) -> str:
    return str(page.get_textpage().get_text_bounded())


def _has_picture(page: Any) -> bool:
    # Scanners wrap the image of a page in at most one form.
    return any(True for _ in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))


def _refuse_too_long(source: Source, pages: int) -> None:
    most = source.limits.max_pages
    if pages > most:
        sentence = f"{source.name} has {pages:,} pages; Liaison reads up to {most:,}. Split it into parts."
        raise Unreadable(Reason.TOO_MANY_PAGES, sentence)
