"""The plain way, to compare with: all vectors in one Chroma collection with its own settings, and a `where` on the audience."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from app.adapters.chroma_client import open_client
from app.adapters.kept_vectors import KeptVectors, Reading
from app.adapters.vector_places import audience_of
from app.domain.access import Audience, Reach
from app.ports import Hit, Vectors

Tell = Callable[[int, int, str], None]

FOLDER = "plain-where"
AT_ONCE = 5000
"""Vectors added together; Chroma takes 5,461."""


class PlainWhere:
    """Searches the collection that `build_plain` made below `home`, in the way of the VectorIndex port."""

    def __init__(self, home: Path) -> None:
        self._client = open_client(home / FOLDER)
        self._collection = self._client.get_or_create_collection(
            FOLDER, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

    def __len__(self) -> int:
        return self._collection.count()

    def add(self, passage_ids: Sequence[str], audience: Audience, vectors: Vectors) -> None:
        """Add vectors, of shape (len(passage_ids), dimension), of passages for one audience."""
        for start in range(0, len(passage_ids), AT_ONCE):
            ids = list(passage_ids[start : start + AT_ONCE])
            self._collection.upsert(
                ids=ids,
                embeddings=np.asarray(vectors[start : start + AT_ONCE]),
                metadatas=[{"audience": str(audience)} for _ in ids],
            )

    def prepare(self, reach: Reach) -> None:
        """Nothing is opened ahead."""

    def search(
        self,
        vector: Vectors,
        k: int,
        reach: Reach,
        documents: Sequence[str] | None = None,  # noqa: ARG002 - the port's signature; what is measured asks for no documents
    ) -> list[Hit]:
        """The `k` nearest passages that `reach` covers, which names every audience or is EVERYTHING."""
        where: Any = None  # Chroma's own type for it cannot be met by a list of strings
        if not reach.everything:
            where = {"audience": {"$in": [str(audience) for audience in reach.named]}}
        found = self._collection.query(
            query_embeddings=vector.reshape(1, -1),
            n_results=k,
            where=where,
            include=["distances"],
        )
        distances = (found["distances"] or [[]])[0]
        return [Hit(name, 1.0 - float(distance)) for name, distance in zip(found["ids"][0], distances, strict=True)]

    def search_each(self, vectors: Vectors, k: int, reach: Reach, documents: Sequence[str] | None = None) -> list[list[Hit]]:
        """The same for each of `vectors`, of shape (n, dimension)."""
        return [self.search(vector, k, reach, documents) for vector in vectors]

    def close(self) -> None:
        """Give back files and memory."""
        self._client.close()


def build_plain(home: Path, tell: Tell) -> None:
    """Put every vector of `home` into the plain collection, unless it is there already."""
    plain = PlainWhere(home)
    with KeptVectors(home / "chroma").reading() as now:
        total = sum(extent.rows for extent in now.extents.values()) if now else 0
        if now is not None and len(plain) < total:
            done = 0
            for audience, ids, vectors in _portions(now):
                plain.add(ids, audience, vectors)
                done += len(ids)
                tell(done, total, "the plain collection")
    plain.close()


def _portions(now: Reading) -> Iterator[tuple[Audience, list[str], Vectors]]:
    """All that is kept, by audience: passage ids with their vectors."""
    for place, extent in now.extents.items():
        for first in range(0, extent.rows, AT_ONCE):
            numbers, vectors = now.vectors(place, first, min(first + AT_ONCE, extent.rows))
            rows = now.standing([(place, number) for number in numbers])
            yield audience_of(place), [rows[place, number].passage_id for number in numbers], vectors
