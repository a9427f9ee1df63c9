"""Pages of kept PDFs as images, with a quote highlighted where it stands.

The image is what the reader's own copy shows; the highlight is laid over it, so that no word is hidden. A quote that
cannot be found leaves the page plain rather than marking a wrong place.
"""

import ctypes
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pypdfium2
from PIL import Image, ImageChops, ImageDraw

from app.adapters.pdfium_lock import PDFIUM
from app.adapters.quote_match import find_quote, letters
from app.domain.documents import Document
from app.domain.errors import NotFound
from app.ports import FileStore

WIDTH = 1000  # pixels: body text of A4 and Letter pages is easy to read, and the PNG stays under 0.5 MB
MOST_PIXELS = 6_000_000  # a page a hundred times as long as wide must not fill the memory
KEPT = 64  # images in memory, some 20 MB: readers go back and forth within one document
YELLOW = (255, 232, 92)
LINE_OVERLAP = 0.5  # share of a character's height that must overlap for it to stand on the same line
WORD_GAP = 3.0  # in heights of a line: a wider gap is another column


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels from the top left."""

    left: float
    top: float
    right: float
    bottom: float

    def joins(self, other: "Box") -> bool:
        """Whether `other`, read next, goes on with the line this box covers."""
        height = max(1.0, min(self.bottom - self.top, other.bottom - other.top))
        overlap = min(self.bottom, other.bottom) - max(self.top, other.top)
        gap = max(other.left - self.right, self.left - other.right)
        return overlap >= LINE_OVERLAP * height and gap <= WORD_GAP * height

    def with_(self, other: "Box") -> "Box":
        """The smallest box around both."""
        return Box(
            min(self.left, other.left), min(self.top, other.top), max(self.right, other.right), max(self.bottom, other.bottom)
        )


def line_boxes(boxes: Iterable[Box]) -> list[Box]:
    """Characters' boxes in reading order, merged to one box a line."""
    lines: list[Box] = []
    for box in boxes:
        if lines and lines[-1].joins(box):
            lines[-1] = lines[-1].with_(box)
        else:
            lines.append(box)
    return lines


class PdfPages:
    """Draws pages of the files in `files`."""

    def __init__(self, files: FileStore) -> None:
        self._files = files
        self._drawn = lru_cache(maxsize=KEPT)(self._draw)

    def image(self, document: Document, number: int, quote: str | None = None, before: str = "") -> bytes:
        """Page `number` of `document`, from 1, as PNG about 1,000 pixels wide, with `quote` highlighted.

        `before` is the page's text ahead of the quote: it tells apart places with the same words. Raises NotFound with
        a sentence when the file is gone, is not a PDF that can be drawn, or has no such page.
        """
        digest = document.revision.partition("/")[0]  # parts of a shared file name it as `digest/part`
        try:
            return self._drawn(digest, number, quote, len(letters(before).text))
        except pypdfium2.PdfiumError:
            message = f"The pages of {document.name} cannot be shown: the file is protected or damaged."
            raise NotFound(message) from None
        except IndexError as error:
            message = f"{document.name} has no page {number}; it has {error}."
            raise NotFound(message) from None

    def _draw(self, digest: str, number: int, quote: str | None, expected: int) -> bytes:
        content = self._files.load(digest)
        with PDFIUM, _page(content, number) as page:
            picture = _render(page)
            boxes = _quote_boxes(page, picture.size, quote, expected) if quote else []
        if boxes:
            picture = _highlighted(picture, boxes)
        out = io.BytesIO()
        picture.save(out, "PNG")
        return out.getvalue()


@contextmanager
def _page(content: bytes, number: int) -> Iterator[Any]:
    """One page of a PDF; raises PdfiumError for what pdfium cannot open and IndexError with the number of pages."""
    pdf = pypdfium2.PdfDocument(content)
    try:
        count = len(pdf)
        if not 1 <= number <= count:
            raise IndexError(f"{count} page{'' if count == 1 else 's'}")  # noqa: EM102, TRY003 - half a sentence for `image`
        yield pdf[number - 1]
    finally:
        pdf.close()


def _render(page: Any) -> Image.Image:
    width, height = (max(1.0, float(side)) for side in page.get_size())
    scale = min(WIDTH / width, (MOST_PIXELS / (width * height)) ** 0.5)
    drawn: Image.Image = page.render(scale=scale).to_pil()
    return drawn.convert("RGB")  # a copy: the bitmap's memory goes when the page closes


def _quote_boxes(page: Any, size: tuple[int, int], quote: str, expected: int) -> list[Box]:
    text = page.get_textpage()
    unicode_at = pypdfium2.raw.FPDFText_GetUnicode
    characters = [chr(min(unicode_at(text, index), 0x10FFFF)) for index in range(text.count_chars())]
    found = find_quote(letters(characters), quote, expected)
    return line_boxes(_pixel_box(page, size, text.get_charbox(index, loose=True)) for index in found)


def _pixel_box(page: Any, size: tuple[int, int], box: tuple[float, float, float, float]) -> Box:
    """A character's box in pixels; pdfium does the sum, because pages can be cropped and turned."""
    left, bottom, right, top = box
    (x1, y1), (x2, y2) = (_pixel(page, size, x, y) for x, y in ((left, top), (right, bottom)))
    return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _pixel(page: Any, size: tuple[int, int], x: float, y: float) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pypdfium2.raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value, down.value


def _highlighted(picture: Image.Image, boxes: Iterable[Box]) -> Image.Image:
    """Multiply yellow over the boxes: white turns yellow and ink stays ink, and boxes that overlap do not darken."""
    layer = Image.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(layer)
    for box in boxes:
        pen.rectangle((box.left, box.top, box.right, box.bottom), fill=YELLOW)
    return ImageChops.multiply(picture, layer)
