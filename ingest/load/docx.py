"""DOCX files: headings, paragraphs, list items and table rows in body order, with the clause numbers Word draws.

Reads the text as it stands with all tracked changes accepted. Headers, footers and comments are left out.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from ingest.extracted import BlockKind, Extracted, TextBuilder
from ingest.load.characters import one_line
from ingest.load.docx_numbering import Numbering
from ingest.load.docx_styles import Styles
from ingest.load.docx_text import paragraph_text, text_boxes
from ingest.load.rows import MIN_HEADER_CELLS, add_rows
from ingest.load.source import Source
from ingest.load.titles import meaningful_title
from ingest.load.unreadable import with_entities, without_text

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Word draws tables of up to 63 columns; a cell that claims to span billions would be filled up to there.
MOST_COLUMNS = 63
# Content controls and the like wrap paragraphs and tables without being either.
_WRAPPERS = frozenset(map(qn, ("w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo")))
_PARAGRAPH, _TABLE = qn("w:p"), qn("w:tbl")


def load_docx(source: Source) -> Extracted:
    """The body of a Word document; raises Unreadable where it holds no text, or what no Word document holds."""
    document = Document(BytesIO(source.content))
    if document.element.getroottree().docinfo.internalDTD is not None:
        raise with_entities(source.name)
    builder = TextBuilder()
    reader = _BodyReader(builder, Styles(document.styles.element), Numbering(_numbering_of(document)))
    reader.read(document.element.body)
    if not builder.blocks:
        raise without_text(source.name)
    return builder.build(MEDIA_TYPE, meaningful_title(document.core_properties.title))


def _numbering_of(document: Any) -> Any | None:
    """The root of the numbering definitions, or None for a document without lists."""
    return next((part.element for part in _parts(document) if part.partname.endswith("/numbering.xml")), None)


def _parts(document: Any) -> Iterator[Any]:
    return (relation.target_part for relation in document.part.rels.values() if not relation.is_external)


class _BodyReader:
    """Walks the body and appends blocks; keeps the counters of numbered paragraphs on the way."""

    def __init__(self, builder: TextBuilder, styles: Styles, numbering: Numbering) -> None:
        self._builder = builder
        self._styles = styles
        self._numbering = numbering

    def read(self, container: Any) -> None:
        """Append the paragraphs and tables of a body, a cell or a content control."""
        for element in container:
            if element.tag == _PARAGRAPH:
                self._read_paragraph(element)
            elif element.tag == _TABLE:
                self._read_table(element)
            elif element.tag in _WRAPPERS:
                self.read(element)

    def _read_paragraph(self, element: Any) -> None:
        text = paragraph_text(element)
        if text.strip():
            style = self._styles.of(element)
            list_level = style.list_level
            number = self._numbering.next(*list_level) if list_level else ""
            kind = BlockKind.HEADING if style.heading else BlockKind.ITEM if style.is_item else BlockKind.PARAGRAPH
            self._builder.add(f"{number} {text}" if number else text, kind, level=style.heading)
        for box in text_boxes(element):
            self.read(box)

    def _read_table(self, table: Any) -> None:
        rows = [self._values(row) for row in table.iter(qn("w:tr")) if _belongs(row, table) and not _is_deleted(row)]
        header = rows[0] if rows else []
        if len(rows) < MIN_HEADER_CELLS or sum(1 for name in header if name) < MIN_HEADER_CELLS:
            self._read_layout(table)
            return
        above: list[str] = []
        filled = []
        for values in rows[1:]:
            # A cell merged downwards says its value for every row that it spans.
            full = [above[place] if value is None and place < len(above) else value or "" for place, value in enumerate(values)]
            filled.append(full)
            above = full
        add_rows(self._builder, [name or "" for name in header], filled)

    def _read_layout(self, table: Any) -> None:
        """A table without columns only places text on the page: its cells are read like the body."""
        for cell in table.iter(qn("w:tc")):
            if _belongs(cell, table):
                self.read(cell)

    def _values(self, row: Any) -> list[str | None]:
        """A row's texts by grid column: empty where a cell reaches over from the left, None where one does from above."""
        values: list[str | None] = [""] * min(row.grid_before, MOST_COLUMNS)
        for cell in row.iter(qn("w:tc")):
            if _belongs(cell, row):
                values.append(None if cell.vMerge == "continue" else self._cell_text(cell))
                values.extend([""] * (min(cell.grid_span, MOST_COLUMNS) - 1))
        return values

    def _cell_text(self, cell: Any) -> str:
        inner = TextBuilder()
        _BodyReader(inner, self._styles, self._numbering).read(cell)
        return one_line("".join(inner.parts))


def _belongs(element: Any, owner: Any) -> bool:
    """Whether the nearest table or row around `element` is `owner`, not one nested in a cell."""
    return next(element.iterancestors(owner.tag), None) is owner


def _is_deleted(row: Any) -> bool:
    """Whether the row is a tracked deletion."""
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None
