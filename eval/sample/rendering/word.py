"""Agreements and policies as Word files, with Word's own headings and tables."""

from datetime import datetime
from io import BytesIO

import docx
from docx.document import Document
from docx.shared import Pt

from eval.sample.rendering.archive import fixed_archive
from eval.sample.rendering.clause_text import Block, ClauseText, typographic

_STYLES = {"section": "Heading 1", "annex": "Heading 1", "subsection": "Heading 2"}


def agreement_docx(source: ClauseText, written: datetime) -> bytes:
    """The source as a .docx file's bytes, dated `written`."""
    meta = source.meta
    document = docx.Document()
    _set_properties(document, meta, written)
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(10.5)
    section = document.sections[0]
    section.header.paragraphs[0].text = f"{meta['title']} \u2013 Ref. {meta['reference']}"
    section.footer.paragraphs[0].text = "Fjellvik Systems AS \u00b7 Confidential"
    document.add_heading(meta["title"], level=0)
    if "partner" in meta:
        document.add_paragraph(f"between {meta['vendor']} and {meta['partner']}")
    document.add_paragraph(f"Reference {meta['reference']} \u00b7 Effective {meta['effective']}")
    for block in source.blocks:
        _add(document, block, meta)
    stream = BytesIO()
    document.save(stream)
    return fixed_archive(stream.getvalue(), written)


def _set_properties(document: Document, meta: dict[str, str], written: datetime) -> None:
    properties = document.core_properties
    properties.title = meta["title"]
    properties.author = properties.last_modified_by = "Fjellvik Systems AS"
    properties.created = properties.modified = written
    properties.revision = 1


def _add(document: Document, block: Block, meta: dict[str, str]) -> None:
    text = typographic(block.text)
    match block.kind:
        case "section" | "subsection" | "annex":
            document.add_paragraph(text, style=_STYLES[block.kind])
        case "clause":
            document.add_paragraph(f"{block.label}\t{text}")
        case "item":
            document.add_paragraph(f"{block.label} {text}").paragraph_format.left_indent = Pt(36)
        case "table":
            _add_table(document, block.rows)
        case "signatures":
            for party, who in (("vendor", "vendor_signatory"), ("partner", "partner_signatory")):
                document.add_paragraph(f"For {meta[party]}: {meta[who]}, {meta['signed']}")
        case "paragraph":
            document.add_paragraph(text)


def _add_table(document: Document, rows: tuple[tuple[str, ...], ...]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = typographic(value)
