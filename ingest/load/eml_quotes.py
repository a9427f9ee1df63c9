"""The body of an e-mail, with what it quotes of earlier messages told apart: quotes stand under a heading of their own."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.extracted import BlockKind, TextBuilder

EARLIER = "Earlier message"
REPLY = "Reply"
_QUOTE_MARK = re.compile(r"^(> ?)+")
# "On Tue, 3 March 2026 Ingrid Dahl wrote:", in the languages mail programs of our readers write it.
_ATTRIBUTION = re.compile(
    r"(On\b.+\bwrote|Am\b.+\bschrieb\b.*|Le\b.+\ba écrit|El\b.+\bescribió)\s?:", re.IGNORECASE | re.DOTALL
)
_FORWARD = re.compile(r"-{3,}\s*(original message|forwarded message|ursprüngliche nachricht)\s*-{3,}|_{20,}", re.IGNORECASE)
# Mail programs wrap an attribution at about 78 characters, so that it takes at most this many lines.
ATTRIBUTION_LINES = 3


def add_body(builder: TextBuilder, text: str) -> None:
    """Append a plain-text body: paragraphs, with a heading wherever quoted text begins and where the writer goes on."""
    lines = text.split("\n")
    marks = _quoted(lines)
    was_quoted = False
    for is_quoted, group in groupby(zip(marks, lines, strict=True), key=lambda pair: pair[0]):
        part = [_QUOTE_MARK.sub("", line) if is_quoted else line for _, line in group]
        if not any(line.strip() for line in part):
            continue
        if is_quoted != was_quoted:
            builder.add(EARLIER if is_quoted else REPLY, BlockKind.HEADING, level=1)
        was_quoted = is_quoted
        for paragraph in _paragraphs(part):
            builder.add(paragraph, BlockKind.PARAGRAPH)


def _quoted(lines: Sequence[str]) -> list[bool]:
    """Which lines are quoted. After an attribution without `>` marks, and after a forward line, everything is."""
    marks = [line.startswith(">") for line in lines]
    for place in range(len(lines)):
        length = _attribution_length(lines, place)
        if not length or marks[place]:
            continue
        after = next(
            (mark for mark, line in zip(marks[place + length :], lines[place + length :], strict=True) if line.strip()), False
        )
        end = place + length if after else len(lines)
        marks[place:end] = [True] * (end - place)
        if not after:
            break
    return marks


def _attribution_length(lines: Sequence[str], place: int) -> int:
    """How many lines the attribution or forward line at `place` takes; 0 where there is none."""
    if _FORWARD.fullmatch(lines[place].strip()):
        return 1
    for length in range(1, ATTRIBUTION_LINES + 1):
        if _ATTRIBUTION.fullmatch("\n".join(lines[place : place + length]).strip()) and lines[place].strip():
            return length
    return 0


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    for is_text, group in groupby(lines, key=lambda line: bool(line.strip())):
        if is_text:
            yield "\n".join(line.rstrip() for line in group)
