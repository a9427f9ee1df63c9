"""From extracted text to pieces: what a person would highlight, never cut inside a sentence if it can be helped.

A section that fits is one piece. A long one is cut at sentences; tiny neighbours under the same parent are joined; a table
row is a piece of its own. Pure functions; offsets are characters of the extracted text.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.sentences import sentence_spans
from ingest.extracted import Block, BlockKind, Extracted
from ingest.outline import Section, outline

TARGET = 550
"""Characters a piece aims at: about what one clause needs, and what the embedding model reads whole."""

LONGEST = 800
"""A section up to this long stays whole; 256 word pieces, the model's limit, are about 1,000 characters."""

SHORTEST = 160
"""Shorter sections are joined with their neighbour under the same parent."""

FEWEST = 3
"""Fewer letters and digits than this are a stray page number or a rule, not a piece."""

HARD_LIMIT = 1500
"""A single sentence longer than this is cut at a blank, so that nothing is left out of the index."""

PIECE_KINDS = ("text", "row")
"""A stretch of text, and a row of a table."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `start` to `end` are a passage to be, below the headings of `path`, outermost first.

    `kind` is `text`, then it has at most HARD_LIMIT characters, or `row`: a table row with its header, however long.
    """

    start: int
    end: int
    path: tuple[str, ...]
    kind: str = "text"


def split(document: Extracted) -> Iterator[Piece]:
    """The pieces of `document` in reading order, none empty, none overlapping."""
    rows = [block for block in document.blocks if block.kind is BlockKind.ROW]
    sections = outline(document)
    for group in _joined(sections):
        for start, end, row in _around_rows(group, rows):
            if row:
                yield Piece(start, end, group.path, "row")
            else:
                yield from _cut(document, Section(start, end, group.path))


def _joined(sections: Iterable[Section]) -> Iterator[Section]:
    """Join a short section to the next one when they share a parent or the next stands below it."""
    held: Section | None = None
    for section in sections:
        if held is None:
            held = section
        elif held.end - held.start < SHORTEST and _related(held.path, section.path):
            held = Section(
                held.start, section.end, section.path if _below(section.path, held.path) else held.path[:-1] or held.path
            )
        else:
            yield held
            held = section
    if held is not None:
        yield held


def _below(inner: tuple[str, ...], outer: tuple[str, ...]) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer


def _related(held: tuple[str, ...], following: tuple[str, ...]) -> bool:
    return _below(following, held) or (len(held) == len(following) and held[:-1] == following[:-1] and len(held) > 1)


def _around_rows(section: Section, rows: list[Block]) -> Iterator[tuple[int, int, bool]]:
    """The section's stretches (start, end, is a row)."""
    position = section.start
    for row in _starting_in(section, rows):
        yield position, row.start, False
        yield row.start, row.end, True
        position = row.end
    yield position, section.end, False


def _starting_in(section: Section, blocks: Sequence[Block]) -> Sequence[Block]:
    """Those of `blocks`, which are in order, that begin in the section; found by halving, since both may be many thousands."""
    first = bisect_left(blocks, section.start, key=lambda block: block.start)
    return blocks[first : bisect_left(blocks, section.end, first, key=lambda block: block.start)]


def _cut(document: Extracted, section: Section) -> Iterator[Piece]:
    text = document.text[section.start : section.end]
    if not document.blocks and len(text.strip()) <= LONGEST:
        spans = [(0, len(text))]
    else:
        spans = _packed(list(_units(document, section)))
    for start, end in spans:
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        if sum(character.isalnum() for character in piece) >= FEWEST:
            yield Piece(section.start + left, section.start + left + len(piece.strip()), section.path)


def _units(document: Extracted, section: Section) -> Iterator[tuple[int, int]]:
    """What must not be cut: blocks where the format declares them, else sentences. Offsets within the section."""
    blocks = [block for block in _starting_in(section, document.blocks) if block.kind is not BlockKind.ROW]
    if not blocks:
        yield from _sentences(document.text[section.start : section.end], 0)
        return
    for block in blocks:
        offset = block.start - section.start
        if block.end - block.start > LONGEST:
            yield from _sentences(document.text[block.start : block.end], offset)
        else:
            yield offset, block.end - section.start


def _sentences(text: str, offset: int) -> Iterator[tuple[int, int]]:
    for start, end in sentence_spans(text):
        while end - start > HARD_LIMIT:
            cut = text.rfind(" ", start, start + LONGEST)
            cut = cut if cut > start else start + LONGEST
            yield offset + start, offset + cut
            start = cut  # noqa: PLW2901  # what is left of the overlong sentence
        yield offset + start, offset + end


def _packed(units: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join units in order until the target is reached; a last crumb goes to the piece before it."""
    packed: list[tuple[int, int]] = []
    for start, end in units:
        if packed and end - packed[-1][0] <= TARGET:
            packed[-1] = (packed[-1][0], end)
        else:
            packed.append((start, end))
    if len(packed) > 1 and packed[-1][1] - packed[-1][0] < SHORTEST and packed[-1][1] - packed[-2][0] <= LONGEST:
        packed[-2:] = [(packed[-2][0], packed[-1][1])]
    return packed
