"""Asking Chroma for the nearest of many vectors, as far as it was told of them.

Opening a large collection takes seconds. So nobody waits for it: searches compare with every row until it is clear that more of
them come, and go on while the collection is opened behind them. An opened collection stays as it was; rows that came later are
compared one by one, and it is opened again when there are too many of those. That a row it names is still what it was, the
catalogue says, not Chroma.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING

import structlog
from filelock import FileLock, Timeout

from app.adapters import chroma_client
from app.adapters.chroma_client import Key
from app.adapters.chroma_state import ChromaState, fact_of
from app.adapters.kept_vectors import KeptVectors, Reading
from app.adapters.vector_catalogue import Extent
from app.adapters.vector_places import collection_of
from app.adapters.vector_stretch import Near
from app.domain.errors import Conflict, LiaisonError, Unavailable
from app.ports import Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

WORTH = 1_000_000
"""Rows that need not be compared any more when a collection is opened: fewer are not worth it, as `chroma_writer` has it."""
PATIENCE = 8
"""Searches that compare with so many rows before the collection is opened: one question asked on a command line needs fewer."""
PATIENCE_AFTER_FAILURE = 1000
"""The same after it could not be opened: a failure that stays costs little, one that passes costs little longer."""
MORE = 4
"""How many times as many rows Chroma is asked for where too many of those it named have become empty."""
OPENING_WAIT = 60.0  # seconds for a writer to finish

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class View:
    """A collection as it was opened; `covered` is how many rows of each place (in which generation) it knew then."""

    client: "Client"
    collection: "Collection"
    covered: Mapping[str, tuple[int, int]]
    users: int = 0
    retired: bool = False

    def known_of(self, extents: Mapping[str, Extent]) -> dict[str, int]:
        """How many rows of each of these places the view knows; none of a place that was written anew since."""
        pairs = ((extents[place], known) for place, known in self.covered.items() if place in extents)
        return {extent.place: rows for extent, (generation, rows) in pairs if generation == extent.generation}

    def nearest(self, vector: Vectors, k: int) -> list[tuple[Key, float]]:
        """The `k` nearest of the vectors this view knows, some of which may have gone since."""
        return chroma_client.query(self.collection, vector, k)


class ChromaReader:
    """Reads the collection `name` below `path`. Safe to use from several threads. `lock` keeps writers away while it opens."""

    def __init__(
        self, path: Path, name: str, kept: KeptVectors, lock: Path, worth: int = WORTH, patience: int = PATIENCE
    ) -> None:
        self._path = path
        self._name = name
        self._kept = kept
        self._lock = lock
        self._worth = worth
        self._patience = patience
        self._guard = Lock()
        self._view: View | None = None
        self._opening: Thread | None = None
        self._well_known: Mapping[str, Extent] | None = None

    def nearest(self, now: Reading, vectors: Vectors, k: int) -> tuple[list[list[Near]], dict[str, int]]:
        """The `k` rows that Chroma knows nearest to each of `vectors`, and how many rows of each place it knows.

        None while it is not open.

        Where searches would gain by it, the collection is opened behind them.
        """
        nothing: list[list[Near]] = [[] for _ in vectors]
        self._consider(now.extents)
        with self._lent() as view:
            if view is None:
                return nothing, {}
            known = view.known_of(now.extents)
            if not known:
                return nothing, {}
            from chromadb.errors import ChromaError  # late: chromadb takes most of a second to import

            try:
                return [_still_there(view, now, known, vector, k) for vector in vectors], known
            except ChromaError:
                _log.exception("chroma failed")
                self._drop(view)
                return nothing, {}

    def open(self) -> bool:
        """Open the collection as it is now, if searches gain by it; returns whether it was opened.

        Raises Conflict if others keep writing for a minute, and Unavailable if it cannot be opened.
        """
        with self._alone(), self._kept.reading() as now:
            state = ChromaState.read(now.fact(fact_of(self._name))) if now else None
            if now is None or state is None or not state.complete or self._gain(now.extents) < self._worth:
                return False
            with self._guard:
                self._retire()  # before the next is opened: two of them at once would need twice the memory
            self._kept.close()  # the rows that were compared with so far are memory, too
            view = self._opened(self._path / state.folder, now.extents)
        with self._guard:
            self._view = view
        return True

    def close(self) -> None:
        """Give back files and memory; the collection may be opened again."""
        if self._opening is not None:
            self._opening.join()
        with self._guard:
            self._retire()
            self._opening = None

    def _consider(self, extents: Mapping[str, Extent]) -> None:
        """Begin to open the collection behind the searches, if they would gain by it."""
        if extents is self._well_known:
            return
        with self._guard:
            if self._opening is not None:
                return
            if self._gain(extents) < self._worth:
                self._well_known = extents  # searches share it until something changes, and need not ask again
                return
            self._patience -= 1
            if self._patience <= 0:
                self._opening = Thread(target=self._open_behind, name=f"opening {self._name}")
                self._opening.start()

    @contextmanager
    def _lent(self) -> Iterator[View | None]:
        """The opened collection, kept open for the length of a `with` block; None where none is open."""
        with self._guard:
            view = self._view
            if view is not None:
                view.users += 1
        try:
            yield view
        finally:
            if view is not None:
                with self._guard:
                    view.users -= 1
                    if view.retired and not view.users:
                        view.client.close()

    def _drop(self, view: View) -> None:
        """Use a view no more: it failed."""
        with self._guard:
            if self._view is view:
                self._retire()

    def _gain(self, extents: Mapping[str, Extent]) -> int:
        """How many rows more than the present view the collection knows by now."""
        known = self._view.known_of(extents) if self._view else {}
        mine = (one for one in extents.values() if collection_of(one.place) == self._name)
        return sum(one.indexed - known.get(one.place, 0) for one in mine)

    def _open_behind(self) -> None:
        opened = False
        try:
            opened = self.open()
        except LiaisonError:
            _log.exception("chroma failed")  # searches go on as before, only slower
        with self._guard:
            self._patience = 0 if opened else PATIENCE_AFTER_FAILURE
            self._opening = None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """While no writer writes."""
        try:
            with FileLock(self._lock, timeout=OPENING_WAIT):
                yield
        except Timeout:
            message = "Another process is writing to the index; try again in a moment."
            raise Conflict(message) from None
        except OSError as error:
            message = "The vector index cannot be used at the moment; 'liaison doctor' says what is wrong with it."
            raise Unavailable(message) from error

    def _opened(self, folder: Path, extents: Mapping[str, Extent]) -> View:
        """Raises Unavailable."""
        from chromadb.errors import ChromaError  # late: chromadb takes most of a second to import

        covered = {
            one.place: (one.generation, one.indexed) for one in extents.values() if collection_of(one.place) == self._name
        }
        try:
            client = chroma_client.open_client(folder)
            collection = chroma_client.existing_in(client)
            chroma_client.read_files(collection)
        except (ChromaError, OSError) as error:
            message = "Chroma's files cannot be used; searches do without until the next large write makes them again."
            raise Unavailable(message) from error
        return View(client, collection, covered)

    def _retire(self) -> None:
        """Call with the guard held."""
        if self._view is not None:
            self._view.retired = True
            if not self._view.users:
                self._view.client.close()
            self._view = None


def _still_there(view: View, now: Reading, known: Mapping[str, int], vector: Vectors, k: int) -> list[Near]:
    """The `k` nearest rows that the view knows and that are not empty by now."""
    ask = k
    while True:
        near = view.nearest(vector, ask)
        found = {
            (place, row): score
            for (place, generation, row), score in near
            if row < known.get(place, 0) and generation == now.extents[place].generation
        }
        standing = now.standing(list(found))
        if len(standing) >= k or len(near) < ask:
            return [(spot, score) for spot, score in found.items() if spot in standing]
        ask *= MORE
