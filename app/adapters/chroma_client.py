"""Opening Chroma folders, and how Chroma is told to keep vectors."""

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from app.ports import Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

SPELLINGS = 64  # more than clients that are ever open at once in a process
ADDED_AT_ONCE = 5000  # vectors in one statement: Chroma takes 5,461
DELETED_AT_ONCE = 500  # ids in one statement: older builds of SQLite take 999 variables
COLLECTION = "passages"

HNSW: "CreateHNSWConfiguration" = {
    "space": "cosine",
    # recall@64 on 20,000 passages of contracts, questions as they are and turned: 0.999 and 0.995 at 2.6 ms. Chroma's own
    # 16/100/100 gives less (with ef_search 256 0.996 and 0.988), 32 neighbours no more; building takes 0.7 ms a passage.
    "max_neighbors": 16,
    "ef_construction": 200,
    "ef_search": 256,
    # A write is a batch of thousands, and is in the vector files when it ends: an entry that is not is replayed when a process
    # opens the collection, at 2 ms each.
    "batch_size": 100,
    "sync_threshold": 1000,
}

Key = tuple[str, int, int]
"""What Chroma knows a vector by: its place, the place's generation, and its row."""

_openings = count()


def open_client(folder: Path) -> "Client":
    """A client on `folder`, made if there is none, that shares nothing with others of this process."""
    # Late: chromadb takes most of a second to import, and few searches need it.
    import chromadb
    from chromadb.config import Settings

    # Clients of one path share their memory, old news included. Chroma compares paths as text, so another number of
    # slashes makes a client that stands alone.
    spelling = str(folder) + "/" * (1 + next(_openings) % SPELLINGS)
    client = chromadb.PersistentClient(path=spelling, settings=Settings(anonymized_telemetry=False))
    return cast("Client", client)  # its declared type is an interface without `close`


def collection_in(client: "Client") -> "Collection":
    """The one collection of a folder, made if there is none."""
    return client.get_or_create_collection(COLLECTION, embedding_function=None, configuration={"hnsw": HNSW})


def existing_in(client: "Client") -> "Collection":
    """The one collection of a folder; raises a Chroma error if there is none."""
    return client.get_collection(COLLECTION, embedding_function=None)


def read_files(collection: "Collection") -> None:
    """Have Chroma read its files now: it does so at the first query."""
    some = collection.get(limit=1, include=["embeddings"])["embeddings"]
    if some is not None and len(some):
        query(collection, np.asarray(some[0], dtype=np.float32), 1)


def add(collection: "Collection", keys: Sequence[Key], vectors: Vectors) -> None:
    """Add vectors, of shape (len(keys), dimension)."""
    for start in range(0, len(keys), ADDED_AT_ONCE):
        ids = [_spelt(key) for key in keys[start : start + ADDED_AT_ONCE]]
        collection.upsert(ids=ids, embeddings=np.asarray(vectors[start : start + ADDED_AT_ONCE]))


def delete(collection: "Collection", keys: Sequence[Key]) -> None:
    """Remove vectors; unknown keys are ignored."""
    for start in range(0, len(keys), DELETED_AT_ONCE):
        collection.delete(ids=[_spelt(key) for key in keys[start : start + DELETED_AT_ONCE]])


def query(collection: "Collection", vector: Vectors, k: int) -> list[tuple[Key, float]]:
    """The `k` nearest vectors with their cosines, best first."""
    found = collection.query(query_embeddings=vector.reshape(1, -1), n_results=k, include=["distances"])
    ids, distances = found["ids"][0], (found["distances"] or [[]])[0]
    return [(_read(one), 1.0 - float(distance)) for one, distance in zip(ids, distances, strict=True)]


def _spelt(key: Key) -> str:
    return "/".join(map(str, key))


def _read(spelt: str) -> Key:
    place, generation, row = spelt.split("/")
    return place, int(generation), int(row)
