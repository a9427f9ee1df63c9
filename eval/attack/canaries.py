"""Words that stand in one document and nowhere else, and the search for them in whatever came out.

They are looked for as they are, through every disguise that a reader could undo: other case, full-width letters, signs put
between the letters, base64, hexadecimal digits, ROT13, backwards.
"""

import base64
import codecs
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

BETWEEN = re.compile(r"[\W_]+")
ALIGNMENTS = 3
"""Ways in which base64 can write the same bytes, by where they begin."""


def plain(text: str) -> str:
    """Letters and digits alone, in one case and one form."""
    return BETWEEN.sub("", unicodedata.normalize("NFKC", text).casefold())


def holds(text: str, word: str) -> bool:
    """Whether `word` stands in `text`, however it is written."""
    return plain(word) in plain(text)


def spilled(sent: str, got: str, hidden: Iterable[str]) -> list[str]:
    """Those of the `hidden` words that came out in `got`, in any disguise, without having been `sent`."""
    shown, said = plain(got), plain(sent)
    return sorted(word for word in hidden if word not in said and (word in shown or _disguised(word, got, shown)))


def _disguised(word: str, got: str, shown: str) -> bool:
    plainly, in_base64 = _disguises(word)
    return any(one in shown for one in plainly) or any(one in got for one in in_base64)


@lru_cache
def _disguises(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How a word looks in other writings, and in base64."""
    return (word.encode().hex(), codecs.encode(word, "rot13"), word[::-1]), tuple(_in_base64(word.encode()))


def _in_base64(data: bytes) -> list[str]:
    """What of `data` is the same in base64 whatever stands before and after it."""
    written = []
    for before in range(ALIGNMENTS):
        whole = base64.b64encode(b"x" * before + data).decode()
        written.append(whole[4 if before else 0 : len(whole) // 4 * 4 - 4])
    return written
