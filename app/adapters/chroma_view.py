"""An open Chroma client: as searches share it, and as a writer uses it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.adapters.chroma_state import ChromaState
from app.ports import IndexedPassage, Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

DELETED_AT_ONCE = 500  # ids in one statement: older builds of SQLite take 999 variables

HNSW: "CreateHNSWConfiguration" = {
    "space": "cosine",
    # recall@64 on 20,000 clustered unit vectors of 384: 0.996 (least 0.97) at 5 ms a query; Chroma's own 16/100/100 gave
    # 0.977 (least 0.84) at 2 ms. Building takes 0.8 ms a passage, a tenth of embedding it.
    "max_neighbors": 32,
    "ef_construction": 200,
    "ef_search": 256,
    # Entries not yet in the vector files are replayed when a process opens the collection, at 2 ms each: 200 cost at most
    # 0.3 s, Chroma's own 1,000 cost 1.7 s; writing was not slower.
    "batch_size": 100,
    "sync_threshold": 200,
}


@dataclass(slots=True)
class View:
    """A client as of one state. `users` are the calls at work with it; `loaded` the collections read into memory."""

    client: "Client"
    state: ChromaState
    users: int = 0
    retired: bool = False
    loaded: dict[str, "Collection"] = field(default_factory=dict)


class ChromaWriter:
    """What may be done to collections while the lock is held."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._batch: int = client.get_max_batch_size()

    def upsert(self, place: str, passages: Sequence[IndexedPassage], vectors: Vectors) -> None:
        """Add or replace passages in a collection, which is made if there is none."""
        collection = self._client.get_or_create_collection(place, embedding_function=None, configuration={"hnsw": HNSW})
        for start in range(0, len(passages), self._batch):
            batch = passages[start : start + self._batch]
            collection.upsert(
                ids=[passage.passage_id for passage in batch],
                embeddings=vectors[start : start + self._batch],
                metadatas=[{"audience": str(passage.audience), "document": passage.document_id} for passage in batch],
            )

    def delete(self, place: str, ids: Sequence[str]) -> None:
        """Remove passages from a collection; unknown ids and unknown collections are ignored."""
        collection = existing(self._client, place)
        if collection is not None:
            for start in range(0, len(ids), DELETED_AT_ONCE):
                collection.delete(ids=list(ids[start : start + DELETED_AT_ONCE]))


def existing(client: "Client", place: str) -> "Collection | None":
    """The collection, or None."""
    from chromadb.errors import NotFoundError  # late: chromadb takes most of a second to import

    try:
        return client.get_collection(place, embedding_function=None)
    except NotFoundError:
        return None
