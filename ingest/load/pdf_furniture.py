"""Headers, footers and page numbers of a PDF, taken out so that a sentence reads on over a page break.

A line is furniture when it stands at the edge of a page and says the same as the edge lines of most pages, its numbers
apart, or when it counts the pages. Only lines at the very edge go: nothing is cut out of the middle of a page.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

# Headers and footers are a few lines; looking deeper would reach into the text of a page.
EDGE_LINES = 4
# "On most pages": a running header may miss the title page, the contents and the exhibits.
LEAST_SHARE = 0.5
# Two pages that begin alike are no pattern.
LEAST_PAGES = 3

_NUMBER = re.compile(r"\d+")
_PAGE_OF = re.compile(
    r"[-\u2013\u2014|\s]*(page|p\.|seite|pagina)\s*\d+(\s*(of|/|von|de)\s*\d+)?[-\u2013\u2014|\s]*"
    r"|[-\u2013\u2014]\s*\d{1,4}\s*[-\u2013\u2014]|\d{1,4}\s*(of|/)\s*\d{1,4}",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"(?P<prefix>[A-Z]{1,2}-)?(?P<number>\d{1,4}|[ivxlc]{1,7})(\s?\.)?", re.IGNORECASE)
_HEADING = re.compile(
    r"(article|section|exhibit|schedule|annex|appendix|clause|part|chapter|attachment)\b.{0,10}", re.IGNORECASE
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def without_furniture(pages: Sequence[str]) -> list[str]:
    """The pages without the furniture at their tops and bottoms."""
    lines = [page.split("\n") for page in pages]
    tops = _peel(lines)
    bottoms = _peel([page[::-1] for page in tops])
    return ["\n".join(page[::-1]).strip("\n") for page in bottoms]


def _peel(pages: Sequence[list[str]]) -> list[list[str]]:
    """Drop furniture from the beginning of each page, as far as it is unbroken."""
    edges = [[line for line in page if line][:EDGE_LINES] for page in pages]
    repeated = _repeated(edges)
    counted = _counted(edges)
    return [_drop(page, repeated, counted, index) for index, page in enumerate(pages)]


def _drop(page: list[str], repeated: frozenset[str], counted: frozenset[tuple[str, int]], index: int) -> list[str]:
    kept = 0
    seen = 0
    for place, line in enumerate(page):
        if not line:
            continue
        is_furniture = _PAGE_OF.fullmatch(line) or _shape(line) in repeated or _count_of(line, index) in counted
        if seen == EDGE_LINES or not is_furniture:
            break
        seen += 1
        kept = place + 1
    return page[kept:]


def _repeated(edges: Sequence[list[str]]) -> frozenset[str]:
    """The shapes of lines at the edge of most pages."""
    shapes = Counter(shape for edge in edges for shape in {_shape(line) for line in edge})
    least = max(LEAST_PAGES, LEAST_SHARE * sum(1 for edge in edges if edge))
    return frozenset(shape for shape, count in shapes.items() if shape and count >= least)


def _shape(line: str) -> str:
    """A line with its numbers made alike. Numbered headings and bare numbers have none: they differ by their number."""
    if _HEADING.fullmatch(line) or not any(character.isalpha() for character in line):
        return ""
    return _NUMBER.sub("#", line.casefold())


def _counted(edges: Sequence[list[str]]) -> frozenset[tuple[str, int]]:
    """The counts that at least two pages keep up: a number that grows by one from page to page is a page number."""
    counts: Iterable[set[tuple[str, int] | None]] = (
        {_count_of(line, index) for line in edge} for index, edge in enumerate(edges)
    )
    kept = Counter(count for edge in counts for count in edge if count is not None)
    return frozenset(count for count, pages in kept.items() if pages > 1)


def _count_of(line: str, index: int) -> tuple[str, int] | None:
    """A bare number as its style and its distance from the page's index, which stays the same through a numbered run."""
    match = _BARE_NUMBER.fullmatch(line)
    if match is None:
        return None
    number = match["number"].lower()
    style = (match["prefix"] or "") + ("1" if number.isdigit() else "i")
    return style, (int(number) if number.isdigit() else _roman(number)) - index


def _roman(number: str) -> int:
    """The value of a Roman numeral; a smaller digit before a greater one is subtracted."""
    values = [_ROMAN[digit] for digit in number]
    return sum(-value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True))
