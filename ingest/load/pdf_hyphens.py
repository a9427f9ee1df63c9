"""Words broken at line ends, made whole: `termi-` and `nation` become `termination`, `non-` and `exclusive` stay hyphenated.

The document itself tells which is which: a word it writes elsewhere in one piece was broken by the typesetter; a first
half that is a word of its own belongs to a compound. In both cases the second half moves up to its first.
"""

import re
from collections.abc import Sequence
from itertools import chain

_BROKEN = re.compile(
    r"(?<![^\W\d_])(?P<left>[^\W\d_]+(?:-[^\W\d_]+)*)-\n(?P<right>[^\W\d_]+(?:-[^\W\d_]+)*)(?P<after>[^\s\w]*)(?P<space> |\n|$)"
)
# A page without it is not searched for broken words, which begin at any letter.
_LINE_END = "-\n"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PREFIXES = frozenset(
    "all anti bi co counter cross ex full half high inter intra low mid multi non over part post pre pro quasi re self semi "
    "short sub super third trans ultra under well long off on up e".split()
)


def join_broken_words(pages: Sequence[str]) -> list[str]:
    """Each page with the words broken at its line ends made whole; line breaks stay, after the word."""
    if not any(_LINE_END in page for page in pages):
        return list(pages)
    words = _vocabulary(pages)

    def whole(match: re.Match[str]) -> str:
        left, right = match["left"], match["right"]
        joint = "" if _is_one_word(left, right, words) else "-"
        return f"{left}{joint}{right}{match['after']}" + ("\n" if match["space"] else "")

    return [_BROKEN.sub(whole, page) if _LINE_END in page else page for page in pages]


def _vocabulary(pages: Sequence[str]) -> frozenset[str]:
    """The document's words in lower case, those at broken line ends left out."""
    written = set(chain.from_iterable(_WORD.findall(_BROKEN.sub(" ", page) if _LINE_END in page else page) for page in pages))
    return frozenset(word.lower() for word in written)


def _is_one_word(left: str, right: str, words: frozenset[str]) -> bool:
    """Whether the hyphen between two halves is the typesetter's."""
    if not right[:1].islower() or "-" in left + right:
        return False
    left, right = left.lower(), right.lower()
    if f"{left}-{right}" in words:
        return False
    return left + right in words or (left not in words and left not in _PREFIXES)
