"""Table rows as text: every row carries its column names, so that it can be found and quoted alone.

Shared by every format that has tables. Promises that the text of a row block is `render(cells)`.
"""

import re
from collections.abc import Sequence
from itertools import zip_longest

from ingest.extracted import BlockKind, TextBuilder
from ingest.load.characters import one_line

Cells = tuple[tuple[str, str], ...]

# A header names columns: one filled cell is a title above the table, two are the least that make a table.
MIN_HEADER_CELLS = 2
_NUMBER = re.compile(r"^[-+(]?[^\w\s]?\s?\d[\d.,' ]*\s?[^\w\s]?\)?$")


def render(cells: Cells) -> str:
    """A row as text: `Column: value; Column: value`."""
    return "; ".join(f"{column}: {value}" for column, value in cells)


def name_cells(header: Sequence[str], values: Sequence[str]) -> Cells:
    """Pair values with their columns, leaving empty values out. A column without a name is called by its place."""
    pairs = zip_longest(map(one_line, header), map(one_line, values), fillvalue="")
    return tuple((column or f"Column {place}", value) for place, (column, value) in enumerate(pairs, start=1) if value)


def is_header(values: Sequence[str]) -> bool:
    """Whether a row can be a table's header: at least two of its cells hold words."""
    return sum(1 for value in values if value.strip() and not _NUMBER.match(value.strip())) >= MIN_HEADER_CELLS


def add_row(builder: TextBuilder, header: Sequence[str], values: Sequence[str]) -> None:
    """Append one row to `builder`; a row without values is left out."""
    cells = name_cells(header, values)
    builder.add(render(cells), BlockKind.ROW, cells=cells)


def add_rows(builder: TextBuilder, header: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Append the rows under `header` and return how many had values; a header alone is a paragraph."""
    filled = [values for values in rows if any(map(one_line, values))]
    for values in filled:
        add_row(builder, header, values)
    if not filled:
        builder.add("; ".join(filter(None, map(one_line, header))), BlockKind.PARAGRAPH)
    return len(filled)


def add_table(builder: TextBuilder, rows: Sequence[Sequence[str]]) -> int:
    """Append a table: title rows above the header as paragraphs, the rest as rows. Returns how many rows it had.

    Where no row can be a header, every row is a paragraph and the count is 0.
    """
    for place, values in enumerate(rows):
        if is_header(values):
            return add_rows(builder, values, rows[place + 1 :])
        builder.add(" ".join(filter(None, map(one_line, values))), BlockKind.PARAGRAPH)
    return 0
