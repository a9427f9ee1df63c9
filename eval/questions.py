"""Reading files of questions: one JSON object a line.

    {"id": "q1", "question": "…", "as": "manager", "answerable": true, "facts": [["60 days", "sixty days"]],
     "documents": ["acme.pdf"], "turns": ["a question asked before it"]}

Every inner list of `facts` holds spellings of one fact; a right answer has one of each. `documents` are those that prove it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.access import Caller
from app.domain.errors import Invalid


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what a right answer holds. `turns` are asked before it, in the same conversation."""

    id: str
    text: str
    caller: Caller
    answerable: bool
    facts: tuple[tuple[str, ...], ...] = ()
    documents: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()


def read_questions(path: Path) -> list[Question]:
    """The questions of a file, in order; raises Invalid with a sentence that names the line at fault."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        message = f"The questions {path} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8 text'}."
        raise Invalid(message) from error
    found = [_question(line, f"{path.name}, line {number}") for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        message = f"There are no questions in {path}."
        raise Invalid(message)
    return found


def _question(line: str, place: str) -> Question:
    try:
        entry = json.loads(line)
    except json.JSONDecodeError as error:
        message = f"{place} is not JSON: {error.msg}."
        raise Invalid(message) from error
    if not isinstance(entry, Mapping) or not isinstance(entry.get("question"), str) or "id" not in entry:
        message = f"{place} needs an 'id' and a 'question'."
        raise Invalid(message)
    return _built(entry)


def _built(entry: Mapping[str, Any]) -> Question:
    return Question(
        id=str(entry["id"]),
        text=entry["question"],
        caller=Caller.parse(str(entry.get("as", "manager"))),
        answerable=bool(entry.get("answerable", True)),
        facts=tuple(tuple(map(str, spellings)) for spellings in entry.get("facts") or ()),
        documents=tuple(map(str, entry.get("documents") or ())),
        turns=tuple(map(str, entry.get("turns") or ())),
    )
