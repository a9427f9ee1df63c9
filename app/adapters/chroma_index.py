"""The VectorIndex port: every vector in the file of its audience, and Chroma beside it once there are many.

A search looks through every row of the files it reads, in short copies of them, and compares the best as they are: 8 ms for
100,000, and exact to the eye. Where there are many more, Chroma knows the public passages in one collection and all others in a
second one, which only callers who see all of that search; rows it was not told of yet are compared as before. A partner's own
passages are never asked from Chroma for that partner: they are a file that no other partner's search opens. A group's are in
Chroma for nobody. Whatever a row is found by, the catalogue says which passage stands in it and for whom, and a row of another
audience than was asked for is dropped and logged.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import structlog

from app.adapters.chroma_reader import PATIENCE, WORTH, ChromaReader
from app.adapters.chroma_writer import BATCH, SCANNED, ChromaWriter
from app.adapters.kept_vectors import KeptVectors, Reading
from app.adapters.vector_places import COLLECTIONS, audience_of, collections_to_search, place_of
from app.adapters.vector_stretch import Near
from app.adapters.write_lock import LOCK_FILE, writing
from app.domain.access import Audience, Reach
from app.ports import Hit, IndexedPassage, Vectors

WRITE_WAIT = 60.0  # seconds a writer waits for another: telling Chroma of a batch takes several
_log = structlog.get_logger(__name__)


class ChromaIndex:
    """Vectors in the folder `path`, made when first needed. Several processes may read and write it at once.

    The numbers say when Chroma is used, in rows and searches; see `chroma_writer` and `chroma_reader`.
    """

    def __init__(
        self, path: Path, *, scanned: int = SCANNED, batch: int = BATCH, worth: int = WORTH, patience: int = PATIENCE
    ) -> None:
        self._path = path
        self._kept = KeptVectors(path)
        self._writers = [ChromaWriter(path, name, self._kept, scanned, batch) for name in COLLECTIONS]
        self._readers = {name: ChromaReader(path, name, self._kept, path / LOCK_FILE, worth, patience) for name in COLLECTIONS}

    def add(self, passages: Sequence[IndexedPassage], vectors: Vectors) -> None:
        """Add or replace `passages` with their `vectors`, float32 of shape (len(passages), dimension); durable on return.

        A passage that stood for another audience leaves that audience's file. Raises Conflict while others write.
        """
        rows = list({passage.passage_id: row for row, passage in enumerate(passages)}.values())
        if not rows:
            return
        with writing(self._path, WRITE_WAIT):
            left = self._kept.put([passages[row] for row in rows], vectors[rows])
            left += self._kept.compact()
            for writer in self._writers:
                writer.forget(left)
                writer.catch_up()

    def remove(self, passages: Mapping[str, Audience]) -> None:
        self._take_out({passage_id: place_of(audience) for passage_id, audience in passages.items()})

    def prepare(self, reach: Reach) -> None:
        """Open what a search within `reach` reads; see the port."""
        with self._kept.reading(reach) as now:
            if now is not None:
                now.prepare()

    def search(self, vector: Vectors, k: int, reach: Reach, documents: Sequence[str] | None = None) -> list[Hit]:
        """The `k` nearest passages to `vector`, of shape (dimension,); see the port."""
        return self.search_each(vector.reshape(1, -1), k, reach, documents)[0]

    def search_each(self, vectors: Vectors, k: int, reach: Reach, documents: Sequence[str] | None = None) -> list[list[Hit]]:
        """The `k` nearest passages to each of `vectors`, of shape (n, dimension); see the port."""
        if k <= 0 or (documents is not None and not documents):
            return [[] for _ in vectors]
        with self._kept.reading(reach) as now:
            if now is None:
                return [[] for _ in vectors]
            if documents is None:
                found = self._among_all(now, vectors, k, collections_to_search(reach))
            else:
                found = now.nearest(vectors, k, now.spans(documents))
            return _named(now, found, k, reach, documents)

    def ids(self) -> Mapping[str, frozenset[str]]:
        with self._kept.reading() as now:
            return {passage_id: frozenset({place}) for passage_id, place in now.places_of().items()} if now else {}

    def expected_places(self, audience: Audience) -> frozenset[str]:
        return frozenset({place_of(audience)})

    def drop(self, place: str, ids: Iterable[str]) -> None:
        self._take_out(dict.fromkeys(ids, place))

    def ping(self) -> None:
        """Raise Unavailable if the catalogue cannot be read, or a file is too short; no index yet is an empty one."""
        with self._kept.reading() as now:
            if now is not None:
                now.check()

    def open(self) -> None:
        """Open what searches will want of Chroma, instead of behind the first searches. Raises Conflict and Unavailable."""
        for reader in self._readers.values():
            reader.open()

    def discard(self) -> None:
        """Delete everything, also what cannot be read. Raises Conflict while others write, and Unavailable."""
        self.close()
        with writing(self._path, WRITE_WAIT):
            self._kept.clear()
            for writer in self._writers:
                writer.renew()

    def close(self) -> None:
        """Give back files and memory; the next use opens them again."""
        for writer in self._writers:
            writer.close()
        for reader in self._readers.values():
            reader.close()
        self._kept.close()

    def _among_all(self, now: Reading, vectors: Vectors, k: int, names: Sequence[str]) -> list[list[Near]]:
        """The rows nearest to each vector: from the collections `names` as far as they are open, else compared one by one."""
        found: list[list[Near]] = [[] for _ in vectors]
        known: dict[str, int] = {}
        for name in names:
            near, covered = self._readers[name].nearest(now, vectors, k)
            found = [[*one, *more] for one, more in zip(found, near, strict=True)]
            known |= covered
        return [[*one, *more] for one, more in zip(found, now.nearest_of_all(vectors, k, known), strict=True)]

    def _take_out(self, passages: Mapping[str, str]) -> None:
        if not passages:
            return
        with writing(self._path, WRITE_WAIT):
            left = self._kept.remove(passages)
            left += self._kept.compact()
            for writer in self._writers:
                writer.forget(left)


def _named(
    now: Reading, found: Sequence[Sequence[Near]], k: int, reach: Reach, documents: Sequence[str] | None
) -> list[list[Hit]]:
    """The `k` best passages of each search in the rows that were found; what was not asked for is logged and dropped."""
    standing = {}
    for spot, row in now.standing(list({spot for near in found for spot, _ in near})).items():
        if reach.covers(audience_of(row.place)) and (documents is None or row.document_id in documents):
            standing[spot] = row.passage_id
        else:
            _log.error("the vector index found a passage outside its search", passage=row.passage_id)
    hits = ([Hit(standing[spot], score) for spot, score in near if spot in standing] for near in found)
    return [sorted(one, key=lambda hit: (-hit.score, hit.passage_id))[:k] for one in hits]
