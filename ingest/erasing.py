"""Purging documents so that no store holds a word of them, and counting what went from where."""

from collections.abc import Callable, Mapping, Sequence
from itertools import islice

from app.domain.access import EVERYTHING
from app.domain.documents import Document
from app.ports import FileStore, LexicalIndex, Records
from ingest.indexing import entries_of

AT_ONCE = 2000
"""Passages put into the word index at a time."""


def purge(
    documents: Sequence[Document],
    records: Records,
    lexical: LexicalIndex,
    files: FileStore,
    forget: Callable[[Sequence[Document]], None],
) -> Mapping[str, int]:
    """Remove `documents` with `forget`, then write the word index anew, which else keeps the words of what was deleted.

    Rows of vectors are overwritten when they are left, and deleted rows of the records when they are deleted; page images are
    drawn for each request and kept nowhere.
    """
    passages = [passage.id for document in documents for passage in records.passages_of(document.id, EVERYTHING)]
    sentences = records.units([document.id for document in documents], EVERYTHING)
    kept = files.digests()
    forget(documents)
    rewrite_words(records, lexical)
    return {
        "documents": len(documents),
        "passages": len(passages),
        "sentences": sum(len(units.starts) for units in sentences.values()),
        "vectors": len(passages),
        "word entries": len(passages),
        "kept files": len(kept - files.digests()),
        "page images": 0,
    }


def rewrite_words(records: Records, lexical: LexicalIndex) -> None:
    """Empty the word index and fill it from the records; broken off, 'liaison doctor --fix' fills in the rest."""
    lexical.discard()
    entries = (
        entry
        for document in records.documents(EVERYTHING)
        for entry in entries_of([(document, passage) for passage in records.passages_of(document.id, EVERYTHING)])
    )
    while batch := list(islice(entries, AT_ONCE)):
        lexical.add(batch)
