"""The VectorIndex port on Chroma, embedded and on disk.

How passages are parted: every passage stands in `everything`; public ones in `public` too; a partner's in one of 32 shards
chosen by a hash of the partner. Callers who see everything search `everything` without a filter; a partner searches `public`
and its own shard. There are two reasons. Speed: with `where`, one collection of 100,000 takes 110 to 420 ms a query, and
without it 5 ms. And the wall: internal passages and those of nearly all other partners are not in the collections a partner's
search opens, so they cannot come back even from a store that ignores its filter; the rest is filtered in the shard, and what
comes back is checked once more against what was asked.

A write that a crash cuts off is noticed by the next process that opens the index; it builds the collections anew from the
vectors kept beside them, at about 2 ms a passage.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog

from app.adapters.chroma_connection import ChromaConnection
from app.adapters.chroma_places import PUBLIC_PLACE, places_of, searches
from app.adapters.chroma_view import ChromaWriter
from app.adapters.kept_vectors import KeptVectors
from app.domain.access import Audience
from app.domain.errors import Unavailable
from app.ports import Hit, IndexedPassage, Vectors

REFILLED_AT_ONCE = 1000  # passages: 1.5 MB of vectors in memory at a time

_log = structlog.get_logger(__name__)


class ChromaIndex:
    """Vectors in the folder `path`, made when first needed. Several processes may read and write it at once."""

    def __init__(self, path: Path) -> None:
        self._kept = KeptVectors(path / "vectors.sqlite3")
        self._connection = ChromaConnection(path, self._refill)

    def add(self, passages: Sequence[IndexedPassage], vectors: Vectors) -> None:
        """Add or replace `passages` with their `vectors`, float32 of shape (len(passages), dimension); durable on return.

        A passage that stood for another audience leaves that audience's collection. Raises Conflict while others write.
        """
        rows = list({passage.passage_id: row for row, passage in enumerate(passages)}.values())
        if not rows:
            return
        latest, vectors = [passages[row] for row in rows], vectors[rows]
        with _explained(), self._connection.writing() as writer:
            self._leave_other_audiences(writer, latest)
            _fill(writer, latest, vectors)
            self._kept.put(latest, vectors)  # last, so that vectors Chroma refuses are not kept

    def remove(self, passages: Mapping[str, Audience]) -> None:
        by_place: dict[str, list[str]] = {}
        for passage_id, audience in passages.items():
            for place in places_of(audience):
                by_place.setdefault(place, []).append(passage_id)
        if not by_place:
            return
        with _explained(), self._connection.writing() as writer:
            self._kept.remove(passages)
            for place, ids in by_place.items():
                writer.delete(place, ids)

    def search(
        self, vector: Vectors, k: int, audiences: Sequence[Audience] | None, documents: Sequence[str] | None = None
    ) -> list[Hit]:
        """The `k` nearest passages to `vector`, of shape (dimension,); see the port."""
        if k <= 0 or (documents is not None and not documents):
            return []
        best: dict[str, float] = {}
        with _explained():
            for place, wanted in searches(audiences).items():
                found = self._connection.query(
                    place,
                    query_embeddings=[vector.reshape(-1)],
                    n_results=k,
                    where=_where(wanted if place != PUBLIC_PLACE else None, documents),
                    include=["metadatas", "distances"],
                )
                best.update(_checked(found, wanted, documents))
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        return [Hit(passage_id, score) for passage_id, score in ranked[:k]]

    def ids(self) -> Mapping[str, frozenset[str]]:
        held: dict[str, set[str]] = {}
        with _explained():
            for place, ids in self._connection.places().items():
                for passage_id in ids:
                    held.setdefault(passage_id, set()).add(place)
        return {passage_id: frozenset(places) for passage_id, places in held.items()}

    def expected_places(self, audience: Audience) -> frozenset[str]:
        return places_of(audience)

    def drop(self, place: str, ids: Iterable[str]) -> None:
        chosen = list(ids)
        with _explained(), self._connection.writing() as writer:
            kept = self._kept.audiences(chosen)
            self._kept.remove({key: audience for key, audience in kept.items() if place in places_of(audience)})
            writer.delete(place, chosen)

    def ping(self) -> None:
        with _explained():
            self._connection.ping()

    def rebuild(self) -> None:
        """Build the collections anew from the kept vectors, about 2 ms a passage; for repair of files that cannot be read."""
        with _explained():
            self._connection.renew()

    def discard(self) -> None:
        """Delete everything, for repair where the kept vectors cannot be read either."""
        self._kept.clear()
        self.rebuild()

    def close(self) -> None:
        """Give back files and memory; the next use opens the folder again."""
        self._connection.close()

    def _leave_other_audiences(self, writer: ChromaWriter, passages: Sequence[IndexedPassage]) -> None:
        """Take passages that stood for another audience until now out of that audience's collection."""
        held = self._kept.audiences(passage.passage_id for passage in passages)
        moved = {one.passage_id: one for one in passages if held.get(one.passage_id, one.audience) != one.audience}
        self._kept.remove({key: held[key] for key in moved})
        for key, passage in moved.items():
            for place in places_of(held[key]) - places_of(passage.audience):
                writer.delete(place, [key])

    def _refill(self, writer: ChromaWriter) -> None:
        """Fill an empty folder with what was added and not removed."""
        for passages, vectors in self._kept.all(REFILLED_AT_ONCE):
            _fill(writer, passages, vectors)


@contextmanager
def _explained() -> Iterator[None]:
    """Turn Chroma's errors into a sentence, and keep their details in the log."""
    from chromadb.errors import ChromaError  # late: chromadb takes most of a second to import

    try:
        yield
    except (ChromaError, sqlite3.Error, OSError) as error:
        _log.exception("chroma failed")
        message = "The vector index cannot be used at the moment; 'liaison doctor' says what is wrong with it."
        raise Unavailable(message) from error


def _where(wanted: frozenset[str] | None, documents: Sequence[str] | None) -> dict[str, Any] | None:
    """Chroma's filter for these audiences and documents; None where nothing is to be filtered."""
    clauses: list[dict[str, Any]] = []
    if wanted is not None:
        clauses.append({"audience": {"$in": sorted(wanted)}})
    if documents is not None:
        clauses.append({"document": {"$in": list(documents)}})
    return {"$and": clauses} if len(clauses) > 1 else clauses[0] if clauses else None


def _checked(
    found: Mapping[str, list[list[Any]]], wanted: frozenset[str] | None, documents: Sequence[str] | None
) -> Iterator[tuple[str, float]]:
    """Passage ids with cosine similarities, of those results that are what was asked for; the rest is logged and dropped."""
    if not found or not found["ids"]:
        return
    within = None if documents is None else frozenset(documents)
    for passage_id, metadata, distance in zip(found["ids"][0], found["metadatas"][0], found["distances"][0], strict=True):
        allowed = wanted is None or metadata["audience"] in wanted
        if allowed and (within is None or metadata["document"] in within):
            yield passage_id, 1.0 - float(distance)
        else:
            _log.error("the vector index returned a passage outside its filter", passage=passage_id)


def _fill(writer: ChromaWriter, passages: Sequence[IndexedPassage], vectors: Vectors) -> None:
    """Put passages, each id once, into all the collections where they must stand."""
    rows: dict[str, list[int]] = {}
    for row, passage in enumerate(passages):
        for place in places_of(passage.audience):
            rows.setdefault(place, []).append(row)
    for place, chosen in rows.items():
        writer.upsert(place, [passages[row] for row in chosen], vectors[chosen])
