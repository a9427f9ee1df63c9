"""What a loader returns: a document's text, with the structure the format itself declares."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.documents import PageSpan


class BlockKind(StrEnum):
    """The kinds of block a format can declare."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """Characters `start` to `end` of the text are one block. `level` is a heading's depth, from 1.

    `cells` are a row's (column, value) pairs; the text of a row is `column: value; column: value`.
    """

    start: int
    end: int
    kind: BlockKind
    level: int = 0
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document as text. `blocks` is empty where the format declares no structure (PDF, plain text).

    Offsets in `pages` and `blocks` count characters of `text`; both are in reading order and do not overlap.
    """

    text: str
    media_type: str
    title: str | None = None
    pages: tuple[PageSpan, ...] = ()
    blocks: tuple[Block, ...] = ()


@dataclass
class TextBuilder:
    """Collects blocks in reading order and keeps their offsets; blocks are parted by a blank line."""

    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, kind: BlockKind, level: int = 0, cells: tuple[tuple[str, str], ...] = ()) -> None:
        """Append a block; blank text is ignored."""
        text = text.strip()
        if not text:
            return
        gap = "\n\n" if self.parts else ""
        start = self.length + len(gap)
        self.parts.append(gap + text)
        self.length = start + len(text)
        self.blocks.append(Block(start, self.length, kind, level, cells))

    def build(self, media_type: str, title: str | None = None) -> Extracted:
        """The finished document; `title` falls back to the first heading."""
        text = "".join(self.parts)
        heading = next((b for b in self.blocks if b.kind is BlockKind.HEADING), None)
        return Extracted(
            text, media_type, title or (text[heading.start : heading.end] if heading else None), (), tuple(self.blocks)
        )
