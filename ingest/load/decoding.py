"""Bytes to characters. Promises the same text for the same bytes, and None for bytes that are no text."""

import codecs
import re

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the other's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Below this many bytes beyond ASCII a guess at the code page is noise; Western European is what office files use.
LEAST_EVIDENCE = 16
# Guessing looks at the bytes several times over, and the first hundred kilobytes of a text tell its code page.
SAMPLE_BYTES = 100_000
# Text has tabs, line ends and form feeds, and now and then a stray control character; binary data is full of them.
MOST_CONTROL_SHARE = 0.01
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_WIDE = ["utf_16_le", "utf_16_be"]
_NARROW = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "shift_jis", "euc_kr", "big5", "gb18030"]


def decode(content: bytes) -> str | None:
    """The text of `content` with newlines as Python reads them and no byte order mark; None if it is not text."""
    text = _by_mark(content)
    if text is None:
        text = _as_utf8(content)
    if text is None:
        text = _by_guess(content)
    if text is None or len(_CONTROL.findall(text)) > MOST_CONTROL_SHARE * len(text):
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _by_mark(content: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    return None


def _as_utf8(content: bytes) -> str | None:
    if b"\0" in content:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _by_guess(content: bytes) -> str | None:
    if b"\0" in content:
        candidates = _WIDE
    elif len(_BEYOND_ASCII.findall(content[:SAMPLE_BYTES])) < LEAST_EVIDENCE:
        return content.decode("cp1252", errors="replace")
    else:
        candidates = _NARROW
    best = from_bytes(content[: SAMPLE_BYTES & ~1], cp_isolation=candidates).best()
    return content.decode(best.encoding, errors="replace") if best else None
