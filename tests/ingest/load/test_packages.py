from io import BytesIO
from zipfile import BadZipFile, ZipFile

import pytest

from ingest.load.packages import MOST_ENTRIES
from ingest.load.registry import Reason, Unreadable, load
from tests.fakes import hostile_files as hostile
from tests.ingest.load import files

DOCUMENT = hostile.docx_of(hostile.paragraph("Hello"))
WORKBOOK = hostile.xlsx_of(hostile.row("Name", "Price"))
MACROS = "holds macros, which may do harm; save it as DOCX or XLSX, without macros."


def refusal(name: str, content: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        load(name, content, files.LIMITS)
    return caught.value


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docm", DOCUMENT),
        ("a.xlsm", WORKBOOK),
        ("a.docx", hostile.docx_of("", others={"word/vbaProject.bin": b"\xd0\xcf"})),
        ("a.xlsx", hostile.xlsx_of("", others={"xl/VBAPROJECT.BIN": b"\xd0\xcf"})),
        ("a.xlsx", hostile.xlsx_of("", others={"xl/macrosheets/sheet1.xml": b"<a/>"})),
    ],
)
def test_a_file_with_macros_is_not_opened_whatever_it_is_called(name: str, content: bytes) -> None:
    error = refusal(name, content)
    assert (error.code, error.sentence) == (Reason.MACROS, f"{name} {MACROS}")


@pytest.mark.parametrize(("name", "content"), [("a.docx", DOCUMENT), ("a.xlsx", WORKBOOK)])
def test_an_archive_of_countless_files_is_not_opened(name: str, content: bytes) -> None:
    error = refusal(name, hostile.with_members(content, MOST_ENTRIES))
    assert error.code is Reason.TOO_LARGE
    assert "a document has at most 10,000; export it again from its own program." in error.sentence


def test_a_file_that_lies_about_its_unpacked_size_is_unpacked_no_further() -> None:
    bomb = bytearray(hostile.zipped({"[Content_Types].xml": "<a/>", "word/document.xml": bytes(5_000_000)}))
    stated = bomb.rfind((5_000_000).to_bytes(4, "little"))
    bomb[stated : stated + 4] = (9).to_bytes(4, "little")
    with ZipFile(BytesIO(bomb)) as archive, pytest.raises(BadZipFile):
        archive.read("word/document.xml")
    assert refusal("a.docx", bytes(bomb)).code is Reason.DAMAGED
