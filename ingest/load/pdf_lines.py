"""The lines of a PDF page with the marks of typesetting taken out: ligatures, soft hyphens, runs of spaces."""

import re

from ingest.load.characters import visible

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")


def clean_lines(page: str) -> str:
    """A page's lines without outer space, single spaces inside, at most one blank line between.

    A soft hyphen is drawn where it stands in a PDF, so it becomes the hyphen that the reader sees.
    """
    text = visible(page).translate(_LIGATURES).replace("\xad", "-").replace("\u2010", "-").replace("\u2011", "-")
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")
