"""A contract as a text and as a PDF with narrow lines, running heads and page numbers."""

import re
from io import BytesIO
from string import ascii_lowercase
from typing import Any

from pypdf import PdfReader
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

SIDES = "The Supplier|The Reseller|Each party|The Agent".split("|")
DUTIES = "shall deliver|may withhold|must insure|shall label|may return|must count|shall repair".split("|")
THINGS = "all goods|spare parts|any samples|the manuals|its prototypes".split("|")
CLAUSES = [
    f"{n}. {SIDES[n % 4]} {DUTIES[n % 7]} {THINGS[n % 5]} ordered under schedule {n * 31} within {n + 3} days of "
    f"{ascii_lowercase[n // 26] * 3}{ascii_lowercase[n % 26] * 4}."
    for n in range(1, 81)
]
"""Each ends in a word of its own: lines that are alike but for a number, at the foot of several pages, are page numbers."""

TWIN = "\n\n".join(CLAUSES)


def contract_pdf() -> bytes:
    """The clauses on pages that a clause may run across."""
    file = BytesIO()
    document = BaseDocTemplate(file, pageCompression=1, invariant=True)
    document.addPageTemplates([PageTemplate(frames=[Frame(60, 60, 180, 300)], onPage=_furniture)])
    document.build([Paragraph(clause, getSampleStyleSheet()["Normal"]) for clause in CLAUSES])
    return file.getvalue()


def raw_text(content: bytes) -> str:
    """The text of all pages with everything that is on them."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def place_of(clause: str, text: str) -> tuple[int, int]:
    """Where a clause starts and ends in a text that breaks lines and pages within it."""
    words = clause.split()
    start = re.compile(r"\s+".join(map(re.escape, words[:5]))).search(text)
    assert start, clause
    return start.start(), text.index(words[-1], start.end()) + len(words[-1])


def _furniture(canvas: Any, document: BaseDocTemplate) -> None:
    canvas.drawString(60, 400, "Strictly confidential, not for filing")
    canvas.drawString(60, 20, f"Page {document.page}")
