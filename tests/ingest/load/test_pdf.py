from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PageObject, PdfReader, PdfWriter
from pypdfium2 import PdfiumError
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from ingest.load import pdf_pages
from ingest.load.pdf_paragraphs import Line
from ingest.load.pdfium_pages import PdfiumDocument
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


def drawn(*lines: tuple[int, str], angle: int = 0) -> bytes:
    """A page with each line so many points up, turned as a whole."""
    file = BytesIO()
    canvas = Canvas(file, invariant=True)
    canvas.translate(300, 400)
    canvas.rotate(angle)
    for up, line in lines:
        canvas.drawString(-250, up - 400, line)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


TWO_PARAGRAPHS = [
    (500, "Either party may terminate"),
    (486, "this Agreement."),
    (458, "It ends at once"),
    (444, "upon notice."),
]


@pytest.mark.parametrize("angle", [0, 180])
def test_a_blank_line_parts_paragraphs(angle: int) -> None:
    text = files.read("a.pdf", drawn(*TWO_PARAGRAPHS, angle=angle)).text
    assert text == "Either party may terminate\nthis Agreement.\n\nIt ends at once\nupon notice."


@pytest.mark.parametrize("angle", [90, 270])
def test_a_page_turned_sideways_is_read_line_by_line(angle: int) -> None:
    text = files.read("a.pdf", drawn(*TWO_PARAGRAPHS, angle=angle)).text
    assert text == "\n".join(line for _, line in TWO_PARAGRAPHS)


def test_a_word_broken_at_a_lines_end_is_made_whole_and_the_line_still_ends() -> None:
    lines = ["This is a non-", "exclusive right to termi-", "nation of it by the Partner."]
    assert (
        files.read("a.pdf", files.pdf([lines])).text == "This is a non-exclusive\nright to termination\nof it by the Partner."
    )


def test_what_is_drawn_beyond_the_pages_edge_is_read() -> None:
    assert files.read("a.pdf", drawn((500, "Seen."), (2000, "Not seen."))).text == "Seen.\nNot seen."


def test_a_page_that_pdfium_cannot_read_is_read_by_pypdf(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: PdfiumDocument, __: int) -> list[Line]:
        message = "page"
        raise PdfiumError(message)

    monkeypatch.setattr(PdfiumDocument, "lines", fail)
    assert files.read("a.pdf", files.pdf([LINES])).text == "\n".join(LINES)


@pytest.mark.parametrize("read", ["\ufffd" * 60, "12"])
def test_a_page_that_reads_worse_in_pdfium_is_read_by_pypdf(monkeypatch: pytest.MonkeyPatch, read: str) -> None:
    monkeypatch.setattr(PdfiumDocument, "lines", lambda *_: [Line(read, 700)])
    assert files.read("a.pdf", files.pdf([LINES])).text == "\n".join(LINES)


def test_a_page_that_reads_badly_in_both_stays_as_pdfium_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: PageObject) -> str:
        message = "font"
        raise KeyError(message)

    monkeypatch.setattr(PageObject, "extract_text", fail)
    monkeypatch.setattr(PdfiumDocument, "lines", lambda *_: [Line("\ufffd" * 60 + " Term", 700)])
    assert files.read("a.pdf", files.pdf([LINES])).text.endswith("Term")


def test_a_file_that_pdfium_cannot_open_is_read_by_pypdf(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: bytes) -> None:
        message = "cross-reference"
        raise PdfiumError(message)

    monkeypatch.setattr(pdf_pages, "PdfiumDocument", fail)
    assert files.read("a.pdf", files.pdf([LINES], title="Reseller agreement")).title == "Reseller agreement"
    protected, damaged = locked(files.pdf([LINES]), "secret"), b"%PDF-1.4\nno such thing\n%%EOF"
    for content, reason in [(protected, Reason.PASSWORD), (damaged, Reason.DAMAGED)]:
        with pytest.raises(Unreadable) as caught:
            files.read("a.pdf", content)
        assert caught.value.code is reason


def test_many_threads_may_read_at_once() -> None:
    content = files.pdf([LINES])
    with ThreadPoolExecutor(4) as pool:
        texts = {extracted.text for extracted in pool.map(lambda _: files.read("a.pdf", content), range(12))}
    assert texts == {"\n".join(LINES)}


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
