"""Which titles in a file's properties say something. Most are left there by the program that wrote the file."""

import re

from ingest.load.characters import one_line

_PROGRAM = re.compile(r"^(microsoft (word|powerpoint|excel)|powerpoint presentation|word document)\b", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"^\W*(untitled|anonymous|no title|title|unknown|none|document|slide|print|unbenannt)?\W*\d*\W*$", re.IGNORECASE
)
_FILE_NAME = re.compile(r"^\S+\.(docx?|pdf|xlsx?|pptx?|html?|txt|rtf|tmp|indd|dot)$", re.IGNORECASE)


def meaningful_title(title: str | None) -> str | None:
    """`title` on one line if a person could have written it as a title, else None."""
    title = one_line(title or "")
    if _PROGRAM.match(title) or _PLACEHOLDER.match(title) or _FILE_NAME.match(title):
        return None
    return title
