"""The price list as an Excel workbook, one sheet for each CSV source."""

import csv
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from eval.sample.rendering.archive import fixed_archive

_HEAD_FILL = PatternFill("solid", fgColor="DDE3EA")
_WIDEST = 44


def workbook(sheets: dict[str, Path], written: datetime) -> bytes:
    """A workbook with a sheet for each name in `sheets`, filled from its CSV file."""
    book = Workbook()
    for empty in book.worksheets:
        book.remove(empty)
    book.properties.creator = "Fjellvik Systems AS"
    book.properties.created = written
    for name, path in sheets.items():
        _fill(book.create_sheet(name), path)
    stream = BytesIO()
    book.save(stream)
    return fixed_archive(stream.getvalue(), written)


def _fill(sheet: Worksheet, path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    for row in rows:
        sheet.append([_value(cell) for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = _HEAD_FILL
    sheet.freeze_panes = "A2"
    for number, column in enumerate(sheet.iter_cols(values_only=True), start=1):
        longest = max(len(str(value or "")) for value in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(longest + 3, _WIDEST)


def _value(cell: str) -> str | int | date | None:
    if cell.isdigit():
        return int(cell)
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return cell or None
