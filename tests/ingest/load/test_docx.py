from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.load.registry import Reason, Unreadable
from tests.ingest.load import files


def xml(content: str) -> Any:
    """A WordprocessingML element."""
    return parse_xml(content.replace(">", f" {nsdecls('w')}>", 1))


def test_the_body_is_read_in_order() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Header text"
    document.add_heading("Reseller Agreement", 0)
    document.add_heading("12 Term", 1)
    document.add_heading("Notice", 2)
    document.add_paragraph("12.2 Either party may terminate.")
    document.add_paragraph("in writing", "List Bullet")
    table = document.add_table(2, 2)
    for cell, text in zip([*table.rows[0].cells, *table.rows[1].cells], ["Tier", "Margin", "Gold", "20%"], strict=True):
        cell.text = text
    document.add_paragraph("After the table")
    extracted = files.read("a.docx", files.docx(document))
    assert files.shown(extracted) == [
        ("heading", "Reseller Agreement"),
        ("heading", "12 Term"),
        ("heading", "Notice"),
        ("paragraph", "12.2 Either party may terminate."),
        ("item", "in writing"),
        ("row", "Tier: Gold; Margin: 20%"),
        ("paragraph", "After the table"),
    ]
    assert [block.level for block in extracted.blocks[:3]] == [1, 1, 2]
    assert extracted.title == "Reseller Agreement"


def test_tracked_changes_read_as_accepted() -> None:
    document = Document()
    paragraph = document.add_paragraph("The term is ")
    paragraph._p.append(xml('<w:del w:id="1"><w:r><w:delText>two</w:delText></w:r></w:del>'))
    paragraph._p.append(xml('<w:ins w:id="2"><w:r><w:t>three</w:t></w:r></w:ins>'))
    paragraph.add_run(" years.")
    assert files.read("a.docx", files.docx(document)).text == "The term is three years."


def test_content_controls_links_and_text_boxes_are_read_once() -> None:
    document = Document()
    body = document.element.body
    body.insert(0, xml("<w:sdt><w:sdtContent><w:p><w:r><w:t>Controlled</w:t></w:r></w:p></w:sdtContent></w:sdt>"))
    document.add_paragraph("See ")._p.append(xml("<w:hyperlink><w:r><w:t>the guide</w:t></w:r></w:hyperlink>"))
    box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Boxed</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    document.add_paragraph("Beside the box")._p.append(xml(box))
    assert files.read("a.docx", files.docx(document)).text == "Controlled\n\nSee the guide\n\nBeside the box\n\nBoxed"


def test_merged_cells_say_their_value_for_every_row_they_span() -> None:
    document = Document()
    table = document.add_table(3, 3)
    for row, texts in zip(table.rows, [["Tier", "Year", "Margin"], ["Gold", "1", "20%"], ["", "2", "25%"]], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    assert files.shown(files.read("a.docx", files.docx(document))) == [
        ("row", "Tier: Gold; Year: 1; Margin: 20%"),
        ("row", "Tier: Gold; Year: 2; Margin: 25%"),
    ]


def test_a_table_that_only_places_text_is_read_as_text() -> None:
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "Framed"
    cell.add_table(2, 2).cell(0, 0).text = "Tier"
    cell.tables[0].cell(0, 1).text = "Margin"
    cell.tables[0].cell(1, 0).text = "Gold"
    assert files.shown(files.read("a.docx", files.docx(document))) == [("paragraph", "Framed"), ("row", "Tier: Gold")]


def test_a_document_without_words_is_empty() -> None:
    with pytest.raises(Unreadable) as caught:
        files.read("a.docx", files.docx(Document()))
    assert caught.value.code is Reason.EMPTY


def test_a_document_with_an_entity_that_points_to_a_file_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    document = Document()
    document.add_paragraph("Before ENTITY")
    parts = files.entries(files.docx(document))
    body = parts["word/document.xml"].replace(b"ENTITY", b"&x;")
    entity = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    parts["word/document.xml"] = entity.encode() + body[body.index(b"?>") + 2 :]
    with pytest.raises(Unreadable, match=r"^a\.docx declares XML entities, as no document of Word does; export it again"):
        files.read("a.docx", files.archive(parts))


def test_numbered_paragraphs_carry_the_number_word_draws() -> None:
    document = Document()
    document.add_paragraph("Notice", "List Number")
    document.add_paragraph("Cure", "List Number")
    assert files.shown(files.read("a.docx", files.docx(document))) == [("item", "1. Notice"), ("item", "2. Cure")]
