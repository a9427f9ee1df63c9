"""Where an agreement says what it is and between whom: past exhibit labels, cover sheets and tables of contents. Pure."""

import re
from collections.abc import Iterator

OPENING = 3500
"""Characters in which an agreement names its parties and its date."""

FURTHEST = 60_000
"""Characters after which nobody introduces themselves any more: covers, notes and contents take up to fifteen pages."""

BEFORE = 400
"""Characters before the words of introduction that belong to it: a heading, a date."""

INTRODUCED = re.compile(
    r"\bthis\s+(?:[\w&/\"“”()-]+\s+){0,7}(?:agreement|contract)\b[^.;]{0,250}?\b(?:made|entered|dated|between|among)\b",
    re.IGNORECASE,
)
"""How parties are introduced: "THIS FRANCHISE AGREEMENT is made …"."""

LABEL = re.compile(
    r"^\W*(?:exhibits?|ex|annex|appendix|attachment|schedule)\b[-.: ]*(?:no\.? *)?"
    r"(?:\d+(?:[.-]\d+)*|(?-i:[A-Z])(?:[.-]\d+)*)(?!\w)(?:\.?\(\w+\))*\W*",
    re.IGNORECASE,
)
"""How a filing labels what it holds: "EXHIBIT 10.24"."""

NO_TITLE = re.compile(
    r"^\W*(?:$|page\b|article\b|section\b|witnesseth|recitals?\b|[^\]]*logo\b|table of contents|quicklinks|use these links"
    r"|execution (?:copy|version)|final (?:copy|version)|conformed copy|draft\b|(?:\w+ )?redacted|text omitted|source:"
    r"|(?:strictly |portions of .*|\**)?confidential(?:ity)?\b|certain (?:information|portions|identified)|\[?\*|pursuant to"
    r"|portions? (?:of|herein)|the (?:symbol|registrant)|by and between\W*$|between\W*$|dated\b)",
    re.IGNORECASE,
)
"""Lines above an agreement's title."""

AGREEMENT = re.compile(r"\b(?:agreement|contract|amendment|addendum|licen[cs]e|lease|terms and conditions)s?\b", re.IGNORECASE)

CAPITALS = 0.7
"""The share of a title's longer words that begin with a capital."""

LONGEST_TITLE = 120
SEARCHED = 3000
"""Characters in which a title stands."""


def openings(text: str) -> tuple[str, ...]:
    """The start of an agreement, and where the parties introduce themselves if that is further on; OPENING characters each."""
    found = INTRODUCED.search(text, 0, FURTHEST)
    if found is None or found.end() < OPENING:
        return (text[:OPENING],)
    start = max(0, found.start() - BEFORE)
    return text[:OPENING], text[start : start + OPENING]


def title_line(text: str) -> str | None:
    """The first line that could be a title: short, with letters, no page number, no label, no notice. None if there is none."""
    return next(_title_lines(text), None)


def contract_title(text: str) -> str | None:
    """The line that says what kind of agreement this is, else a first line that is written like a title. None if neither is."""
    lines = [line for line in _title_lines(text) if _written_as_title(line)]
    return next((line for line in lines if AGREEMENT.search(line)), lines[0] if lines else None)


def _title_lines(text: str) -> Iterator[str]:
    cells = (cell for line in text[:SEARCHED].splitlines() for cell in re.split(r"\s{3,}", line.strip()))
    for cell in cells:
        candidate = LABEL.sub("", cell)
        letters = sum(one.isalpha() for one in candidate)
        if letters > len("Note") and len(candidate) <= LONGEST_TITLE and not NO_TITLE.match(candidate):
            yield candidate


def _written_as_title(line: str) -> bool:
    """Whether most words have a capital, and the line neither is a numbered clause nor goes on."""
    words = re.findall(r"[^\W\d_]{4,}", line)
    capitals = sum(word[0].isupper() for word in words)
    return capitals > CAPITALS * len(words) and not line[0].isdigit() and line[-1] not in ":;,-"
