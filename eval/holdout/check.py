# ruff: noqa: INP001, T201 - a script, not a package; it prints what it finds
"""Checks the hold-out set: files, names and ids, and that every fact stands in a document its asker may see."""

from __future__ import annotations

import csv
import datetime as dt
import email
import email.policy
import html
import json
import re
import sys
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdf

HERE = Path(__file__).resolve().parent
KINDS = set("agreement amendment guide playbook policy faq price_list deals certifications tickets note email".split())


def pairs(names: list[str], values: list[Any]) -> str:
    """Shows one row of a table as "column: value" pairs, the way a reader is shown it."""
    return ", ".join(f"{name}: {value}" for name, value in zip(names, values, strict=True) if value not in (None, ""))


def sheet_text(path: Path) -> str:
    """Reads all sheets of a workbook; dates become ISO dates."""
    lines: list[str] = []
    for sheet in openpyxl.load_workbook(path, read_only=True):
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        names = [str(name) for name in rows[0]]
        lines += [pairs(names, [v.date() if isinstance(v, dt.datetime) else v for v in row]) for row in rows[1:]]
    return "\n".join(lines)


def csv_text(path: Path, column: str | None, owner: str | None) -> str:
    """Reads a CSV file; with an owner, only the rows of that partner."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not (column and owner) or row[column] == owner]
    return "\n".join(pairs(list(row), list(row.values())) for row in rows)


def docx_text(path: Path) -> str:
    """Reads the paragraphs and then the tables of a Word document."""
    document = docx.Document(str(path))
    lines = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        lines += [" | ".join(cell.text for cell in row.cells) for row in table.rows]
    return "\n".join(lines)


def plain_text(path: Path) -> str:
    """Reads the text of any document that is not a table of partner rows."""
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    if path.suffix == ".docx":
        return docx_text(path)
    if path.suffix == ".xlsx":
        return sheet_text(path)
    if path.suffix == ".eml":
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        return f"{message['subject']}\n{message.get_content()}"
    text = path.read_text(encoding="utf-8")
    return html.unescape(re.sub(r"<[^>]+>", " ", text)) if path.suffix == ".html" else text


def normal(text: str) -> str:
    """Lower-cases and collapses white space, also the no-break kind."""
    return re.sub(r"\s+", " ", text).strip().lower()


def may_see(asker: str, audience: str) -> bool:
    """Tells whether a document's audience includes the asker."""
    return asker in ("manager", "admin") or audience in ("public", asker)


def check_manifest(manifest: dict[str, Any]) -> list[str]:
    """Lists what is wrong with the manifest and the files it names."""
    wrong: list[str] = []
    files = [document["file"] for document in manifest["documents"]]
    names = [Path(file).name for file in files]
    partners = [partner["id"] for partner in manifest["partners"]]
    for title, values in (("file name", names), ("partner id", partners)):
        wrong += [f"{title} {value} is not unique" for value in {v for v in values if values.count(v) > 1}]
    on_disk = {f"documents/{path.name}" for path in (HERE / "documents").iterdir()}
    wrong += [f"{file} is missing" for file in set(files) - on_disk]
    wrong += [f"{file} is not in the manifest" for file in on_disk - set(files)]
    for document in manifest["documents"]:
        audience = document["audience"]
        if document["kind"] not in KINDS:
            wrong.append(f"{document['file']}: kind {document['kind']}")
        if document["partner"] not in (None, *partners):
            wrong.append(f"{document['file']}: partner {document['partner']}")
        if audience not in ("public", "internal", *(f"partner:{partner}" for partner in partners)):
            wrong.append(f"{document['file']}: audience {audience}")
        if document.get("amends", files[0]) not in files:
            wrong.append(f"{document['file']}: amends {document['amends']}")
    return wrong


def check_question(question: dict[str, Any], manifest: dict[str, Any]) -> list[str]:
    """Lists what is wrong with one question."""
    ident, asker = question["id"], question["as"]
    by_name = {Path(document["file"]).name: document for document in manifest["documents"]}
    owners = {f"partner:{partner['id']}": partner["name"] for partner in manifest["partners"]}
    wrong: list[str] = []
    if asker not in ("manager", "admin", *owners):
        wrong.append(f"{ident}: asked as {asker}")
    if question["answerable"] != bool(question["facts"]) or question["answerable"] != bool(question["documents"]):
        wrong.append(f"{ident}: facts and documents do not fit answerable")
    texts: dict[str, str] = {}
    for name in question["documents"]:
        document = by_name.get(name)
        if document is None or not may_see(asker, document["audience"]):
            wrong.append(f"{ident}: {name} is unknown or not for {asker}")
            continue
        path = HERE / document["file"]
        column = document.get("partner_column")
        text = csv_text(path, column, owners.get(asker)) if path.suffix == ".csv" else plain_text(path)
        texts[name] = normal(text)
    used = set()
    for fact in question["facts"]:
        holders = {name for name, text in texts.items() if any(normal(spelling) in text for spelling in fact)}
        used |= holders
        if not holders:
            wrong.append(f"{ident}: {fact} stands in none of {question['documents']}")
    wrong += [f"{ident}: {name} holds no fact" for name in set(texts) - used]
    return wrong


def main() -> int:
    """Runs all checks and prints what is wrong."""
    manifest = json.loads((HERE / "manifest.json").read_text(encoding="utf-8"))
    lines = (HERE / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    wrong = check_manifest(manifest)
    idents = [question["id"] for question in questions]
    wrong += [f"id {ident} is not unique" for ident in {i for i in idents if idents.count(i) > 1}]
    for question in questions:
        wrong += check_question(question, manifest)
    print("\n".join(wrong) or f"{len(manifest['documents'])} documents and {len(questions)} questions are in order")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
