from io import BytesIO

import pytest
from PIL import Image
from pypdf import PageObject, PdfReader, PdfWriter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from ingest.load import pdf_pages
from ingest.load.registry import Limits, Reason, Unreadable, load
from tests.ingest.load import files

LINES = ["12.2 Either party may terminate this Agreement upon", "sixty (60) days' prior written notice."]


def locked(content: bytes, user: str, algorithm: str = "RC4-128") -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    writer.encrypt(user, "owner", algorithm=algorithm)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def scan(pages: int, stamp: str = "") -> bytes:
    file = BytesIO()
    canvas = Canvas(file, invariant=True)
    for _ in range(pages):
        canvas.drawImage(ImageReader(Image.new("L", (20, 20), 128)), 0, 0, 500, 700)
        canvas.drawString(50, 20, stamp)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_pages_are_parted_by_a_blank_line_and_know_where_they_stand() -> None:
    extracted = files.read("a.pdf", files.pdf([LINES, [], ["Signed in Oslo."]]))
    texts = [extracted.text[page.start : page.end] for page in extracted.pages]
    assert texts == ["\n".join(LINES), "", "Signed in Oslo."]
    assert [page.number for page in extracted.pages] == [1, 2, 3]
    assert extracted.text == "\n\n".join(texts)
    assert extracted.blocks == ()


def test_a_pdf_that_asks_for_a_password_is_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        files.read("acme.pdf", locked(files.pdf([LINES]), "secret"))
    assert caught.value.code is Reason.PASSWORD
    assert caught.value.sentence == "acme.pdf is protected by a password; save a copy without one."


def test_a_pdf_that_only_forbids_editing_is_read() -> None:
    assert files.read("a.pdf", locked(files.pdf([LINES]), "")).text == "\n".join(LINES)


@pytest.mark.parametrize(
    ("stamp", "pages", "words"), [("", 3, "3 pages of images only"), ("Scan 7", 1, "1 page of images only")]
)
def test_a_scan_without_a_text_layer_is_refused(stamp: str, pages: int, words: str) -> None:
    with pytest.raises(Unreadable) as caught:
        files.read("delta.pdf", scan(pages, stamp))
    assert caught.value.code is Reason.NO_TEXT
    assert caught.value.sentence == f"delta.pdf has no text layer ({words}); run it through text recognition first."


def test_a_short_text_without_images_is_read() -> None:
    assert files.read("a.pdf", files.pdf([["Yes."]])).text == "Yes."


def test_a_cut_pdf_is_damaged() -> None:
    whole = files.pdf([LINES] * 3)
    with pytest.raises(Unreadable) as caught:
        files.read("a.pdf", whole[: len(whole) // 2])
    assert caught.value.code is Reason.DAMAGED


def test_a_pdf_with_too_many_pages_is_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        load("a.pdf", files.pdf([LINES] * 4), Limits(max_bytes=1_000_000, max_pages=3))
    assert caught.value.code is Reason.TOO_MANY_PAGES
    assert "has 4 pages; Liaison reads up to 3" in caught.value.sentence


def test_two_columns_are_read_one_after_the_other() -> None:
    file = BytesIO()
    template = BaseDocTemplate(file)
    template.addPageTemplates([PageTemplate(frames=[Frame(40, 40, 250, 200), Frame(310, 40, 250, 200)])])
    style = getSampleStyleSheet()["Normal"]
    template.build(
        [Paragraph(f"Clause {n} says that the partner shall report on its sales without delay.", style) for n in range(12)]
    )
    text = files.read("a.pdf", file.getvalue()).text.replace("\n", " ")
    places = [text.index(f"Clause {n} says that the partner shall report on its sales without delay.") for n in range(12)]
    assert places == sorted(places)


def test_a_sentence_reads_on_over_a_page_break() -> None:
    first = ["Acme Reseller Agreement", "The Partner shall pay every invoice within", "Page 1 of 3"]
    second = ["Acme Reseller Agreement", "thirty days of receipt, or else", "Page 2 of 3"]
    third = ["Acme Reseller Agreement", "interest is due.", "Page 3 of 3"]
    text = files.read("a.pdf", files.pdf([first, second, third])).text
    assert text == "The Partner shall pay every invoice within\n\nthirty days of receipt, or else\n\ninterest is due."


def test_a_page_that_pypdf_cannot_read_is_read_by_pdfium(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: PageObject) -> str:
        message = "font"
        raise KeyError(message)

    monkeypatch.setattr(PageObject, "extract_text", fail)
    assert files.read("a.pdf", files.pdf([LINES])).text == "\n".join(LINES)


def test_a_page_that_reads_worse_in_pypdf_is_read_by_pdfium(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PageObject, "extract_text", lambda _: "\ufffd" * 60)
    assert files.read("a.pdf", files.pdf([LINES])).text == "\n".join(LINES)


def test_a_file_that_pypdf_cannot_open_is_read_by_pdfium(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: BytesIO) -> None:
        message = "cross-reference"
        raise ValueError(message)

    monkeypatch.setattr(pdf_pages, "PdfReader", fail)
    assert files.read("a.pdf", files.pdf([LINES], title="Reseller agreement")).title == "Reseller agreement"
    with pytest.raises(Unreadable) as caught:
        files.read("a.pdf", locked(files.pdf([LINES]), "secret"))
    assert caught.value.code is Reason.PASSWORD


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Acme Reseller Agreement", "Acme Reseller Agreement"),
        ("Microsoft Word - acme.doc", None),
        ("untitled", None),
        ("(anonymous)", None),
        ("acme_final_v3.docx", None),
        ("", None),
    ],
)
def test_only_a_meaningful_title_is_kept(title: str, kept: str | None) -> None:
    assert files.read("a.pdf", files.pdf([LINES], title=title)).title == kept
