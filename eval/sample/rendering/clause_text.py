"""Read the light markup in which the sample's agreements are written.

A source file is a block of ``key: value`` lines, a line ``---``, then one paragraph a line: ``# `` opens a
section, ``## `` a sub-section, ``% `` an annex on a new page, ``12.2 `` a numbered clause, ``(a) `` an item,
``| a | b |`` a table row, ``@include name`` a shared text and ``@sign`` the signature block.
``{{key}}`` is replaced by the value of that key.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["section", "subsection", "annex", "clause", "item", "table", "paragraph", "signatures"]

_MARKS: tuple[tuple[str, Kind], ...] = (("# ", "section"), ("## ", "subsection"), ("% ", "annex"))
_NUMBERED = re.compile(r"^([A-Z]?\d+(?:\.\d+)+)\s+(.*)$")
_LETTERED = re.compile(r"^(\((?:[a-z]|[ivx]+)\))\s+(.*)$")


@dataclass(frozen=True)
class Block:
    """One piece of an agreement, in reading order."""

    kind: Kind
    text: str = ""
    label: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class ClauseText:
    """A parsed source: its header values and its blocks."""

    meta: dict[str, str]
    blocks: tuple[Block, ...]


def read_clause_text(path: Path, includes: Path) -> ClauseText:
    """Read the source at `path`, taking shared texts from the folder `includes`."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    meta = dict(_key_and_value(line) for line in head.splitlines() if line.strip())
    lines = [_fill(line, meta) for line in _with_includes(body.splitlines(), includes)]
    return ClauseText(meta, tuple(_blocks(lines)))


def _key_and_value(line: str) -> tuple[str, str]:
    key, _, value = line.partition(":")
    return key.strip(), value.strip()


def _with_includes(lines: list[str], includes: Path) -> list[str]:
    out: list[str] = []
    for line in lines:
        if line.startswith("@include "):
            shared = includes / f"{line.removeprefix('@include ').strip()}.txt"
            out.extend(shared.read_text(encoding="utf-8").splitlines())
        else:
            out.append(line)
    return out


def _fill(line: str, meta: dict[str, str]) -> str:
    return re.sub(r"\{\{(\w+)\}\}", lambda found: meta[found.group(1)], line)


def _blocks(lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for line in [*lines, ""]:
        if line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in line.strip().strip("|").split("|")))
            continue
        if rows:
            blocks.append(Block("table", rows=tuple(rows)))
            rows = []
        if line.strip():
            blocks.append(_block(line.strip()))
    return blocks


def _block(line: str) -> Block:
    if line == "@sign":
        return Block("signatures")
    for mark, kind in _MARKS:
        if line.startswith(mark):
            return Block(kind, line.removeprefix(mark))
    if found := _NUMBERED.match(line):
        return Block("clause", found.group(2), found.group(1))
    if found := _LETTERED.match(line):
        return Block("item", found.group(2), found.group(1))
    return Block("paragraph", line)


def typographic(text: str) -> str:
    """Straight quotes made curly, as a printed agreement has them."""
    text = re.sub(r'(^|[\s(\[])"', "\\1\u201c", text).replace('"', "\u201d")
    return re.sub(r"(^|[\s(\[])'", "\\1\u2018", text).replace("'", "\u2019")
