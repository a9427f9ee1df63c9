"""PDF files: the words of every page in reading order, without page furniture and with broken words made whole.

Pages are parted by a blank line and each has its span; a PDF declares no structure, so there are no blocks.
"""

from collections.abc import Sequence

from app.domain.documents import PageSpan
from ingest.extracted import Extracted
from ingest.load.pdf_furniture import without_furniture
from ingest.load.pdf_hyphens import join_broken_words
from ingest.load.pdf_labels import part_labels
from ingest.load.pdf_lines import clean_lines
from ingest.load.pdf_pages import RawPdf, count_picture_pages, read_pages
from ingest.load.source import Source
from ingest.load.titles import meaningful_title
from ingest.load.unreadable import Reason, Unreadable, damaged

MEDIA_TYPE = "application/pdf"
PAGE_BREAK = "\n\n"
# A scanned page often carries a stamp or a page number as text: fewer letters a page, over pictures, are no text layer.
LEAST_LETTERS_A_PAGE = 25


def load_pdf(source: Source) -> Extracted:
    """The text of a PDF; raises Unreadable for a password, a missing text layer, a missing end or too many pages."""
    if b"startxref" not in source.content and b"%%EOF" not in source.content:
        raise damaged(source.name)
    raw = read_pages(source)
    _require_text(source, raw)
    pages = [part_labels(clean_lines(page)) for page in raw.pages]
    pages = join_broken_words(without_furniture(pages))
    text, spans = join_pages(pages)
    return Extracted(text, MEDIA_TYPE, meaningful_title(raw.title), spans)


def join_pages(pages: Sequence[str]) -> tuple[str, tuple[PageSpan, ...]]:
    """One text of all pages, and where each page stands in it; an empty page keeps an empty span."""
    spans = []
    start = 0
    for number, page in enumerate(pages, start=1):
        spans.append(PageSpan(number, start, start + len(page)))
        start += len(page) + len(PAGE_BREAK)
    return PAGE_BREAK.join(pages), tuple(spans)


def _require_text(source: Source, raw: RawPdf) -> None:
    letters = 0
    for page in raw.pages:
        letters += sum(map(str.isalnum, page))
        if letters >= LEAST_LETTERS_A_PAGE * len(raw.pages):
            return
    pictures = count_picture_pages(source.content)
    if letters and pictures < len(raw.pages):
        return
    count = len(raw.pages)
    what = f"{count} page{'' if count == 1 else 's'} {'of images only' if pictures else 'without a word'}"
    raise Unreadable(Reason.NO_TEXT, f"{source.name} has no text layer ({what}); run it through text recognition first.")
