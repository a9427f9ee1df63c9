"""CSV files: every row a block that names its columns. What is no table is read as plain text."""

import csv
from collections import Counter

from ingest.extracted import Extracted, TextBuilder
from ingest.load.rows import MIN_HEADER_CELLS, add_table
from ingest.load.source import Source
from ingest.load.text import decoded, load_text

DELIMITERS = (",", ";", "\t", "|")
# A delimiter shows itself in the first lines; reading further only costs time.
SAMPLE_LINES = 200
# The share of rows that must agree on their number of cells: prose with commas does not, tables with a few ragged rows do.
LEAST_AGREEMENT = 0.6


def load_csv(source: Source) -> Extracted:
    """The rows of a CSV file, its title lines as paragraphs; plain text where there is no table of two columns."""
    text = decoded(source)
    delimiter = find_delimiter(text)
    if delimiter is None:
        return load_text(source)
    builder = TextBuilder()
    try:
        count = add_table(builder, list(csv.reader(_lines(text), delimiter=delimiter)))
    except csv.Error:
        return load_text(source)
    return builder.build("text/csv") if count else load_text(source)


def find_delimiter(text: str) -> str | None:
    """The delimiter most rows of `text` agree on, the one giving most columns first; None if there is none."""
    lines = _lines(text)[:SAMPLE_LINES]
    best: tuple[float, int] = (0.0, 0)
    found = None
    for delimiter in DELIMITERS:
        width, agreement = _agreement(lines, delimiter)
        if width >= MIN_HEADER_CELLS and agreement >= LEAST_AGREEMENT and (agreement * width, width) > best:
            best, found = (agreement * width, width), delimiter
    return found


def _agreement(lines: list[str], delimiter: str) -> tuple[int, float]:
    """The usual number of cells in a row, and the share of rows that have it."""
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return 0, 0.0
    if not widths:
        return 0, 0.0
    width, count = max(Counter(widths).items(), key=lambda item: (item[1] * item[0], item[0]))
    return width, count / len(widths)


def _lines(text: str) -> list[str]:
    """Lines with their ends, cut at newlines only: a quoted cell may hold any other separator."""
    return [line + "\n" for line in text.removesuffix("\n").split("\n")]
