"""Markdown: headings, paragraphs, list items and table rows as plain text. Front matter gives the title, not text."""

import re
from collections.abc import Sequence

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.extracted import BlockKind, Extracted, TextBuilder
from ingest.load.html_page import add_html
from ingest.load.rows import add_rows
from ingest.load.source import Source
from ingest.load.text import decoded
from ingest.load.titles import meaningful_title
from ingest.load.unreadable import without_text

MEDIA_TYPE = "text/markdown"
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TITLE_LINE = re.compile(r"^title:[ \t]*(?P<title>.+)$", re.MULTILINE)


def load_markdown(source: Source) -> Extracted:
    """The blocks of a Markdown file in order, inline markup taken off; raises Unreadable where nothing is left."""
    title, body = split_front_matter(decoded(source))
    builder = TextBuilder()
    _add_tokens(builder, MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(body))
    if not builder.blocks:
        raise without_text(source.name)
    return builder.build(MEDIA_TYPE, meaningful_title(title))


def split_front_matter(text: str) -> tuple[str | None, str]:
    """The title in the YAML block at the top, if there is one, and the text below the block."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return None, text
    try:
        values = yaml.safe_load(match["yaml"])
    except yaml.YAMLError:
        # Hand-written front matter is often not quite YAML ("title: Deals: how we price"); its title still reads.
        line = _TITLE_LINE.search(match["yaml"])
        return (line["title"] if line else None), text[match.end() :]
    if values is not None and not isinstance(values, dict):
        return None, text  # two horizontal rules around a paragraph
    title = (values or {}).get("title")
    return (str(title) if title is not None else None), text[match.end() :]


def _add_tokens(builder: TextBuilder, tokens: Sequence[Token]) -> None:
    item_depth = 0
    position = 0
    while position < len(tokens):
        token = tokens[position]
        match token.type:
            case "list_item_open" | "list_item_close":
                item_depth += token.nesting
            case "heading_open":
                builder.add(inline_text(tokens[position + 1]), BlockKind.HEADING, level=int(token.tag[1:]))
            case "paragraph_open":
                builder.add(inline_text(tokens[position + 1]), BlockKind.ITEM if item_depth else BlockKind.PARAGRAPH)
            case "fence" | "code_block":
                builder.add(token.content, BlockKind.PARAGRAPH)
            case "html_block":
                add_html(builder, token.content)
            case "table_open":
                position = _add_table(builder, tokens, position)
        position += 1


def _add_table(builder: TextBuilder, tokens: Sequence[Token], start: int) -> int:
    """Append the rows of the table that opens at `start`; returns where it closes."""
    rows: list[list[str]] = []
    for position in range(start, len(tokens)):
        token = tokens[position]
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(inline_text(token))
        elif token.type == "table_close":
            break
    add_rows(builder, rows[0], rows[1:])
    return position


def inline_text(token: Token) -> str:
    """The words of an inline token: links keep their text, images their description, HTML tags go."""
    pieces = []
    for child in token.children or ():
        match child.type:
            case "text" | "code_inline":
                pieces.append(child.content)
            case "image":
                pieces.append(inline_text(child))
            case "softbreak":
                pieces.append(" ")
            case "hardbreak":
                pieces.append("\n")
            case "html_inline" if child.content.lower().startswith("<br"):
                pieces.append("\n")
    return "".join(pieces)
