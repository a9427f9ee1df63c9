"""Where sentences begin and end in business and legal prose.

Contracts are full of full stops that end nothing: "Inc.", "Sec. 4.2", "U.S.", "No. 7", "e.g.". A general splitter cuts
there; this one knows them. Spans are offsets into the given text, never overlap, and hold no outer white space.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

ABBREVIATIONS = frozenset(
    "inc corp co ltd llc llp lp plc gmbh ag bv nv sa spa pty mr mrs ms dr prof st sr jr vs v e.g i.e eg ie etc cf al no nos"
    " sec secs section art arts cl para paras p pp fig ex exh approx est dept gov gen jan feb mar apr jun jul aug sep sept oct"
    " nov dec u.s u.k u.s.a e.u a.m p.m ph.d n.a d.b.a viz seq ed vol ave blvd rd".split()
)
"""Words before a full stop that do not end a sentence, lower case."""

END = re.compile(r"(?<![.!?])[.!?]++[\"”’')\]]*+(?=\s)|[;:](?=\s*\n)|\n[ \t]*\n")
"""A possible end: closing punctuation, a semicolon or colon at a line's end, a blank line."""

ITEM = re.compile(
    r"\n[ \t]*(?=[-*•●▪][ \t]+\S)"
    r"|(?<=[.;:,])\s*\n[ \t]*(?=\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)][ \t]+\S)"
    r"|(?<=\band|.\bor)[ \t]*\n[ \t]*(?=\((?:[a-z]|[ivx]{1,4})\)[ \t])"
    r"|\n[ \t]*(?=\d{1,2}(?:(?:\.\d{1,2})+\.?|\.)[ \t]+[“\"(]?[A-Z])"
)
"""A line that begins a list item or a numbered clause starts a new sentence; "(15) days" on a new line does not."""

LABEL = re.compile(
    r"(?:^|[\s(])(?:(?:article|section|clause|schedule|exhibit|step)\s+)?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivxlc]{1,6})$",
    re.IGNORECASE,
)
"""A clause number before a full stop ("12." or "Section 4.") labels what follows."""

SHORT_LINE = 0.7
"""A line of at most this share of the usual width (the longest but for a fifth) was broken off on purpose, not to wrap."""

NEW_LINE = re.compile(r"[ \t]*[A-Z“\"]")

LAST_WORD = re.compile(r"[\w.&-]+$")
INITIAL = re.compile(r"(?:^|\s)[A-Z]$")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Offsets (start, end) of the sentences of `text`, in order."""
    ends = {match.end() for match in END.finditer(text) if _ends(text, match)}
    cuts = sorted(ends | {match.end() for match in ITEM.finditer(text)} | set(_short_lines(text)))
    return list(_trimmed(text, [0, *cuts, len(text)]))


def _short_lines(text: str) -> Iterator[int]:
    """Where a line breaks off well before the others do, without punctuation, and the next begins anew: titles, table cells."""
    lines = text.split("\n")
    width = sorted(map(len, lines))[len(lines) * 4 // 5]
    position = 0
    for line, following in pairwise(lines):
        position += len(line) + 1
        ended = line.rstrip()
        if ended and len(ended) <= SHORT_LINE * width and ended[-1] not in ".,;:-–—(/&" and NEW_LINE.match(following):
            yield position


def _trimmed(text: str, cuts: list[int]) -> Iterator[tuple[int, int]]:
    for start, end in pairwise(cuts):
        piece = text[start:end]
        if kept := piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            yield left, left + len(kept)


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether punctuation at `match` really closes a sentence."""
    mark = match.group()
    if mark[0] in "!?;:\n":
        return True
    after = text[match.end() : match.end() + 40].lstrip()
    if after and (after[0].islower() or after[0] in ",;:)"):
        return False
    before = text[max(0, match.start() - 30) : match.start()]
    line = before.rsplit("\n", 1)[-1]
    if (
        LABEL.search(line)
        and (len(line.strip()) <= len("Section 12.12.12") or not line.strip()[0].isalpha())
        and _opens_line(line)
    ):
        return False
    if INITIAL.search(before):
        return False
    word = LAST_WORD.search(before)
    return word is None or word.group().lower().strip(".") not in ABBREVIATIONS


def _opens_line(line: str) -> bool:
    """Whether nothing but a label stands on the line so far."""
    return LABEL.fullmatch(line.strip()) is not None or LABEL.fullmatch(" " + line.strip()) is not None
