# ruff: noqa: INP001 - a script, not a package
"""Builds the PDF, DOCX and XLSX documents of the hold-out set from source/, byte for byte the same each time."""

from __future__ import annotations

import csv
import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import openpyxl
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "source"
TARGET = HERE / "documents"
PDF = (
    "okonjo-reseller-agreement",
    "okonjo-first-amendment",
    "delmarre-distribution-agreement",
    "northlake-integration-agreement",
)
DOCX = ("tavira-referral-agreement", "delmarre-avenant-1")
SHEETS = {
    "Products": "prices-products",
    "Standard discounts": "prices-discounts",
    "Training": "prices-training",
}
BOLD = {"Times-Roman": "Times-Bold", "Helvetica": "Helvetica-Bold"}
MOMENT = dt.datetime(2026, 2, 1, 8, 0, 0, tzinfo=dt.UTC)

Block = tuple[str, str | list[list[str]]]


def read_source(name: str) -> tuple[dict[str, str], list[Block]]:
    """Splits a source into its settings and its blocks: title, heading, text or table."""
    head, body = (SOURCE / f"{name}.txt").read_text(encoding="utf-8").split("---\n", 1)
    settings = dict(line.split(": ", 1) for line in head.splitlines() if line)
    return settings, list(blocks(body))


def blocks(body: str) -> Iterator[Block]:
    """Yields the blocks of a body; blank lines separate them."""
    for part in re.split(r"\n\s*\n", body.strip()):
        if part.startswith("# "):
            yield "title", part[2:]
        elif part.startswith("## "):
            yield "heading", part[3:]
        elif part.startswith("|"):
            yield "table", [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in part.splitlines()]
        else:
            yield "text", part


def build_pdf(name: str) -> None:
    """Writes one agreement as a PDF with a footer and page number on each page."""
    settings, parts = read_source(name)
    font = settings.get("font", "Helvetica")
    text = ParagraphStyle("text", fontName=font, fontSize=10.5, leading=15, spaceAfter=6)
    heading = ParagraphStyle("heading", text, fontName=BOLD[font], fontSize=11.5, spaceBefore=9, keepWithNext=True)
    title = ParagraphStyle("title", heading, fontSize=16, leading=20, alignment=TA_CENTER, spaceAfter=14)
    styles = {"text": text, "heading": heading, "title": title}
    story: list[Flowable] = []
    for kind, content in parts:
        if isinstance(content, list):
            rows = [[Paragraph(escape(cell), text) for cell in row] for row in content]
            grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.4, colors.grey)])
            story += [Table(rows, style=grid), Spacer(1, 8)]
        else:
            story.append(Paragraph(escape(content), styles[kind]))

    def footer(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(font, 8)
        canvas.drawString(28 * mm, 14 * mm, settings["footer"])
        canvas.drawRightString(A4[0] - 28 * mm, 14 * mm, f"Page {document.page}")

    template = SimpleDocTemplate(
        str(TARGET / f"{name}.pdf"), pagesize=A4, invariant=1, title=settings["footer"],
        leftMargin=28 * mm, rightMargin=28 * mm, topMargin=24 * mm, bottomMargin=26 * mm,
    )  # fmt: skip
    template.build(story, onFirstPage=footer, onLaterPages=footer)


def build_docx(name: str) -> None:
    """Writes one agreement as a Word document with heading styles and real tables."""
    settings, parts = read_source(name)
    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = MOMENT
    document.sections[0].footer.paragraphs[0].text = settings["footer"]
    for kind, content in parts:
        if isinstance(content, list):
            table = document.add_table(rows=0, cols=len(content[0]), style="Table Grid")
            for row in content:
                for cell, value in zip(table.add_row().cells, row, strict=True):
                    cell.text = value
        elif kind == "text":
            document.add_paragraph(content)
        else:
            document.add_heading(content, level=0 if kind == "title" else 1)
    path = TARGET / f"{name}.docx"
    document.save(str(path))
    freeze(path)


def typed(value: str) -> str | int | float | dt.date:
    """Turns a source cell into the value a person would have typed into the sheet."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return dt.date.fromisoformat(value)
    if re.fullmatch(r"\d+", value):
        return int(value)
    return float(value) if re.fullmatch(r"\d+\.\d+", value) else value


def build_xlsx() -> None:
    """Writes the price list: one sheet for each source file."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, name in SHEETS.items():
        sheet = book.create_sheet(title)
        with (SOURCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                sheet.append([typed(value) for value in row])
        sheet.freeze_panes = "A2"
    path = TARGET / "price-list-2026.xlsx"
    book.save(path)
    freeze(path)


def freeze(path: Path) -> None:
    """Rewrites an Office file with fixed dates, so that a rebuild changes nothing."""
    with zipfile.ZipFile(path) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    stamp = MOMENT.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            fixed = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z", stamp, content) if name == "docProps/core.xml" else content
            archive.writestr(zipfile.ZipInfo(name, MOMENT.timetuple()[:6]), fixed, zipfile.ZIP_DEFLATED)


def main() -> None:
    """Builds every generated document."""
    TARGET.mkdir(exist_ok=True)
    for name in PDF:
        build_pdf(name)
    for name in DOCX:
        build_docx(name)
    build_xlsx()


if __name__ == "__main__":
    main()
