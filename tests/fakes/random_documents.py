"""Hypothesis strategies: documents as they could come, in any script, with every optional field there or not."""

from hypothesis import strategies as st

from app.domain.access import INTERNAL, PUBLIC, Audience
from app.domain.documents import Document, DocumentState, DocumentText, PageSpan, Passage
from app.ports import Stored
from tests.fakes.random_units import units

WORDS = st.text(max_size=40)
POSITION = st.integers(0, 10_000_000)
AUDIENCES = st.sampled_from([PUBLIC, INTERNAL, Audience("partner", "acme"), Audience("partner", "borealis")])


def documents(document_id: str) -> st.SearchStrategy[Document]:
    """A document with the given id."""
    return st.builds(
        Document,
        id=st.just(document_id),
        name=WORDS,
        title=WORDS,
        kind=WORDS,
        audience=AUDIENCES,
        source=WORDS,
        media_type=WORDS,
        revision=WORDS,
        partner=st.none() | WORDS,
        version=st.none() | WORDS,
        effective=st.none() | st.dates(),
        amends=st.none() | WORDS,
        parties=st.lists(WORDS, max_size=3).map(tuple),
        pages=POSITION,
        characters=POSITION,
        state=st.sampled_from(DocumentState),
        reason=st.none() | WORDS,
    )


def texts() -> st.SearchStrategy[DocumentText]:
    """A text with pages."""
    return st.builds(DocumentText, WORDS, st.lists(st.builds(PageSpan, POSITION, POSITION, POSITION), max_size=3).map(tuple))


def passages(document_id: str) -> st.SearchStrategy[tuple[Passage, ...]]:
    """Passages of one document, numbered in reading order."""

    def numbered(found: list[tuple[int, int, str, int | None, list[str], str]]) -> tuple[Passage, ...]:
        return tuple(
            Passage(f"{document_id}/{ordinal}", document_id, ordinal, start, end, text, page, tuple(section), kind)
            for ordinal, (start, end, text, page, section, kind) in enumerate(found)
        )

    fields = st.tuples(
        POSITION, POSITION, WORDS, st.none() | POSITION, st.lists(WORDS, max_size=3), st.sampled_from(["text", "row"])
    )
    return st.lists(fields, max_size=4).map(numbered)


def stored(document_id: str) -> st.SearchStrategy[Stored]:
    """A document with its text and passages, with or without units."""
    return st.builds(Stored, documents(document_id), texts(), passages(document_id), st.none() | units())


def libraries(largest: int = 3) -> st.SearchStrategy[list[Stored]]:
    """Some documents with ids `0`, `1`, …"""
    return st.integers(0, largest).flatmap(lambda count: st.tuples(*(stored(str(n)) for n in range(count))).map(list))
