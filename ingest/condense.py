"""The words of a passage without what costs the model time and tells it next to nothing: white space and punctuation.

A comma is a token like a word, and the rules of a form or the leaders of a list of contents are one a mark: together they are
an eighth of what a model would read of contracts. Pure functions.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

MARKS = (
    r"!\x22'()*,./:;?\[\\\]^_`{|}~\-"
    r"\u00A1\u00AB\u00B7\u00BB\u00BF\u037E\u0387"  # the rest of Latin and Greek
    r"\u2010-\u2027\u2030-\u205E\u25A0-\u25FF"  # dashes, quotation marks, bullets
    r"\u060C\u061B\u061F\u0964\u0965"  # Arabic and Devanagari
    r"\u3001-\u3003\u3008-\u3011\uFF01\uFF08\uFF09\uFF0C\uFF0E\uFF1A\uFF1B\uFF1F"  # Chinese and Japanese
)
"""Punctuation, brackets, rules and bullets, for a set of characters. What counts or values is none: "%", "$", "&", "+", "#"."""
WASTE = re.compile(rf"(?:\s|(?!(?<=\d)[.,:/-](?=\d))[{MARKS}])+")
"""White space and marks, but those that hold a number or a date together."""


@dataclass(frozen=True, slots=True)
class Condensed:
    """A shortened `text` in stretches: where each `starts` in the original, its place in `text`, and its length there."""

    text: str
    starts: tuple[int, ...]
    places: tuple[int, ...]
    lengths: tuple[int, ...]

    def place(self, position: int) -> int:
        """Where a character of the original, or its end, stands in `text`; for one that was left out, what follows it."""
        stretch = bisect_right(self.starts, position) - 1
        return self.places[stretch] + min(position - self.starts[stretch], self.lengths[stretch])


def condensed(text: str) -> Condensed:
    """`text` with a single blank for white space and marks, and none outside."""
    pieces: list[str] = []
    starts: list[int] = []
    position = 0
    for match in WASTE.finditer(text):
        outer = match.start() == 0 or match.end() == len(text)
        pieces += [text[position : match.start()], "" if outer else " "]
        starts += [position, match.start()]
        position = match.end()
    pieces.append(text[position:])
    starts.append(position)
    places = [0]
    for piece in pieces:
        places.append(places[-1] + len(piece))
    return Condensed("".join(pieces), tuple(starts), tuple(places[:-1]), tuple(map(len, pieces)))
