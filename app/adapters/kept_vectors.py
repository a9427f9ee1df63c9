"""Every vector once more in a SQLite file, so that a damaged Chroma folder can be built again without embedding anything.

Writes are one transaction each and durable on return. Callers hold the index's lock while they write.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from app.domain.access import Audience
from app.ports import IndexedPassage, Vectors

SCHEMA = """
    CREATE TABLE IF NOT EXISTS kept (
        passage TEXT PRIMARY KEY, audience TEXT NOT NULL, document TEXT NOT NULL, vector BLOB NOT NULL
    ) WITHOUT ROWID
"""


class KeptVectors:
    """The file `path`, made when first opened."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self, passages: Sequence[IndexedPassage], vectors: Vectors) -> None:
        """Add or replace passages, with `vectors` of shape (len(passages), dimension)."""
        rows = (
            (passage.passage_id, str(passage.audience), passage.document_id, np.asarray(vector, dtype="<f4").tobytes())
            for passage, vector in zip(passages, vectors, strict=True)
        )
        with self._transaction() as database:
            database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)

    def remove(self, passages: Mapping[str, Audience]) -> None:
        """Remove passages kept for these audiences; one that is kept for another stays."""
        with self._transaction() as database:
            pairs = ((passage_id, str(audience)) for passage_id, audience in passages.items())
            database.executemany("DELETE FROM kept WHERE passage = ? AND audience = ?", pairs)

    def clear(self) -> None:
        """Forget everything, also what cannot be read."""
        for suffix in ("", "-journal"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

    def audiences(self, passage_ids: Iterable[str]) -> dict[str, Audience]:
        """For whom each passage among `passage_ids` is kept."""
        with self._transaction() as database:
            found = (
                database.execute("SELECT passage, audience FROM kept WHERE passage = ?", (passage_id,)).fetchone()
                for passage_id in passage_ids
            )
            return {row[0]: _audience(row[1]) for row in found if row is not None}

    def all(self, at_once: int) -> Iterator[tuple[list[IndexedPassage], Vectors]]:
        """Everything kept, `at_once` passages at a time; their text is not kept and comes back empty."""
        with self._transaction() as database:
            cursor = database.execute("SELECT passage, document, audience, vector FROM kept")
            while rows := cursor.fetchmany(at_once):
                passages = [IndexedPassage(row[0], row[1], _audience(row[2]), "", "") for row in rows]
                yield passages, np.stack([np.frombuffer(row[3], dtype="<f4") for row in rows])

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path)) as database, database:
            database.execute(SCHEMA)
            yield database


def _audience(text: str) -> Audience:
    """The audience as it was given; checking it is not the index's business."""
    kind, _, partner = text.partition(":")
    return Audience(kind, partner or None)
