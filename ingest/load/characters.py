"""Characters that no reader sees and every index stumbles over, taken out of text in one place."""

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\u200b\u2060\ufeff\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0c\x1c-\x1e\x85\u2028\u2029]")


def visible(text: str) -> str:
    """`text` with line ends as newlines, without control characters, zero-width marks and halves of surrogate pairs."""
    return _CONTROL.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """`text` on one line: every run of white space, no-break spaces included, is a single space."""
    return " ".join(visible(text).split())
