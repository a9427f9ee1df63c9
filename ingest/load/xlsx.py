"""Excel workbooks: a heading for each visible sheet, every row a block that names its columns.

Shows values as a reader of the sheet sees them where that matters (dates, percentages), and never computes: a formula
without a stored value is left out. Nothing outside the file is opened.
"""

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from ingest.extracted import BlockKind, Extracted, TextBuilder
from ingest.load.characters import one_line
from ingest.load.extent import Cells
from ingest.load.rows import add_table
from ingest.load.source import Source
from ingest.load.titles import meaningful_title
from ingest.load.unreadable import damaged, without_text

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A stored number carries 15 meaningful digits; what follows is binary noise (0.30000000000000004).
SIGNIFICANT_DIGITS = 15
# A sheet ends here; a row that claims to stand further down would have every row above it made up.
MOST_ROWS = 1 << 20
_ERROR = re.compile(r"#(REF!|DIV/0!|VALUE!|NUM!|NULL!|NAME\?|N/A|SPILL!|CALC!)")


def load_xlsx(source: Source) -> Extracted:
    """The visible sheets of a workbook, in their order; raises Unreadable where they hold nothing."""
    builder, cells = TextBuilder(), Cells(source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells which features of the file it does not draw; we draw none
        workbook = load_workbook(BytesIO(source.content), read_only=True, data_only=True, keep_links=False)
        for sheet in workbook.worksheets:
            if sheet.sheet_state == "visible":
                _add_sheet(builder, sheet, cells)
        title = meaningful_title(workbook.properties.title)
        workbook.close()
    if not builder.blocks:
        raise without_text(source.name)
    # A sheet's name ("Sheet1") heads its rows; it is no title for the file.
    return replace(builder.build(MEDIA_TYPE), title=title)


def _add_sheet(builder: TextBuilder, sheet: Any, cells: Cells) -> None:
    if isinstance(sheet, ReadOnlyWorksheet):
        sheet.reset_dimensions()  # some programs write a wrong extent, which would cut rows off
    rows = list(_filled_rows(sheet.iter_rows(), cells))
    if rows:
        builder.add(one_line(sheet.title), BlockKind.HEADING, level=1)
        add_table(builder, rows)


def _filled_rows(rows: Iterable[Iterable[Any]], cells: Cells) -> Iterator[list[str]]:
    """Rows as shown, without empty rows and empty cells at their end."""
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise damaged(cells.name)
        values = [shown(cell.value, cell.number_format) if cell.value is not None else "" for cell in row]
        while values and not values[-1].strip():
            values.pop()
        if values:
            cells.count(len(values))
            yield values


def shown(value: object, number_format: str) -> str:
    """A cell's value as text: ISO dates, percentages as such, numbers without binary noise, errors as nothing."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (date, time)):
        return _moment(value)
    if isinstance(value, (int, float)):
        return _number(value * 100) + "%" if "%" in number_format else _number(value)
    text = str(value)
    return "" if _ERROR.fullmatch(text) else text


def _moment(value: date | time) -> str:
    """A date in ISO form, with hours and minutes where it has any."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat(timespec="minutes") if isinstance(value, time) else value.isoformat()


def _number(value: float) -> str:
    """A number in plain digits: no exponent, no `.0`."""
    text = format(Decimal(format(value, f".{SIGNIFICANT_DIGITS}g")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
