"""A folder of labelled contracts: three short ones, each with some clauses marked."""

import json
from pathlib import Path
from typing import Any

from app.knowledge.clauses import KINDS

LAW = "This agreement is governed by the laws of Norway."
AUDIT = "Acme may audit the books of Borealis once a year."
FILLING = "Orders are placed in writing and paid in thirty days."

CONTRACTS = {
    "one": f"Reseller Agreement\n\n{FILLING}\n\n{LAW}\n\n{AUDIT}\n",
    "two": f"Supply Agreement\n\n{LAW}\n\n{FILLING} {FILLING}\n",
    "three": f"Hosting Agreement\n\n{FILLING}\n\n{AUDIT} {LAW}\n",
    "four": f"Service Agreement\n\n{FILLING}\n\n{LAW}\n",
}
GOVERNING, AUDITING = KINDS.index("Governing Law"), KINDS.index("Audit Rights")
CLAUSES = {"Governing Law": LAW, "Audit Rights": AUDIT}


def labelled(folder: Path) -> Path:
    """`folder` with txt/ and questions.json in LegalBench-RAG's form."""
    (folder / "txt").mkdir(parents=True)
    tests: list[dict[str, Any]] = []
    for stem, text in CONTRACTS.items():
        (folder / "txt" / f"{stem}.txt").write_text(text, encoding="utf-8")
        for kind, clause in CLAUSES.items():
            if clause in text:
                span = [text.index(clause), text.index(clause) + len(clause)]
                query = f"Consider the Agreement of {stem}; What about {kind}?"
                tests.append({"query": query, "category": kind, "snippets": [{"file_path": f"{stem}.txt", "span": span}]})
    (folder / "questions.json").write_text(json.dumps({"tests": tests}), encoding="utf-8")
    return folder
