"""Small files of every format, built where they are needed, and what every loader promises about its result."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from reportlab.pdfgen.canvas import Canvas

from ingest.extracted import BlockKind, Extracted
from ingest.load.registry import Limits, load

LIMITS = Limits(max_bytes=5_000_000, max_pages=50)


def read(name: str, content: bytes | str) -> Extracted:
    """Load with the usual limits; text is given as UTF-8."""
    return load(name, content.encode() if isinstance(content, str) else content, LIMITS)


def shown(extracted: Extracted) -> list[tuple[str, str]]:
    """The blocks as (kind, text)."""
    return [(block.kind.value, extracted.text[block.start : block.end]) for block in extracted.blocks]


def assert_sound(extracted: Extracted) -> None:
    """Blocks and pages lie in the text in order without overlap, and a row says its cells."""
    for spans in (extracted.blocks, extracted.pages):
        position = 0
        for span in spans:
            assert position <= span.start <= span.end <= len(extracted.text)
            position = span.end
    for block in extracted.blocks:
        text = extracted.text[block.start : block.end]
        assert text.strip() == text != ""
        if block.kind is BlockKind.ROW:
            assert text == "; ".join(f"{column}: {value}" for column, value in block.cells)


def pdf(pages: Sequence[Sequence[str]], *, title: str | None = None, left: int = 72) -> bytes:
    """A PDF with the lines of each page drawn from top to bottom."""
    file = BytesIO()
    canvas = Canvas(file, invariant=True)
    if title is not None:
        canvas.setTitle(title)
    for lines in pages:
        for place, line in enumerate(lines):
            canvas.drawString(left, 760 - 14 * place, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def docx(document: Any) -> bytes:
    """The bytes of a python-docx document."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def xlsx(sheets: dict[str, list[list[Any]]]) -> bytes:
    """A workbook with one sheet per entry."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def archive(entries: dict[str, bytes]) -> bytes:
    """A ZIP file with these entries."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in entries.items():
            written.writestr(name, content)
    return file.getvalue()


def entries(content: bytes) -> dict[str, bytes]:
    """The entries of a ZIP file."""
    with zipfile.ZipFile(BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
