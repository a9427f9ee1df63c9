"""The VectorIndex port on Chroma, embedded and on disk.

How passages are parted: every passage stands in `everything`; public ones in `public` too; a partner's in one of 32 shards
chosen by a hash of the partner. Callers who see everything search `everything` without a filter; a partner searches `public`
and its own shard. There are two reasons. Speed: with `where`, one collection of 100,000 takes 110 to 420 ms a query, and
without it 5 ms. And the wall: internal passages and those of nearly all other partners are not in the collections a partner's
search opens, so they cannot come back even from a store that ignores its filter; the rest is filtered in the shard, and what
comes back is checked once more against what was asked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog

from app.adapters.chroma_connection import ChromaConnection, ChromaWriter
from app.adapters.chroma_places import EVERYTHING, PUBLIC_PLACE, place_to_search, places_of, searches
from app.domain.access import Audience
from app.domain.errors import Unavailable
from app.ports import Hit, IndexedPassage, Vectors

LOOKED_UP = 500  # ids a `get` by id: SQLite takes 999 variables on older builds, and 200 take 4 ms

_log = structlog.get_logger(__name__)


class ChromaIndex:
    """Vectors in the folder `path`, made when first needed. Several processes may read and write it at once."""

    def __init__(self, path: Path) -> None:
        self._connection = ChromaConnection(path)

    def add(self, passages: Sequence[IndexedPassage], vectors: Vectors) -> None:
        """Add or replace `passages` with their `vectors`, float32 of shape (len(passages), dimension); durable on return.

        A passage that stood for another audience leaves that audience's collection. Raises Conflict while others write.
        """
        latest = {passage.passage_id: row for row, passage in enumerate(passages)}
        rows: dict[str, list[int]] = {}
        for row in latest.values():
            for place in places_of(passages[row].audience):
                rows.setdefault(place, []).append(row)
        if not rows:
            return
        with _explained(), self._connection.writing() as writer:
            _leave_old_places(writer, {key: passages[row].audience for key, row in latest.items()})
            for place, chosen in rows.items():
                _upsert(writer, place, [passages[row] for row in chosen], vectors[chosen])

    def remove(self, passages: Mapping[str, Audience]) -> None:
        by_place: dict[str, list[str]] = {}
        for passage_id, audience in passages.items():
            for place in places_of(audience):
                by_place.setdefault(place, []).append(passage_id)
        if not by_place:
            return
        with _explained(), self._connection.writing() as writer:
            for place, ids in by_place.items():
                _delete(writer, place, ids)

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
        with _explained(), self._connection.writing() as writer:
            _delete(writer, place, list(ids))

    def ping(self) -> None:
        with _explained():
            self._connection.ping()

    def discard(self) -> None:
        """Delete the index, for repair of one that cannot be read; the next `add` starts a new one."""
        with _explained():
            self._connection.discard()

    def close(self) -> None:
        """Give back files and memory; the next use opens the folder again."""
        self._connection.close()


@contextmanager
def _explained() -> Iterator[None]:
    """Turn Chroma's errors into a sentence, and keep their details in the log."""
    from chromadb.errors import ChromaError  # late: chromadb takes most of a second to import

    try:
        yield
    except (ChromaError, OSError) as error:
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


def _leave_old_places(writer: ChromaWriter, audiences: Mapping[str, Audience]) -> None:
    """Take passages out of the collections of audiences they were for until now."""
    everything = writer.existing(EVERYTHING)
    if everything is None:
        return
    ids = list(audiences)
    for start in range(0, len(ids), LOOKED_UP):
        known = everything.get(ids=ids[start : start + LOOKED_UP], include=["metadatas"])
        for passage_id, metadata in zip(known["ids"], known["metadatas"] or [], strict=True):
            kind, _, partner = str(metadata["audience"]).partition(":")
            old = place_to_search(Audience(kind, partner or None))
            if old not in places_of(audiences[passage_id]):
                _delete(writer, old, [passage_id])


def _upsert(writer: ChromaWriter, place: str, passages: Sequence[IndexedPassage], vectors: Vectors) -> None:
    collection = writer.created(place)
    for start in range(0, len(passages), writer.batch):
        batch = passages[start : start + writer.batch]
        collection.upsert(
            ids=[passage.passage_id for passage in batch],
            embeddings=vectors[start : start + writer.batch],
            metadatas=[{"audience": str(passage.audience), "document": passage.document_id} for passage in batch],
        )


def _delete(writer: ChromaWriter, place: str, ids: Sequence[str]) -> None:
    collection = writer.existing(place)
    if collection is None:
        return
    for start in range(0, len(ids), LOOKED_UP):
        collection.delete(ids=list(ids[start : start + LOOKED_UP]))
