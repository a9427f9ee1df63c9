"""Agreements as PDF: one or two columns, numbered clauses, running header and page numbers.

The output depends only on the source: ReportLab's invariant mode fixes the dates and identifiers.
"""

from html import escape
from io import BytesIO

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    FrameBreak,
    KeepTogether,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from eval.sample.rendering.clause_text import Block, ClauseText, typographic

_MARGIN = 25 * mm
_GUTTER = 8 * mm
_TITLE_HEIGHT = 34 * mm
_ANNEX_ROOM = 95 * mm  # an annex that would start lower on the page starts on the next
_GREY = colors.Color(0.35, 0.35, 0.35)


class _NumberedCanvas(Canvas):  # type: ignore[misc]  # reportlab ships no types
    """A canvas that knows the number of pages when it draws each footer."""

    def __init__(self, *args: object, header: tuple[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._header = header
        self._pages: list[dict[str, object]] = []

    def showPage(self) -> None:  # noqa: N802 - the name is ReportLab's
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._pages, start=1):
            self.__dict__.update(page)
            self._draw_furniture(number, len(self._pages))
            super().showPage()
        super().save()

    def _draw_furniture(self, number: int, total: int) -> None:
        width, height = self._pagesize
        left, right = self._header
        self.setFont("Helvetica", 7.5)
        self.setFillColor(_GREY)
        self.setStrokeColor(colors.Color(0.75, 0.75, 0.75))
        self.drawString(_MARGIN, height - 15 * mm, left)
        self.drawRightString(width - _MARGIN, height - 15 * mm, right)
        self.line(_MARGIN, height - 17 * mm, width - _MARGIN, height - 17 * mm)
        self.drawString(_MARGIN, 13 * mm, "Fjellvik Systems AS \u00b7 Confidential")
        self.drawRightString(width - _MARGIN, 13 * mm, f"Page {number} of {total}")


class _Styles:
    """The paragraph styles of one document, scaled from its body size."""

    def __init__(self, *, sans: bool, size: float, narrow: bool) -> None:
        regular, bold = ("Helvetica", "Helvetica-Bold") if sans else ("Times-Roman", "Times-Bold")
        hang = 27.0 if narrow else 34.0
        base = ParagraphStyle(
            "body",
            fontName=regular,
            fontSize=size,
            leading=size * 1.36,
            spaceAfter=size * 0.62,
            alignment=TA_LEFT if narrow else TA_JUSTIFY,
        )
        self.body = base
        self.title = ParagraphStyle("title", fontName=bold, fontSize=18, leading=23, alignment=TA_CENTER, spaceAfter=5)
        self.under = ParagraphStyle("under", base, alignment=TA_CENTER, textColor=_GREY)
        self.section = ParagraphStyle(
            "section",
            fontName=bold,
            fontSize=size + 1.2,
            leading=size * 1.6,
            spaceBefore=size * 0.8,
            spaceAfter=4,
            keepWithNext=1,
        )
        self.subsection = ParagraphStyle("subsection", self.section, fontSize=size)
        self.clause = ParagraphStyle(
            "clause", base, leftIndent=hang, bulletIndent=0, bulletFontName=regular, bulletFontSize=size
        )
        self.item = ParagraphStyle("item", self.clause, leftIndent=hang + 22, bulletIndent=hang)
        self.cell = ParagraphStyle("cell", base, fontSize=size - 1, leading=(size - 1) * 1.25, spaceAfter=0, alignment=TA_LEFT)
        self.head = ParagraphStyle("head", self.cell, fontName=bold)


def agreement_pdf(source: ClauseText) -> bytes:
    """The source laid out as a PDF file's bytes."""
    meta = source.meta
    narrow = meta.get("columns") == "2"
    styles = _Styles(sans=meta.get("font") == "sans", size=float(meta.get("size", "10.5")), narrow=narrow)
    page = LETTER if meta.get("paper") == "letter" else A4
    buffer = BytesIO()
    document = BaseDocTemplate(
        buffer, pagesize=page, title=meta["title"], author="Fjellvik Systems AS", subject=meta["reference"], invariant=1
    )
    document.addPageTemplates(_two_columns(page) if narrow else _one_column(page))
    width = (page[0] - 2 * _MARGIN - _GUTTER) / 2 if narrow else page[0] - 2 * _MARGIN
    story = [*_title(meta, styles, narrow=narrow)]
    for block in source.blocks:
        story.extend(_flowables(block, styles, meta, width))
    header = (f"{meta['title']} \u2013 {meta['partner']}", f"Ref. {meta['reference']}")
    document.build(story, canvasmaker=lambda *args, **kwargs: _NumberedCanvas(*args, header=header, **kwargs))
    return buffer.getvalue()


def _one_column(page: tuple[float, float]) -> list[PageTemplate]:
    frame = Frame(_MARGIN, 20 * mm, page[0] - 2 * _MARGIN, page[1] - 42 * mm, 0, 0, 0, 0)
    return [PageTemplate("all", [frame])]


def _two_columns(page: tuple[float, float]) -> list[PageTemplate]:
    width = (page[0] - 2 * _MARGIN - _GUTTER) / 2
    height = page[1] - 42 * mm
    top = Frame(_MARGIN, 20 * mm + height - _TITLE_HEIGHT, page[0] - 2 * _MARGIN, _TITLE_HEIGHT, 0, 0, 0, 0)

    def columns(tall: float) -> list[Frame]:
        return [Frame(_MARGIN + i * (width + _GUTTER), 20 * mm, width, tall, 0, 0, 0, 0) for i in (0, 1)]

    return [PageTemplate("first", [top, *columns(height - _TITLE_HEIGHT)]), PageTemplate("later", columns(height))]


def _title(meta: dict[str, str], styles: _Styles, *, narrow: bool) -> list[Flowable]:
    lines: list[Flowable] = [
        Spacer(1, 3 * mm),
        Paragraph(_text(meta["title"]), styles.title),
        Paragraph(_text(f"between {meta['vendor']} and {meta['partner']}"), styles.under),
        Paragraph(_text(f"Reference {meta['reference']}  \u00b7  Effective {meta['effective']}"), styles.under),
    ]
    return [*lines, FrameBreak(), NextPageTemplate("later")] if narrow else [*lines, Spacer(1, 4 * mm)]


def _flowables(block: Block, styles: _Styles, meta: dict[str, str], width: float) -> list[Flowable]:
    flowables: list[Flowable]
    match block.kind:
        case "section":
            flowables = [CondPageBreak(22 * mm), Paragraph(_text(block.text), styles.section)]
        case "subsection":
            flowables = [Paragraph(_text(block.text), styles.subsection)]
        case "annex":
            flowables = [CondPageBreak(_ANNEX_ROOM), Spacer(1, 4 * mm), Paragraph(_text(block.text), styles.section)]
        case "clause":
            flowables = [Paragraph(_text(block.text), styles.clause, bulletText=block.label)]
        case "item":
            flowables = [Paragraph(_text(block.text), styles.item, bulletText=block.label)]
        case "table":
            flowables = [_table(block.rows, styles, width), Spacer(1, 3 * mm)]
        case "signatures":
            flowables = [KeepTogether(_signatures(meta, styles, width))]
        case "paragraph":
            flowables = [Paragraph(_text(block.text), styles.body)]
    return flowables


def _text(text: str) -> str:
    return escape(typographic(text), quote=False)


def _table(rows: tuple[tuple[str, ...], ...], styles: _Styles, width: float) -> Table:
    cells = [[Paragraph(_text(cell), styles.cell if at else styles.head) for cell in row] for at, row in enumerate(rows)]
    table = Table(cells, colWidths=[width / len(rows[0])] * len(rows[0]), repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.4, colors.Color(0.6, 0.6, 0.6)),
                ("BACKGROUND", (0, 0), (-1, 0), colors.Color(0.92, 0.93, 0.95)),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ]
        )
    )
    return table


def _signatures(meta: dict[str, str], styles: _Styles, width: float) -> list[Flowable]:
    def side(party: str, signatory: str) -> list[Paragraph]:
        lines = (f"For {party}", "\u00a0", "_______________________", f"Name: {signatory}", f"Date: {meta['signed']}")
        return [Paragraph(_text(line), styles.cell) for line in lines]

    sides = [side(meta["vendor"], meta["vendor_signatory"]), side(meta["partner"], meta["partner_signatory"])]
    body = "Signed by the parties' authorised representatives on the dates stated below."
    return [Spacer(1, 6 * mm), Paragraph(_text(body), styles.body), Table([sides], colWidths=[width / 2] * 2)]
