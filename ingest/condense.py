"""The words of a passage without what costs the model time and tells it nothing: white space, and rules and leaders of marks.

A form's "______", a table's "--------" and a list of contents' ". . . ." are a token a mark, and they are a twentieth of what a
model would read of contracts. Pure functions.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

REPEATED = 3
"""Times a mark, or a few marks such as "[*]", are kept that come more often one after the other."""

WASTE = re.compile(rf"\s{{2,}}|[^\S ]|\A\s|\s\Z|(?P<marks>(?:[^\w\s]|_){{1,8}}?)(?:\s*(?P=marks)){{{REPEATED},}}")


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
    """`text` with single blanks for white space, none outside, and no more than three of the same marks in a row."""
    pieces: list[str] = []
    starts: list[int] = []
    position = 0
    for match in WASTE.finditer(text):
        outer = match.start() == 0 or match.end() == len(text)
        instead = match["marks"] * REPEATED if match["marks"] else "" if outer else " "
        pieces += [text[position : match.start()], instead]
        starts += [position, match.start()]
        position = match.end()
    pieces.append(text[position:])
    starts.append(position)
    places = [0]
    for piece in pieces:
        places.append(places[-1] + len(piece))
    return Condensed("".join(pieces), tuple(starts), tuple(places[:-1]), tuple(map(len, pieces)))
