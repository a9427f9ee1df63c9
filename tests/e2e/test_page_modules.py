"""The page's pure modules, run where they live: in the browser, under the page's own security policy."""

from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

STREAM = ": alive\n\nevent: delta\ndata: one\n\nevent: done\ndata: two\ndata: lines\nid: 7\n\n: end\n"
ANSWER = "Yes. [1][2]\n\n> a **quote** [1]\n> goes on\n\n1. First [3]\n2. Second\n\n- one\n- two\n"


@pytest.fixture
def module(page: Page) -> Page:
    """The page, open where modules can be loaded from it."""
    page.goto("/")
    return page


def call(page: Page, module: str, expression: str, argument: Any) -> Any:
    """`expression` of the module `m` and the argument `x`."""
    return page.evaluate(f"async x => {{ const m = await import('/static/{module}.js'); return {expression}; }}", argument)


def test_an_answer_is_read_into_blocks(module: Page) -> None:
    assert call(module, "markdown", "m.blocksOf(x)", ANSWER) == [
        {"kind": "paragraph", "text": "Yes. [1][2]"},
        {"kind": "quote", "text": "a **quote** [1]\ngoes on"},
        {"kind": "list", "ordered": True, "start": 1, "items": ["First [3]", "Second"]},
        {"kind": "list", "ordered": False, "start": 1, "items": ["one", "two"]},
    ]


def test_a_block_is_read_into_text_bold_and_citations(module: Page) -> None:
    assert call(module, "markdown", "m.piecesOf(x)", "**60 days [1]** not [a] 2 ** 3 [12]") == [
        {"kind": "bold", "pieces": [{"kind": "text", "text": "60 days "}, {"kind": "citation", "n": 1}]},
        {"kind": "text", "text": " not [a] 2 ** 3 "},
        {"kind": "citation", "n": 12},
    ]


def test_at_every_cut_of_an_answer_no_half_mark_is_shown(module: Page) -> None:
    shown = call(module, "markdown", "[...x].map((_, end) => m.settled(x.slice(0, end)))", ANSWER)
    for text in shown:
        last_line = text.split("\n")[-1]
        assert not last_line.endswith(("[", "[1", "[2", "[3"))
        assert text.count("**") % 2 == 0
        assert last_line.strip() not in (">", "-", "1", "1.", "2", "2.")


def test_a_settled_text_is_the_text_once_nothing_is_open(module: Page) -> None:
    assert call(module, "markdown", "m.settled(x)", ANSWER) == ANSWER


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_events_are_read_however_the_stream_is_cut(module: Page, line_end: str) -> None:
    stream = STREAM.replace("\n", line_end)
    read = "x.map(cut => { const p = new m.EventParser(); return cut.flatMap(piece => p.push(piece)); })"
    cuts = [[stream[:end], stream[end:]] for end in range(len(stream))] + [list(stream)]
    expected = [{"event": "delta", "data": "one"}, {"event": "done", "data": "two\nlines"}]
    assert all(events == expected for events in call(module, "stream", read, cuts))


def test_long_quotes_are_cut_at_a_word(module: Page) -> None:
    assert call(module, "wording", "m.shortened(x, 20)", "Either  party\nmay, terminate this") == "Either party may…"
    assert call(module, "wording", "m.shortened(x, 20)", "Either party may") == "Either party may"
    assert call(module, "wording", "m.shortened(x, 8)", "長い文章は単語で切れない") == "長い文章は単語で…"


def test_dates_to_come_are_not_called_past(module: Page) -> None:
    citation = {"section": "", "page": None, "version": "Draft 3", "effective": "2031-05-02"}
    on_day = "m.placeOf(x, new Date('2026-01-01'))"
    assert call(module, "wording", on_day, citation) == ["Draft 3", "in force from 2 May 2031"]
