"""The outline of a document: which stretch of text stands under which headings.

Formats with declared structure (Markdown, HTML, DOCX, XLSX) bring headings with them. For PDF and plain text the outline
is read off the numbering and the look of lines: "ARTICLE IV", "Section 4.2", "12.3 Termination", "(a)", "GOVERNING LAW".
Sections cover the text from first to last character without gaps, in order.
"""

import re
from dataclasses import dataclass

from ingest.extracted import BlockKind, Extracted

NUMBERED = re.compile(
    r"(?:^|\n|(?<=[.;:,”\"’)])[ \t]|(?<![ \t])[ \t]{2})[ \t]*+"
    r"(?P<label>(?:ARTICLE|Article)[ \t]+(?:[IVXLC]{1,6}|\d{1,2})\b\.?"
    r"|(?:SECTION|Section|CLAUSE|Clause)[ \t]+\d{1,2}(?:\.\d{1,2}){0,3}[.:]?"
    r"|(?:ANNEX|Annex|SCHEDULE|Schedule|EXHIBIT|Exhibit|APPENDIX|Appendix)[ \t]+"
    r"(?:[A-Z]|\d{1,2}|[IVX]{1,5})\b(?=[ \t]*[-–—:\n.])"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}\.?(?!\d|%)"
    r"|\d{1,2}\.(?!\d))"
    r"[ \t]*+[-–—:]?[ \t]*+\n?[ \t]*+(?=[“\"(]?[A-Z])"
)
"""A clause number followed by a capital: at a line's start, after closing punctuation, or after a run of blanks.

Blanks are never given back: a file of nothing else would be tried from each of them anew.
"""

NAMED_PART = re.compile(r"(?:article|annex|schedule|exhibit|appendix)\b", re.IGNORECASE)
"""Parts that are counted apart from the clauses."""

CAPITALS = re.compile(r"(?:^|\n)[ \t]*(?P<title>[A-Z][A-Z0-9 ,.&/'’()-]{4,70})[ \t]*(?=\n|$)")
"""A line in capitals is a heading."""

ORDINAL = re.compile(
    r"(?:^|\n)[ \t]*(?P<title>(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth)"
    r"[:.–—-]+[ \t]*[A-Z][^.\n]{2,60})(?=\n|$)"
)
"""A line like "Third: Term" is a heading."""

TITLE_WORDS = 9
"""A clause's own title is at most this long; beyond it the clause simply begins with its sentence."""

FURTHEST_JUMP = 3
"""Clause numbers rise by little; "2003." or a stray "45." in running text does not open a clause."""

SHORT_LINE = 60
"""Characters a heading's line has at most; body text is set wider."""

NEW_START = re.compile(r"\s*(?:\d|\(|[A-Z“\"])")

TITLE = re.compile(r"[“\"]?(?P<title>[A-Z][^.:;\n(]{2,80}?)[ \t]*(?:[.:;–—(]|[ \t]-[ \t]|\n|$)")


@dataclass(frozen=True, slots=True)
class Section:
    """Characters `start` to `end` stand under `path`, outermost heading first."""

    start: int
    end: int
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Opening:
    start: int
    depth: int
    title: str
    number: tuple[int, ...] = ()


def outline(document: Extracted) -> list[Section]:
    """The sections of `document`; one without path where nothing looks like a heading."""
    openings = _declared(document) if document.blocks else _inferred(document.text)
    sections: list[Section] = []
    path: list[_Opening] = []
    bounds = [0, *(o.start for o in openings), len(document.text)]
    if bounds[1] > 0 or not openings:
        sections.append(Section(0, bounds[1], ()))
    for opening, end in zip(openings, bounds[2:], strict=True):
        path = [step for step in path if _holds(step, opening)] + [opening]
        sections.append(Section(opening.start, end, tuple(step.title for step in path)))
    return [section for section in sections if section.end > section.start]


def _holds(outer: _Opening, inner: _Opening) -> bool:
    """Whether `inner` stands below `outer`: deeper, and if numbered under the same number (12 holds 12.2, not 13.1)."""
    return outer.depth < inner.depth and outer.number == inner.number[: len(outer.number)]


def _declared(document: Extracted) -> list[_Opening]:
    headings = [block for block in document.blocks if block.kind is BlockKind.HEADING]
    titles = [" ".join(document.text[block.start : block.end].split()) for block in headings]
    return [_Opening(block.start, block.level, title) for block, title in zip(headings, titles, strict=True)]


def _inferred(text: str) -> list[_Opening]:
    found = {opening.start: opening for opening in _capital_lines(text)}
    found |= {opening.start: opening for opening in _numbered(text)}
    return [found[start] for start in sorted(found)]


def _capital_lines(text: str) -> list[_Opening]:
    ordinals = [_Opening(match.start("title"), 1, match["title"].strip()) for match in ORDINAL.finditer(text)]
    lines = (match for match in CAPITALS.finditer(text) if sum(c.isalpha() for c in match["title"]) > len(match["title"]) / 2)
    return ordinals + [_Opening(match.start("title"), 0, match["title"].strip(" .")) for match in lines]


def _numbered(text: str) -> list[_Opening]:
    openings: list[_Opening] = []
    last: tuple[int, ...] = (0,)
    for match in NUMBERED.finditer(text):
        label = match["label"]
        start = match.start("label")
        if NAMED_PART.match(label):
            openings.append(_Opening(start, 1, _title(label, text, match.end())))
            continue
        number = tuple(int(part) for part in re.findall(r"\d+", label))
        if _follows(last, number, at_line=_at_line_start(text, start)):
            last = number
            openings.append(_Opening(start, 1 + len(number), _title(label, text, match.end()), number))
    return openings


def _at_line_start(text: str, position: int) -> bool:
    """Whether only blanks stand before `position` on its line. Looks no further back: the whole text may be one line."""
    while position and text[position - 1] in " \t":
        position -= 1
    return position == 0 or text[position - 1] == "\n"


def _follows(last: tuple[int, ...], number: tuple[int, ...], *, at_line: bool) -> bool:
    """Whether clause `number` may come after clause `last`; a line's start is believed more readily than running text."""
    if at_line:
        return True
    if len(number) == 1:
        return number[0] == last[0] + 1
    if number[0] == last[0]:
        shared = min(len(number), len(last))
        return number[:shared] > last[:shared] or number[:shared] == last[:shared]
    return 0 < number[0] - last[0] <= FURTHEST_JUMP


def _title(label: str, text: str, position: int) -> str:
    """The clause's number with its title, if it has one: "12.2 Termination for Convenience"."""
    number = " ".join(label.split()).rstrip(".:")
    match = TITLE.match(text, position)
    words = match["title"].split() if match else []
    if match is None or not words or len(words) > TITLE_WORDS:
        return number
    return f"{number} {' '.join(words)}" if _looks_like_title(words) or _stands_alone(text, match) else number


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether a title fills its line and what follows begins anew; the first line of a wrapped sentence does neither."""
    return (
        len(match["title"]) <= SHORT_LINE
        and text[match.end() - 1 : match.end()] == "\n"
        and NEW_START.match(text, match.end()) is not None
    )


def _looks_like_title(words: list[str]) -> bool:
    """Titles have capitals on their long words ("Term of Agreement"); sentences do not ("Either party may")."""
    long = [word for word in words if len(word) > len("with") and word[0].isalpha()] or words
    return sum(word[0].isupper() for word in long) * 2 > len(long)
