"""A clause's label parted from its words: `2.1License Grants` reads `2.1 License Grants`. Pure.

Labels hang in the margin of their clause. Where a page was shrunk to fit, hardly a gap is left between the two, and a reader
that goes by gaps runs them together.
"""

import re

# After "(b)" a lower-case word has three letters: "(s)he" is no clause. After "1.5" capitals are a word: "1.5M" and
# "12.5USD" are figures.
_GLUED = re.compile(
    r"^(?P<label>\d{1,2}(?:\.\d{1,2}){1,3}\.?|\d{1,2}\.|[·•●▪])(?=“|[\"‘(]?(?:[A-Z][a-z]|[A-Z]{4}))"
    r"|^(?P<item>\((?:[a-zA-Z]|[ivxlc]{1,5}|\d{1,2})\))(?=[“\"‘]?[A-Z]|[a-z]{3})",
    re.MULTILINE,
)


def part_labels(page: str) -> str:
    """The page with a space after each label that a line begins with."""
    return _GLUED.sub(lambda match: match.group() + " ", page)
