"""Extracted documents for tests: plain text, and blocks as a format with structure declares them."""

from hypothesis import strategies as st

from app.domain.documents import DocumentText, PageSpan, Passage
from ingest.extracted import BlockKind, Extracted, TextBuilder
from ingest.passages import passages
from ingest.split import split

WORDS = (
    *("notice", "Either party", "shall", "Acme Inc.", "U.S.", "(15) days", "12.2", "12.", "3.1.4", "ARTICLE IV", "Section 4.2"),
    *("Annex A –", "Second: Term", "GOVERNING LAW", "(a)", "- ", ".", ";", ":", "“", "”", "€", "東京", "\u0301", "2003."),
    *(" ", "  ", "\n", "\n\n", "\n\n\n", "\t", "\xa0", "word " * 30, "Long sentence without an end " * 60, "x" * 1700),
)
"""What clauses, headings and odd layouts are made of."""


def plain(text: str, *pages: PageSpan) -> Extracted:
    """A document of a format that declares no structure."""
    return Extracted(text, "text/plain", pages=pages)


def passages_of(document: Extracted) -> tuple[Passage, ...]:
    """The passages of a document called "d" in its revision "r"."""
    return passages(DocumentText(document.text, document.pages), list(split(document)), "d", "r")


def texts() -> st.SearchStrategy[str]:
    """Text that looks like contracts, or like nothing at all."""
    return st.text(max_size=200) | st.lists(st.sampled_from(WORDS), max_size=60).map("".join)


def plain_documents() -> st.SearchStrategy[Extracted]:
    return texts().map(plain)


@st.composite
def structured_documents(draw: st.DrawFn) -> Extracted:
    """A document with headings, paragraphs, items and table rows in any order."""
    builder = TextBuilder()
    for kind in draw(st.lists(st.sampled_from(BlockKind), max_size=12)):
        if kind is BlockKind.ROW:
            value = draw(st.sampled_from(["60 days", "Gold", "x " * 500]))
            builder.add(f"Name: Acme; Value: {value.strip()}", kind, cells=(("Name", "Acme"), ("Value", value.strip())))
        else:
            builder.add(draw(texts()), kind, level=draw(st.integers(1, 4)) if kind is BlockKind.HEADING else 0)
    return builder.build("text/markdown")


def table(*owners: str) -> Extracted:
    """A shared table of deals with a row for each of `owners`."""
    builder = TextBuilder()
    for owner in owners:
        builder.add(f"Partner: {owner}; Stage: won", BlockKind.ROW, cells=(("Partner", owner), ("Stage", "won")))
    return builder.build("text/csv", "Deals")
