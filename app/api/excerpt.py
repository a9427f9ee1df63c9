"""A span of text with its surroundings, as three strings or as a page of HTML. Pure.

The page is strict about what it may do: no script, one style known by its hash, nothing from anywhere else.
"""

import base64
import hashlib
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

AROUND = 1500  # characters on each side: a screen or two, enough to see the clause before and after

_STYLE = """
body { font: 16px/1.6 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
body { color: #1c1f26; background: #fff; }
h1 { font-size: 1.1rem; }
p { white-space: pre-wrap; overflow-wrap: anywhere; }
.row { border-top: 1px solid #d5d9e0; padding-top: .5rem; }
.row span { display: block; }
mark { background: #ffe85c; color: inherit; }
@media (prefers-color-scheme: dark) { body { color: #e6e8ec; background: #16181d; } mark { background: #6b5b00; } }
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
CONTENT_SECURITY_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; sandbox; "  # sandbox: not even a frame of ours runs its scripts
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_CELL = re.compile(r".+?(?:; |\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`span` as it stands in the text between `before` and `after`; `offset` is where `before` begins in the text."""

    before: str
    span: str
    after: str
    offset: int


def excerpt(text: str, start: int, end: int, around: int = AROUND) -> Excerpt:
    """Characters `start` to `end` of `text` with up to `around` characters on each side, cut at line or word ends."""
    first = max(0, start - around)
    if first:
        first = _next_edge(text, first, start)
    last = min(len(text), end + around)
    if last < len(text):
        last = _edge_before(text, last, end)
    return Excerpt(text[first:start], text[start:end], text[end:last], first)


def _next_edge(text: str, position: int, limit: int) -> int:
    """Just after the first line end, else the first space, from `position` on and before `limit`; else `position`."""
    for edge in ("\n", " "):
        found = text.find(edge, position, limit)
        if found >= 0:
            return found + 1
    return position


def _edge_before(text: str, position: int, limit: int) -> int:
    """At the last line end, else the last space, up to `position` and after `limit`; else `position`."""
    for edge in ("\n", " "):
        found = text.rfind(edge, limit, position)
        if found >= 0:
            return found
    return position


def excerpt_page(title: str, shown: Excerpt, rows: Sequence[tuple[int, int]]) -> str:
    """The excerpt as a whole HTML page. `rows` are the table rows of the text, as offsets; each cell gets a line."""
    text = shown.before + shown.span + shown.after
    mark = (len(shown.before), len(shown.before) + len(shown.span))
    local = [(start - shown.offset, end - shown.offset) for start, end in rows]
    body = "\n".join(_block(text, block, mark, local) for block in _blocks(text))
    name = html.escape(title)
    return (
        f'<!doctype html>\n<html lang="">\n<head><meta charset="utf-8"><title>{name}</title><style>{_STYLE}</style></head>\n'
        f'<body>\n<h1 dir="auto">{name}</h1>\n{body}\n</body>\n</html>\n'
    )


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Where the stretches between blank lines lie."""
    start = 0
    for gap in _BLANK_LINES.finditer(text):
        if gap.start() > start:
            yield start, gap.start()
        start = gap.end()
    if start < len(text):
        yield start, len(text)


def _block(text: str, block: tuple[int, int], mark: tuple[int, int], rows: Sequence[tuple[int, int]]) -> str:
    start, end = block
    if not any(row_start < end and start < row_end for row_start, row_end in rows):
        return f'<p dir="auto">{_marked(text, start, end, mark)}</p>'
    cells = [_marked(text, cell.start(), cell.end(), mark) for cell in _CELL.finditer(text, start, end)]
    return '<p class="row" dir="auto">' + "".join(f"<span>{cell}</span>" for cell in cells) + "</p>"


def _marked(text: str, start: int, end: int, mark: tuple[int, int]) -> str:
    """Characters `start` to `end`, escaped, with what lies in `mark` marked; the first such piece is the link's target."""
    first, last = max(start, mark[0]), min(end, mark[1])
    if first >= last:
        return html.escape(text[start:end])
    target = ' id="span"' if first == mark[0] else ""
    return f"{html.escape(text[start:first])}<mark{target}>{html.escape(text[first:last])}</mark>{html.escape(text[last:end])}"
