"""Plain text of the sample's files, read by independent libraries, so that facts can be checked against it."""

from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html import unescape
from pathlib import Path
from re import sub

import docx
from openpyxl import load_workbook
from pypdf import PdfReader


def plain_text(path: Path) -> str:
    """The text of `path`, lower case, with runs of blanks as one blank."""
    read = _READERS.get(path.suffix, _text)
    return " ".join(read(path).casefold().split())


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _html(path: Path) -> str:
    return unescape(sub(r"<[^>]+>", " ", _text(path)))


def _pdf(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def _docx(path: Path) -> str:
    document = docx.Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _xlsx(path: Path) -> str:
    book = load_workbook(path)
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    return "\n".join(" ".join(str(value) for value in row if value is not None) for row in rows)


def _mail(path: Path) -> str:
    mail = message_from_bytes(path.read_bytes(), policy=default)
    body = mail.get_body(("plain",)) if isinstance(mail, EmailMessage) else None
    headers = " ".join(f"{key}: {value}" for key, value in mail.items())
    return f"{headers}\n{body.get_content() if body else ''}"


_READERS: dict[str, Callable[[Path], str]] = {
    ".pdf": _pdf,
    ".docx": _docx,
    ".xlsx": _xlsx,
    ".html": _html,
    ".eml": _mail,
}
