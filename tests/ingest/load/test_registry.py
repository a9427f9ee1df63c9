import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.load.registry import Limits, Reason, Unreadable, load
from tests.ingest.load import files

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def refusal(name: str, content: bytes, limits: Limits = files.LIMITS) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        load(name, content, limits)
    assert caught.value.kind == "invalid"
    assert caught.value.sentence.startswith(name)
    assert caught.value.sentence.endswith(".")
    return caught.value


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("a.txt", b"", Reason.EMPTY, "is empty"),
        ("a.pdf", b" \n ", Reason.EMPTY, "is empty"),
        ("a.html", b"<script>x()</script>", Reason.EMPTY, "no text in it"),
        ("a.md", b"<!-- nothing -->", Reason.EMPTY, "no text in it"),
        ("a.pdf", PNG, Reason.WRONG_TYPE, "is not a PDF but a PNG image; Liaison reads PDF, DOCX"),
        ("a.docx", b"MZ\x90\x00" + bytes(80), Reason.WRONG_TYPE, "is not a DOCX file but a Windows program"),
        ("a.png", PNG, Reason.WRONG_TYPE, "is a PNG image"),
        ("a.pdf", b"<!DOCTYPE html><html><body>Sign in", Reason.WRONG_TYPE, "is not a PDF but a web page"),
        ("a.bin", bytes(range(256)) * 4, Reason.WRONG_TYPE, "is binary data"),
        ("a.doc", OLD_OFFICE + "WordDocument".encode("utf-16-le"), Reason.WRONG_TYPE, "old .doc format; save it as DOCX."),
        ("a.docx", OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), Reason.PASSWORD, "save a copy without one."),
        ("a.zip", files.archive({"a.txt": b"a"}), Reason.WRONG_TYPE, "is a ZIP archive"),
        ("a.pptx", files.archive({"ppt/slide.xml": b"a"}), Reason.WRONG_TYPE, "is a PowerPoint presentation; save it as PDF."),
        ("a.docx", b"PK\x03\x04" + bytes(50), Reason.DAMAGED, "is damaged or cut off"),
        ("a.docx", files.archive({"[Content_Types].xml": b"<a", "word/document.xml": b"<a"}), Reason.DAMAGED, "is damaged"),
        ("a.xlsx", files.archive({"xl/workbook.xml": b"<a"}), Reason.DAMAGED, "is damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_reason(name: str, content: bytes, code: Reason, words: str) -> None:
    error = refusal(name, content)
    assert error.code is code
    assert words in error.sentence


def test_a_file_over_the_size_limit_is_refused_before_it_is_looked_at() -> None:
    error = refusal("a.png", PNG * 100_000, Limits(max_bytes=2 << 20, max_pages=9))
    assert error.code is Reason.TOO_LARGE
    assert error.sentence == "a.png has 4.6 MB; Liaison reads files up to 2 MB."


def test_an_archive_that_unpacks_far_beyond_the_limit_is_not_opened() -> None:
    bomb = files.archive({"[Content_Types].xml": b"", "word/document.xml": bytes(3_000_000)})
    assert len(bomb) < 100_000
    error = refusal("a.docx", bomb, Limits(max_bytes=100_000, max_pages=9, max_unpacked=2_000_000))
    assert error.code is Reason.TOO_LARGE
    assert error.sentence == (
        "a.docx unpacks to 3.0 MB, over the limit of 2 MB; split it into parts or raise LIAISON_MAX_UNPACKED_MB."
    )


def test_content_decides_over_the_name() -> None:
    document = Document()
    document.add_paragraph("Written in Word")
    assert files.read("a.pdf", files.docx(document)).text == "Written in Word"
    assert files.read("notes", "<!doctype html><p>A page").text == "A page"


def test_the_name_decides_between_text_formats() -> None:
    assert files.read("a.md", "# One").text == "One"
    assert files.read("a.txt", "# One").text == "# One"


def test_a_text_may_begin_with_the_letters_of_a_program() -> None:
    assert files.read("a.txt", "MZ Partners signed.").text == "MZ Partners signed."


def test_a_cut_office_file_is_damaged() -> None:
    whole = files.xlsx({"Prices": [["Name", "Price"], ["A", 1]]})
    assert refusal("a.xlsx", whole[: len(whole) // 2]).code is Reason.DAMAGED


def outcome(name: str, content: bytes) -> Reason | None:
    """Load and check what every loader promises; the code of a refusal, None for a text."""
    try:
        extracted = load(name, content, files.LIMITS)
    except Unreadable as error:
        return error.code
    files.assert_sound(extracted)
    return None


NAMES = st.sampled_from(["a.pdf", "a.docx", "a.xlsx", "a.md", "a.html", "a.txt", "a.csv", "a.eml", "a"])
STARTS = st.sampled_from(
    [b"", b"%PDF-1.7\n", b"PK\x03\x04", OLD_OFFICE, b"From: a\n", b"<html><table><tr>", b"---\n", b"\xff\xfe"]
)


@given(name=NAMES, start=STARTS, rest=st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_a_sound_text_or_a_refusal(name: str, start: bytes, rest: bytes) -> None:
    assert outcome(name, start + rest) in {None, *Reason}


MARKUP = (
    *(
        "# Head",
        "\n",
        "\n\n",
        "- item",
        "> quote",
        "| A | B |\n|---|---|\n| 1 | 2 |",
        "---",
        "title: x",
        "<pre>",
        "<p>",
        "</tr>",
    ),
    *(
        "<table><tr><th>A<th>B<tr><td>",
        "<table><tr><td>A<td>B<tr><td>1<td>",
        "<td rowspan=3>",
        "<li>",
        "<h2>",
        "</div>",
        "<div>",
    ),
    *(
        "word",
        "a,b,c",
        ";",
        "\t",
        "\x00",
        "\xa0",
        "\u200b",
        '"',
        "Subject: x",
        "> On Monday A wrote:",
        "On Monday A wrote:",
        "é",
    ),
)


@given(
    name=st.sampled_from(["a.md", "a.html", "a.csv", "a.eml", "a.txt"]), pieces=st.lists(st.sampled_from(MARKUP), max_size=25)
)
@settings(max_examples=200, deadline=None)
def test_any_mixture_of_markup_gives_a_sound_text(name: str, pieces: list[str]) -> None:
    assert outcome(name, "".join(pieces).encode()) in {None, Reason.EMPTY, Reason.WRONG_TYPE}


CELLS = st.lists(
    st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8), max_size=4), min_size=1, max_size=6
)


@given(rows=CELLS)
@settings(max_examples=40, deadline=None)
def test_any_workbook_gives_a_sound_text(rows: list[list[str]]) -> None:
    assert outcome("a.xlsx", files.xlsx({"Sheet": [["Name", "Value"], *rows]})) is None


@given(rows=CELLS)
@settings(max_examples=20, deadline=None)
def test_any_word_table_gives_a_sound_text(rows: list[list[str]]) -> None:
    document = Document()
    table = document.add_table(0, 4)
    for row in [["Name", "Value"], *rows]:
        for cell, text in zip(table.add_row().cells, row, strict=False):
            cell.text = text
    assert outcome("a.docx", files.docx(document)) is None


@given(lines=st.lists(st.lists(st.text(st.characters(codec="latin-1"), max_size=30), max_size=6), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_any_pdf_gives_a_sound_text(lines: list[list[str]]) -> None:
    assert outcome("a.pdf", files.pdf(lines)) in {None, Reason.NO_TEXT, Reason.EMPTY}
