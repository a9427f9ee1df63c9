"""Which characters of one text are which of another: the text extracted from a PDF, and the twin its questions were marked in.

Both are cut into tokens, words and signs without the white space between them. Runs of tokens that occur once in each text
and in the same order are anchors; between two anchors the longest common subsequence (rapidfuzz) pairs what is left. Pairs
never cross, so a span goes over to the twin from its first paired token to its last one.

A token without a partner goes over with its neighbours: words that only the PDF holds (a running head, a page's number) widen
no span, and words that only the twin holds count where paired words stand around them in the span. A span none of whose
tokens has a partner goes over as an empty one, where the nearest paired token before it ends, so that it keeps its rank in a
ranking and covers nothing.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

TOKEN = re.compile(r"[^\W_]+|([^\w\s]|_)\1*")
"""A word, or one sign however often it is repeated: leaders and rules differ in length from one extraction to the next."""

ANCHOR_TOKENS = 8
"""Tokens of an anchor: as long as contracts' set phrases are short, so that what is unique in both texts is the same place."""

MOST_CELLS = 400_000_000
"""Tokens of one side times those of the other, between two anchors: 50 MB while rapidfuzz is at it, and about 100,000
characters a side without one common run of eight tokens. Beyond, the texts have nothing to do with each other there."""

PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "­": "-"})
"""Signs that extractions write in different ways."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's tokens in order: what they say, and where each starts and ends (characters)."""

    keys: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Tokens":
        found = list(TOKEN.finditer(text))
        keys = tuple(unicodedata.normalize("NFKC", one.group()).casefold().translate(PLAIN) for one in found)
        return cls(keys, tuple(one.start() for one in found), tuple(one.end() for one in found))

    def within(self, start: int, end: int) -> range:
        """The tokens of which at least one character lies within `start` to `end`."""
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))

    def is_word(self, index: int) -> bool:
        return self.keys[index].isalnum()


@dataclass(frozen=True, slots=True)
class Alignment:
    """The tokens of a text and of its twin, with the pairs of them: `partners` ascends with `paired`, one for one."""

    text: Tokens
    twin: Tokens
    paired: tuple[int, ...]
    partners: tuple[int, ...]

    def project(self, start: int, end: int) -> tuple[int, int]:
        """Characters `start` to `end` of the text as characters of the twin."""
        tokens = self.text.within(start, end)
        first, behind = bisect_left(self.paired, tokens.start), bisect_left(self.paired, tokens.stop)
        if first >= behind:
            place = self.twin.ends[self.partners[first - 1]] if first else 0
            return place, place
        opening, closing = self.partners[first], self.partners[behind - 1]
        cut_off_before = max(0, start - self.text.starts[self.paired[first]])
        cut_off_behind = max(0, self.text.ends[self.paired[behind - 1]] - end)
        opened, closed = self.twin.starts[opening] + cut_off_before, self.twin.ends[closing] - cut_off_behind
        return opened, max(opened, closed)

    def paired_share(self, start: int, end: int) -> float:
        """The share of the words in characters `start` to `end` of the twin that have a partner; 1 where there is no word."""
        words = [index for index in self.twin.within(start, end) if self.twin.is_word(index)]
        return sum(self._has_partner(index) for index in words) / len(words) if words else 1.0

    def _has_partner(self, twin_index: int) -> bool:
        place = bisect_left(self.partners, twin_index)
        return place < len(self.partners) and self.partners[place] == twin_index


def align(text: str, twin: str) -> Alignment:
    """Pair the tokens of `text` with those of its `twin`; takes time in proportion to their length where they are alike."""
    ours, theirs = Tokens.of(text), Tokens.of(twin)
    pairs = list(_pairs(ours.keys, theirs.keys))
    return Alignment(ours, theirs, tuple(one for one, _ in pairs), tuple(other for _, other in pairs))


def _pairs(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of indices of equal tokens, both ascending."""
    behind_ours = behind_theirs = 0
    for anchor_ours, anchor_theirs in [*_anchors(ours, theirs), (len(ours), len(theirs))]:
        if anchor_ours < behind_ours or anchor_theirs < behind_theirs:
            continue  # the anchor before reaches into this one
        yield from _between(ours, theirs, range(behind_ours, anchor_ours), range(behind_theirs, anchor_theirs))
        length = min(ANCHOR_TOKENS, len(ours) - anchor_ours)
        yield from ((anchor_ours + step, anchor_theirs + step) for step in range(length))
        behind_ours, behind_theirs = anchor_ours + length, anchor_theirs + length


def _between(ours: Sequence[str], theirs: Sequence[str], gap: range, other: range) -> Iterator[tuple[int, int]]:
    """The pairs in the gap between two anchors."""
    if not gap or not other or len(gap) * len(other) > MOST_CELLS:
        return
    for block in LCSseq.opcodes(ours[gap.start : gap.stop], theirs[other.start : other.stop]):
        if block.tag == "equal":
            length = block.src_end - block.src_start
            yield from ((gap.start + block.src_start + n, other.start + block.dest_start + n) for n in range(length))


def _anchors(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """Where runs of tokens start that occur once in each text; of those out of order, the fewest are left out."""
    places = _unique_runs(theirs)
    found = [(place, places[run]) for run, place in _unique_runs(ours).items() if run in places]
    return _ascending(found)


def _unique_runs(keys: Sequence[str]) -> dict[tuple[str, ...], int]:
    runs = list(zip(*(keys[step:] for step in range(ANCHOR_TOKENS)), strict=False))
    counts = Counter(runs)
    return {run: place for place, run in enumerate(runs) if counts[run] == 1}


def _ascending(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of `pairs`, ascending in the first number, that ascends in the second too (patience sorting)."""
    lowest: list[int] = []
    heads: list[int] = []
    before: list[int] = []
    for index, (_, value) in enumerate(pairs):
        pile = bisect_left(lowest, value)
        before.append(heads[pile - 1] if pile else -1)
        lowest[pile : pile + 1] = [value]
        heads[pile : pile + 1] = [index]
    chain: list[tuple[int, int]] = []
    index = heads[-1] if heads else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]
