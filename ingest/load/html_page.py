"""HTML pages: what a reader of the page sees, block by block. Nothing is fetched and no script runs.

Navigation, page footers, hidden elements and form controls are dropped; text in bare containers is kept.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.extracted import BlockKind, Extracted, TextBuilder
from ingest.load.characters import one_line, visible
from ingest.load.html_table import DataRow, data_rows
from ingest.load.rows import add_row
from ingest.load.source import Source
from ingest.load.text import decoded
from ingest.load.titles import meaningful_title
from ingest.load.unreadable import without_text

MEDIA_TYPE = "text/html"
_DROPPED = (
    "script, style, noscript, template, nav, footer, iframe, object, svg, canvas, button, select, option, textarea, input, "
    "dialog, [hidden], [aria-hidden=true], [role=navigation], [role=contentinfo], head"
)
_SPACE = re.compile(r"\s+")
_HIDDEN_STYLE = re.compile(r"(display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q rp rt ruby s samp small span "
    "strike strong sub sup time tt u var wbr br".split()
)
_HEADING = re.compile(r"h([1-6])")
_ITEMS = frozenset({"li", "dd", "dt"})
# Elements that hold the words of an item or a heading without being another kind of block.
_TRANSPARENT = frozenset({"p", "div", "section"})
_WORDS = frozenset({"-text", "br"})


@dataclass(frozen=True, slots=True)
class _Place:
    """The block that words stand in: `key` tells blocks apart, `row` is set in a data table."""

    key: int
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    keeps_lines: bool = False
    row: DataRow | None = None


def load_html(source: Source) -> Extracted:
    """The visible text of a page; raises Unreadable where there is none."""
    text = decoded(source)
    builder = TextBuilder()
    title = add_html(builder, text)
    if not builder.blocks:
        raise without_text(source.name)
    return builder.build(MEDIA_TYPE, meaningful_title(title))


def add_html(builder: TextBuilder, html: str) -> str | None:
    """Append the blocks of a page or a fragment to `builder`; returns the text of its title element."""
    tree = LexborHTMLParser(html)
    heading = tree.css_first("title")
    title = heading.text() if heading is not None else None
    _drop_unseen(tree)
    if tree.root is not None:
        for place, pairs in groupby(_placed_words(tree.root, data_rows(tree)), key=itemgetter(0)):
            _add_block(builder, place, "".join(words for _, words in pairs))
    return title


def _drop_unseen(tree: LexborHTMLParser) -> None:
    # Leaves first: taking an element out frees its children, which must not be touched afterwards.
    for node in reversed(tree.css(_DROPPED)):
        node.decompose()
    for node in reversed(tree.css("[style]")):
        if _HIDDEN_STYLE.search(node.attributes.get("style") or ""):
            node.decompose()


def _placed_words(root: LexborNode, rows: dict[int, DataRow]) -> Iterator[tuple[_Place, str]]:
    """Every text and line break in reading order, with its place. One pass, however deep the page is nested."""
    places: dict[int, _Place] = {}
    for node in root.traverse(include_text=True):
        parent = node.parent
        outer = places.get(parent.mem_id) if parent is not None else None
        place = outer or _Place(root.mem_id)
        if node.tag in _WORDS:
            yield place, "\n" if node.tag == "br" else _written(node.text_content or "", place)
        else:
            places[node.mem_id] = _inner_place(node, place, rows)


def _inner_place(node: LexborNode, outer: _Place, rows: dict[int, DataRow]) -> _Place:
    """The place of words directly inside `node`."""
    tag, key = node.tag or "", node.mem_id
    if outer.row is not None or tag in _INLINE:
        return outer
    if key in rows:
        return _Place(key, BlockKind.ROW, row=rows[key])
    if match := _HEADING.fullmatch(tag):
        return _Place(key, BlockKind.HEADING, int(match[1]))
    if tag in _TRANSPARENT and outer.kind is BlockKind.HEADING:
        return outer
    is_item = tag in _ITEMS or (tag in _TRANSPARENT and outer.kind is BlockKind.ITEM)
    return _Place(key, BlockKind.ITEM if is_item else BlockKind.PARAGRAPH, keeps_lines=tag == "pre")


def _written(text: str, place: _Place) -> str:
    """Line ends mean nothing in HTML, except in preformatted text."""
    return text if place.keeps_lines else _SPACE.sub(" ", text)


def _add_block(builder: TextBuilder, place: _Place, text: str) -> None:
    if place.row is not None:
        add_row(builder, place.row.header, place.row.values)
    elif place.keeps_lines:
        builder.add(visible(text).strip("\n"), place.kind)
    else:
        lines = filter(None, map(one_line, text.split("\n")))
        builder.add("\n".join(lines), place.kind, place.level)
