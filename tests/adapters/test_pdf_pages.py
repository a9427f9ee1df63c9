"""Pages drawn with the quote where it stands."""

import hashlib
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from app.adapters.pdf_pages import MOST_PIXELS, WIDTH, PdfPages
from app.domain.access import PUBLIC
from app.domain.documents import Document
from app.domain.errors import NotFound
from tests.fakes.files import MemoryFiles

SENTENCE = "Either party may terminate upon sixty days' notice."


def drawn(draw: Callable[[Canvas], None], size: tuple[float, float] = A4) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def agreement(canvas: Canvas) -> None:
    canvas.drawString(72, 700, "The fee is due in thirty days.")
    canvas.drawString(72, 400, SENTENCE)
    canvas.drawString(72, 200, "The fee is due in thirty days.")


def kept(content: bytes) -> tuple[PdfPages, Document]:
    files = MemoryFiles()
    digest = hashlib.sha256(content).hexdigest()
    files.save(digest, content)
    return PdfPages(files), Document(
        "d", "acme.pdf", "Acme", "agreement", PUBLIC, "acme.pdf", "application/pdf", f"{digest}/part"
    )


def pixels(png: bytes) -> NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def yellow_rows(png: bytes) -> tuple[float, float] | None:
    """Where the yellow begins and ends, as shares of the page's height from the top."""
    image = pixels(png).astype(int)
    mask = (image[:, :, 0] > 200) & (image[:, :, 2] < 150)
    rows = np.flatnonzero(mask.any(axis=1))
    return (rows[0] / len(image), rows[-1] / len(image)) if len(rows) else None


def test_the_quote_is_highlighted_at_its_place_and_its_ink_stays() -> None:
    pages, document = kept(drawn(agreement))
    plain, marked = pages.image(document, 1), pages.image(document, 1, SENTENCE)
    assert yellow_rows(plain) is None
    place = yellow_rows(marked)
    assert place is not None
    baseline = 1 - 400 / A4[1]
    assert baseline - 0.02 < place[0] < baseline < place[1] < baseline + 0.01
    assert (pixels(marked) <= pixels(plain)).all()
    assert pixels(plain).shape[1] == WIDTH


@pytest.mark.parametrize(("before", "height"), [("", 700), (f"The fee is due in thirty days. {SENTENCE}", 200)])
def test_of_equal_sentences_the_one_with_the_right_text_before_it_is_marked(before: str, height: int) -> None:
    pages, document = kept(drawn(agreement))
    place = yellow_rows(pages.image(document, 1, "The fee is due in thirty days.", before))
    assert place is not None
    assert place[0] < 1 - height / A4[1] < place[1]


def test_a_quote_over_two_lines_gets_a_box_for_each() -> None:
    def two_lines(canvas: Canvas) -> None:
        canvas.drawString(300, 500, "Either party may ter-")
        canvas.drawString(72, 480, "minate this Agreement.")

    pages, document = kept(drawn(two_lines))
    image = pixels(pages.image(document, 1, "Either party may terminate this Agreement.")).astype(int)
    mask = (image[:, :, 0] > 200) & (image[:, :, 2] < 150)
    first_line = mask[int((1 - 503 / A4[1]) * len(mask))]
    assert first_line[int(300 / A4[0] * WIDTH) : int(340 / A4[0] * WIDTH)].any()
    assert not first_line[: int(290 / A4[0] * WIDTH)].any()


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_turned_page_is_marked_where_the_words_are(angle: int) -> None:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(drawn(agreement))))
    writer.pages[0].rotate(angle)
    out = io.BytesIO()
    writer.write(out)
    pages, document = kept(out.getvalue())
    plain, marked = pixels(pages.image(document, 1)), pixels(pages.image(document, 1, SENTENCE))
    changed = (plain != marked).any(axis=2)
    ink = plain.max(axis=2) < 128
    assert changed.any()
    assert (ink & _grown(changed)).sum() > ink.sum() * 0.3


def _grown(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The box around a mask."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    box = np.zeros_like(mask)
    box[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] = True
    return box


def test_a_quote_that_is_not_there_leaves_the_page_plain() -> None:
    pages, document = kept(drawn(agreement))
    assert pages.image(document, 1, "No such words in here at all") == pages.image(document, 1)


def test_a_page_of_absurd_proportions_is_drawn_small() -> None:
    pages, document = kept(drawn(agreement, (72, 14_000)))
    height, width, _ = pixels(pages.image(document, 1)).shape
    assert height * width <= MOST_PIXELS * 1.05


@pytest.mark.parametrize("number", [0, -1, 2, 10**30])
def test_a_page_that_is_not_there_is_named(number: int) -> None:
    pages, document = kept(drawn(agreement))
    with pytest.raises(NotFound, match=rf"acme\.pdf has no page {number}; it has 1 page\."):
        pages.image(document, number)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 torn", b"\x00" * 100])
def test_a_file_that_cannot_be_drawn_is_told_in_a_sentence(content: bytes) -> None:
    pages, document = kept(content)
    with pytest.raises(NotFound, match=r"The pages of acme\.pdf cannot be shown"):
        pages.image(document, 1)


def test_a_protected_file_is_told_in_a_sentence() -> None:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(drawn(agreement))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    pages, document = kept(out.getvalue())
    with pytest.raises(NotFound, match="protected or damaged"):
        pages.image(document, 1)


def test_a_page_is_drawn_once_for_the_same_quote() -> None:
    pages, document = kept(drawn(agreement))
    first = pages.image(document, 1, SENTENCE)
    pages._files.remove(document.revision.partition("/")[0])
    assert pages.image(document, 1, SENTENCE) is first
    with pytest.raises(NotFound):
        pages.image(document, 1, "other words")


def test_many_threads_may_ask_at_once() -> None:
    pages, document = kept(drawn(agreement))
    quotes = [SENTENCE[:length] for length in range(14, 26)]
    with ThreadPoolExecutor(4) as pool:
        images = list(pool.map(lambda quote: pages.image(document, 1, quote), quotes))
    assert all(yellow_rows(image) for image in images)
