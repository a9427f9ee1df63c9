"""The lines of a PDF page with the marks of typesetting taken out: ligatures, soft hyphens, runs of spaces."""

import re

from ingest.load.characters import visible

_SIGNS = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\xad": "-", "\u2010": "-", "\u2011": "-"}
)
# Most pages hold none, and looking costs a tenth of translating.
_SIGN = re.compile(f"[{''.join(map(chr, _SIGNS))}]")
# All but the single plain space, which most are and which stays.
_SPACES = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
_BLANK_LINES = re.compile(r"\n{3,}")


def clean_lines(page: str) -> str:
    """A page's lines without outer space, single spaces inside, at most one blank line between.

    A soft hyphen is drawn where it stands in a PDF, so it becomes the hyphen that the reader sees.
    """
    text = visible(page)
    if _SIGN.search(text):
        text = text.translate(_SIGNS)
    text = _SPACES.sub(" ", text)
    lines = (line.strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")
