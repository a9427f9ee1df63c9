"""Finding a quote on a page by its letters and digits alone. Pure.

Two readers of one PDF seldom agree on spaces, line ends, hyphens and ligatures, and nearly always on letters. A quote
that is not there in one piece is looked for line by line, and by its longest part.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

SHORTEST_PART = 12  # letters; shorter parts ("the Partner") stand on every page and would mark the wrong place
MOST_COMPARISONS = 50_000_000  # letters of the page times letters of the quote: about a second of comparing


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a text, folded, and for each the index of the character it came from."""

    text: str
    origins: tuple[int, ...]


def letters(characters: Iterable[str]) -> Letters:
    """Fold `characters` (a string, or single characters) to lower-case letters and digits; ligatures come apart."""
    found: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(characters):
        for letter in unicodedata.normalize("NFKD", character).casefold():
            if letter.isalnum():
                found.append(letter)
                origins.append(index)
    return Letters("".join(found), tuple(origins))


def find_quote(page: Letters, quote: str, expected: int = 0) -> list[int]:
    """The indices of the page's characters that make up `quote`, in the page's order; empty where it is not found.

    `expected` is how many letters stand before the quote on the page: of several equal places the nearest counts.
    """
    wanted = letters(quote).text
    if not wanted:
        return []
    whole = _nearest(page.text, wanted, expected)
    if whole is not None:
        return _characters(page, {whole})
    lines = _lines(page.text, quote, expected)
    longest = _longest(page.text, wanted)
    if sum(end - start for start, end in lines) >= longest[1] - longest[0]:
        return _characters(page, lines)
    return _characters(page, {longest})


def _nearest(page: str, wanted: str, expected: int) -> tuple[int, int] | None:
    """The occurrence of `wanted` that begins nearest to `expected`."""
    best: int | None = None
    at = page.find(wanted)
    while at >= 0:
        if best is None or abs(at - expected) < abs(best - expected):
            best = at
        at = page.find(wanted, at + 1)
    return None if best is None else (best, best + len(wanted))


def _lines(page: str, quote: str, expected: int) -> set[tuple[int, int]]:
    """Where the quote's lines stand, each found for itself: other text may lie between them on the page."""
    found = set()
    for line in quote.splitlines():
        wanted = letters(line).text
        place = _nearest(page, wanted, expected) if len(wanted) >= SHORTEST_PART else None
        if place:
            found.add(place)
            expected = place[1]
        else:
            expected += len(wanted)
    return found


def _longest(page: str, wanted: str) -> tuple[int, int]:
    """The longest part of `wanted` on the page, for a quote that begins or ends on another page; empty if too short."""
    if len(page) * len(wanted) > MOST_COMPARISONS:
        return 0, 0
    match = SequenceMatcher(None, page, wanted, autojunk=False).find_longest_match()
    return (match.a, match.a + match.size) if match.size >= SHORTEST_PART else (0, 0)


def _characters(page: Letters, places: Iterable[tuple[int, int]]) -> list[int]:
    return sorted({page.origins[letter] for start, end in places for letter in range(start, end)})
