"""Which tables of an HTML page hold data, and their rows. Other tables only place things on the page."""

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.load.characters import one_line
from ingest.load.rows import MIN_HEADER_CELLS, is_header

# Longer cells in a first row without `th` are sentences of a layout, not the names of columns.
LONGEST_COLUMN_NAME = 60
# HTML lets a cell span a thousand columns; tables read by people have far fewer.
MOST_SPANNED = 100


@dataclass(frozen=True, slots=True)
class DataRow:
    """The values of one row under the names of its columns; a header row has no values."""

    header: tuple[str, ...]
    values: tuple[str, ...]


def data_rows(tree: LexborHTMLParser) -> dict[int, DataRow]:
    """Every row of every data table on the page, by the `mem_id` of its element."""
    found: dict[int, DataRow] = {}
    for table in tree.css("table"):
        if table.css_first("table") is None or not _holds_another(table):
            found |= _rows_of(table)
    return found


def _holds_another(table: LexborNode) -> bool:
    """Whether another table is nested in this one; a node finds itself in some versions of the engine."""
    return any(inner.mem_id != table.mem_id for inner in table.css("table"))


def _rows_of(table: LexborNode) -> dict[int, DataRow]:
    rows = table.css("tr")
    cells = [[cell for cell in row.iter() if cell.tag in {"td", "th"}] for row in rows]
    if cells and all(_is_pair(row) for row in cells):
        pairs = [[one_line(_text(cell)) for cell in row] for row in cells]
        return {row.mem_id: DataRow((name,), (value,)) for row, (name, value) in zip(rows, pairs, strict=True)}
    if len(rows) < MIN_HEADER_CELLS or not _is_header_row(cells):
        return {}
    grid = _grid(cells)
    header = tuple(grid[0])
    if not any(map(any, grid[1:])):
        return {}
    body = {row.mem_id: DataRow(header, tuple(values)) for row, values in zip(rows[1:], grid[1:], strict=True)}
    return {rows[0].mem_id: DataRow(header, ())} | body


def _is_pair(row: list[LexborNode]) -> bool:
    """A row that names its one value: `<th>Partner</th><td>Acme</td>`."""
    return [cell.tag for cell in row] == ["th", "td"]


def _is_header_row(cells: list[list[LexborNode]]) -> bool:
    first = cells[0]
    if len(first) < MIN_HEADER_CELLS:
        return False
    if any(cell.tag == "th" for row in cells for cell in row):
        return all(cell.tag == "th" or not _text(cell).strip() for cell in first)
    names = [one_line(_text(cell)) for cell in first]
    return all(0 < len(name) <= LONGEST_COLUMN_NAME for name in names) and is_header(names) and len(set(map(len, cells))) == 1


def _grid(cells: list[list[LexborNode]]) -> list[list[str]]:
    """The texts by grid column: a cell over several rows says its value in each, one over several columns once."""
    reaching: dict[int, tuple[int, str]] = {}
    grid = []
    for row in cells:
        values: list[str] = []
        for cell in row:
            _fill_from_above(values, reaching)
            text, across, down = one_line(_text(cell)), _span(cell, "colspan"), _span(cell, "rowspan")
            for place in range(across):
                if down > 1:
                    reaching[len(values)] = (down - 1, text if place == 0 else "")
                values.append(text if place == 0 else "")
        _fill_from_above(values, reaching)
        grid.append(values)
    return grid


def _fill_from_above(values: list[str], reaching: dict[int, tuple[int, str]]) -> None:
    while len(values) in reaching:
        left, text = reaching.pop(len(values))
        place = len(values)
        values.append(text)
        if left > 1:
            reaching[place] = (left - 1, text)


def _span(cell: LexborNode, name: str) -> int:
    value = (cell.attributes.get(name) or "1").strip()
    return min(max(int(value), 1), MOST_SPANNED) if value.isascii() and value.isdigit() else 1


def _text(cell: LexborNode) -> str:
    return cell.text(separator=" ") if cell.css_first("p, div, li, br") is not None else cell.text()
