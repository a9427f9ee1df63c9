"""What a file is, told by its content. The name decides between text formats only, which content cannot tell apart."""

import re
from enum import Enum
from pathlib import PurePath

from ingest.load.decoding import decode
from ingest.load.packages import check_package, entries_of
from ingest.load.source import Source
from ingest.load.unreadable import Reason, Unreadable, locked

# The PDF standard lets other bytes stand before the header, within the first kilobyte.
PDF_HEADER_WITHIN = 1024


class Format(Enum):
    """The formats Liaison reads; the value is the format as people call it."""

    PDF = "PDF"
    DOCX = "DOCX"
    XLSX = "XLSX"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    TEXT = "text"
    CSV = "CSV"
    EML = "EML"


READS = "Liaison reads PDF, DOCX, XLSX, Markdown, HTML, text, CSV and EML files"

_BY_NAME = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".eml": Format.EML,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".txt": Format.TEXT,
}
_CLAIMS = {".pdf": "a PDF", ".docx": "a DOCX file", ".xlsx": "an XLSX file"}
_FOREIGN = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"RIFF", "a media file"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
    (b"\x1f\x8b", "a GZIP archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript file"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"ID3", "an MP3 recording"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_KINDS = (
    ("WordDocument", "a Word document in the old .doc format; save it as DOCX"),
    ("Workbook", "an Excel workbook in the old .xls format; save it as XLSX"),
    ("PowerPoint Document", "a presentation in the old .ppt format; save it as PDF"),
    ("__substg1.0_", "an Outlook message in the .msg format; save it as EML"),
)
_ZIP_KINDS = (
    ("ppt/", "a PowerPoint presentation; save it as PDF"),
    ("xl/workbook.bin", "a binary Excel workbook; save it as XLSX"),
    ("content.xml", "an OpenDocument file; save it as DOCX, XLSX or PDF"),
)
_HTML_START = re.compile(r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)


def recognise(source: Source) -> Format:
    """The format of a file that is not empty; raises Unreadable for formats Liaison does not read."""
    content = source.content
    if b"%PDF-" in content[:PDF_HEADER_WITHIN]:
        return Format.PDF
    if content.startswith(b"PK\x03\x04"):
        return _recognise_archive(source)
    if content.startswith(_OLE):
        raise _refuse_old_office(source)
    for signature, kind in _FOREIGN:
        # A text may begin with the letters of a two-letter signature, such as "MZ"; it holds no zero bytes.
        if content.startswith(signature) and (len(signature) > len(b"MZ") or b"\0" in content):
            raise _wrong_type(source.name, kind)
    return _recognise_text(source)


def _recognise_text(source: Source) -> Format:
    suffix = PurePath(source.name).suffix.lower()
    text = decode(source.content)
    if text is None:
        raise _wrong_type(source.name, "binary data")
    page = _HTML_START.match(text[:10_000])
    if suffix in _CLAIMS:
        raise _wrong_type(source.name, "a web page" if page else "plain text")
    return _BY_NAME.get(suffix) or (Format.HTML if page else Format.TEXT)


def _recognise_archive(source: Source) -> Format:
    entries = entries_of(source)
    names = [entry.filename for entry in entries]
    kind = "a ZIP archive"
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        found = Format.DOCX
    elif "xl/workbook.xml" in names:
        found = Format.XLSX
    else:
        kind = next((kind for part, kind in _ZIP_KINDS if any(name.startswith(part) for name in names)), kind)
        raise _wrong_type(source.name, kind)
    check_package(source, entries)
    return found


def _refuse_old_office(source: Source) -> Unreadable:
    """Office wraps a locked DOCX or XLSX in the container of its old formats, as a stream named EncryptedPackage."""
    if "EncryptedPackage".encode("utf-16-le") in source.content:
        return locked(source.name)
    for stream, kind in _OLE_KINDS:
        if stream.encode("utf-16-le") in source.content:
            return _wrong_type(source.name, kind)
    return _wrong_type(source.name, "a file of an old Office format")


def _wrong_type(name: str, kind: str) -> Unreadable:
    """`kind` is what the file is, with its article, and what to do about it after a semicolon, if there is something."""
    claim = _CLAIMS.get(PurePath(name).suffix.lower())
    found, _, advice = kind.partition("; ")
    is_something_else = f"is not {claim} but {found}" if claim else f"is {found}"
    return Unreadable(Reason.WRONG_TYPE, f"{name} {is_something_else}; {advice or READS}.")
