"""What CUAD's lawyers marked: which characters of which contract are a clause of which kind.

A folder in LegalBench-RAG's form holds txt/, questions.json (queries with spans) and, if it has one, answers.json, whose
evidence is found by its words in the text.
"""

import json
import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.errors import Invalid
from app.knowledge.clauses import KINDS

Mark = tuple[int, int, int]
"""Characters (start, end) and the number of the kind in KINDS."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The marked contracts: `marks` by file stem, `queries` as asked with their kind, names and all."""

    folder: Path
    marks: dict[str, tuple[Mark, ...]]
    queries: tuple[tuple[str, str], ...]

    @property
    def texts(self) -> list[Path]:
        """The contracts' files, by name."""
        return [self.folder / "txt" / f"{stem}.txt" for stem in sorted(self.marks)]

    def folds(self, count: int, seed: int) -> dict[str, int]:
        """The fold of each contract, by stem: a contract is never split."""
        stems = sorted(self.marks)
        random.Random(seed).shuffle(stems)  # noqa: S311  # a repeatable choice, nothing secret
        return {stem: at % count for at, stem in enumerate(stems)}


def read_labels(folder: Path) -> Labels:
    """The labels in `folder`; raises Invalid with a sentence where they are not in the form described above."""
    try:
        tests = json.loads((folder / "questions.json").read_text(encoding="utf-8"))["tests"]
        marks: dict[str, set[Mark]] = defaultdict(set)
        for test in tests:
            for snippet in test["snippets"]:
                marks[Path(snippet["file_path"]).stem].add((*snippet["span"], KINDS.index(test["category"])))
        for stem, mark in _evidence(folder):
            marks[stem].add(mark)
        queries = tuple((test["query"], test["category"]) for test in tests)
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{folder} does not hold txt/ and questions.json in LegalBench-RAG's form with CUAD's categories: {error}."
        raise Invalid(message) from error
    return Labels(folder, {stem: tuple(sorted(found)) for stem, found in marks.items()}, queries)


def _evidence(folder: Path) -> list[tuple[str, Mark]]:
    """The evidence of answers.json; kinds it does not share with CUAD's clauses are passed over."""
    path = folder / "answers.json"
    if not path.is_file():
        return []
    found: list[tuple[str, Mark]] = []
    entries: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    texts: dict[str, str] = {}
    for entry in entries:
        if entry["category"] not in KINDS or not entry.get("evidence"):
            continue
        stem = Path(entry["document"]).stem
        text = texts.setdefault(stem, (folder / "txt" / f"{stem}.txt").read_text(encoding="utf-8"))
        for quote in entry["evidence"]:
            start = text.find(quote)
            if quote and start >= 0:
                found.append((stem, (start, start + len(quote), KINDS.index(entry["category"]))))
    return found
