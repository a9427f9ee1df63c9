"""Telling Chroma about vectors, once there are so many that comparing with each takes too long.

A collection follows the kept vectors at a distance: up to `SCANNED` rows Chroma is told nothing, and later of `BATCH` rows at a
time. Searches read the rest themselves. Callers hold the index's lock.

Chroma's files must not be trusted after a write that did not finish: two processes that write at once can overwrite each
other's vector files, and a process killed while it writes leaves files that crash the next one that reads them. So a write is
noted in the catalogue before it begins and after it ended. Whoever finds one that never ended, or another number of vectors
than there should be, starts a new folder and tells it everything again, batch by batch.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import structlog

from app.adapters import chroma_client
from app.adapters.chroma_client import Key
from app.adapters.chroma_state import ChromaState, fact_of, folders_of, new_state
from app.adapters.kept_vectors import KeptVectors, Reading
from app.adapters.vector_catalogue import Catalogue, Extent, Left
from app.adapters.vector_places import collection_of
from app.ports import Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

SCANNED = 1_000_000
"""Rows of a collection that are compared one by one: 70 ms of work for both readings of a question, half of it in a second
thread. Chroma takes 2 ms for each reading, but 2 ms or more a passage to be told, and seconds and gigabytes to be opened."""
BATCH = 5_000
"""Rows told at a time: some five seconds of work, once in a minute or two of reading documents."""

_log = structlog.get_logger(__name__)


class ChromaWriter:
    """Writes the collection `name` below `path`."""

    def __init__(self, path: Path, name: str, kept: KeptVectors, scanned: int = SCANNED, batch: int = BATCH) -> None:
        self._path = path
        self._name = name
        self._kept = kept
        self._scanned = scanned
        self._batch = batch
        self._client: Client | None = None
        self._state: ChromaState | None = None

    def forget(self, left: Sequence[Left]) -> None:
        """Remove rows that passages have left, as far as Chroma was told of them."""
        keys = [(one.place, one.generation, one.number) for one in left if one.indexed and self._covers(one.place)]
        if keys:
            from chromadb.errors import ChromaError  # late: chromadb takes most of a second to import

            try:
                with self._writing(self._sound_state(forgotten=len(keys)), {}) as collection:
                    chroma_client.delete(collection, keys)
            except (ChromaError, OSError):
                _log.exception("chroma failed")

    def catch_up(self) -> bool:
        """Tell Chroma of the next rows if it is time to; returns whether it was told."""
        with self._kept.reading() as now:
            if now is None or not self._due(now):
                return False
        from chromadb.errors import ChromaError  # late: chromadb takes most of a second to import

        try:
            return self._tell_next()
        except (ChromaError, OSError):
            _log.exception("chroma failed")  # searches do without, and the next write starts anew
            return False

    def renew(self) -> None:
        """Start a new folder, whatever the old one is like."""
        with self._kept.changing() as catalogue:
            self._start_anew(catalogue)

    def close(self) -> None:
        """Give back files and memory."""
        if self._client is not None:
            self._client.close()
        self._client = self._state = None

    def _tell_next(self) -> bool:
        state = self._sound_state()
        with self._kept.reading() as now:
            portions = self._due(now) if now else []
            if now is None or not portions:
                return False
            keys, vectors = _gathered(now, portions)
        with self._writing(state, {place: end for place, _, end in portions}) as collection:
            chroma_client.add(collection, keys, vectors)
        return True

    def _covers(self, place: str) -> bool:
        return collection_of(place) == self._name

    def _due(self, now: Reading) -> list[tuple[str, int, int]]:
        """The rows (place, first, end) to tell next: none, or at most a batch."""
        extents = [one for one in now.extents.values() if self._covers(one.place)]
        behind = sum(one.rows - one.indexed for one in extents)
        if behind < self._batch or sum(one.rows for one in extents) <= self._scanned:
            return []
        return list(_portions(extents, self._batch))

    def _sound_state(self, forgotten: int = 0) -> ChromaState:
        """The state of a folder that holds what it should: the one there is, or a new one.

        It should hold what the catalogue says, and `forgotten` vectors that are still to be removed from it.
        """
        with self._kept.changing() as catalogue:
            state = ChromaState.read(catalogue.fact(fact_of(self._name)))
            expected = sum(count for place, count in catalogue.count_indexed().items() if self._covers(place))
            if state is not None and state.complete and self._holds(state, expected + forgotten):
                return state
            if state is not None:
                _log.warning("the vectors in Chroma are not what they should be; telling it anew", collection=self._name)
            return self._start_anew(catalogue)

    def _holds(self, state: ChromaState, expected: int) -> bool:
        """Whether the folder can be opened and holds `expected` vectors. The client stays open."""
        from chromadb.errors import ChromaError  # late: chromadb takes most of a second to import

        if self._client is not None and self._state == state:
            return True
        self.close()
        try:
            self._client, self._state = chroma_client.open_client(self._path / state.folder), state
            return chroma_client.collection_in(self._client).count() == expected
        except ChromaError:
            _log.exception("chroma failed")
            return False

    def _start_anew(self, catalogue: Catalogue) -> ChromaState:
        self.close()
        for folder in folders_of(self._path, self._name):
            shutil.rmtree(folder)
        state = new_state(self._name)
        catalogue.note(fact_of(self._name), str(state))
        catalogue.mark_indexed({one.place: 0 for one in catalogue.extents() if self._covers(one.place)})
        return state

    @contextmanager
    def _writing(self, state: ChromaState, indexed: Mapping[str, int]) -> Iterator["Collection"]:
        """The collection of the folder in `state`, to be changed; then Chroma knows the first `indexed` rows of places."""
        with self._kept.changing() as catalogue:
            catalogue.note(fact_of(self._name), str(state.begun()))
        try:
            if self._client is None:
                self._client = chroma_client.open_client(self._path / state.folder)
            yield chroma_client.collection_in(self._client)
        except BaseException:
            self.close()  # what it holds in memory may be half-way
            raise
        self._state = state.begun().finished()
        with self._kept.changing() as catalogue:
            catalogue.note(fact_of(self._name), str(self._state))
            catalogue.mark_indexed(indexed)


def _portions(extents: Sequence[Extent], batch: int) -> Iterator[tuple[str, int, int]]:
    """The first rows that Chroma was not told of, at most `batch`."""
    for extent in extents:
        end = min(extent.rows, extent.indexed + batch)
        if end > extent.indexed:
            yield extent.place, extent.indexed, end
            batch -= end - extent.indexed


def _gathered(now: Reading, portions: Sequence[tuple[str, int, int]]) -> tuple[list[Key], Vectors]:
    """The vectors in these rows with their keys."""
    found = [(place, *now.vectors(place, first, end)) for place, first, end in portions]
    keys = [(place, now.extents[place].generation, number) for place, numbers, _ in found for number in numbers]
    return keys, np.concatenate([vectors for _, _, vectors in found])
