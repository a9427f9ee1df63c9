"""Vectors in memory, searched exactly."""

from collections.abc import Iterable, Mapping, Sequence

from app.domain.access import Audience, Reach
from app.ports import Hit, IndexedPassage, Vectors

PLACE = "memory"


class MemoryVectorIndex:
    """The VectorIndex port on a dictionary, with a single place."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[IndexedPassage, Vectors]] = {}

    def add(self, passages: Sequence[IndexedPassage], vectors: Vectors) -> None:
        for passage, vector in zip(passages, vectors, strict=True):
            self._held[passage.passage_id] = (passage, vector)

    def remove(self, passages: Mapping[str, Audience]) -> None:
        for passage_id in passages:
            self._held.pop(passage_id, None)

    def prepare(self, reach: Reach) -> None:
        return None

    def search(self, vector: Vectors, k: int, reach: Reach, documents: Sequence[str] | None = None) -> list[Hit]:
        hits = [
            Hit(passage.passage_id, float(held @ vector.reshape(-1)))
            for passage, held in self._held.values()
            if reach.covers(passage.audience) and (documents is None or passage.document_id in documents)
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))[: max(k, 0)]

    def search_each(self, vectors: Vectors, k: int, reach: Reach, documents: Sequence[str] | None = None) -> list[list[Hit]]:
        return [self.search(vector, k, reach, documents) for vector in vectors]

    def ids(self) -> Mapping[str, frozenset[str]]:
        return {passage_id: frozenset({PLACE}) for passage_id in self._held}

    def expected_places(self, audience: Audience) -> frozenset[str]:
        return frozenset({PLACE})

    def drop(self, place: str, ids: Iterable[str]) -> None:
        if place == PLACE:
            for passage_id in ids:
                self._held.pop(passage_id, None)

    def discard(self) -> None:
        self._held.clear()

    def ping(self) -> None:
        return None
