"""One Chroma folder, shared by threads and kept right among processes.

Chroma's embedded client keeps vectors in memory and does not see what another process adds (measured with 1.5.9: `get` and
`count` do, `query` does not until the client is opened anew), and two processes that write at once can each overwrite the
other's vector files. So here:

- whoever writes holds a lock file, and first puts a new generation into a small file;
- whoever finds another generation than the one it opened opens a new client, holding the lock: it never reads files that
  are being written;
- a collection is read from disk on its first query, so that query holds the lock as well.

The operating system frees the lock of a process that dies.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, ClassVar, cast
from uuid import uuid4

import structlog
from filelock import FileLock, Timeout

from app.domain.errors import Conflict, Unavailable

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

WRITE_WAIT = 60.0  # seconds a writer waits for another: a batch of thousands of passages takes several
REFRESH_WAIT = 0.5  # seconds a search waits for a writer before it answers from what it has already opened
FIRST_WAIT = 30.0  # seconds the first use of a collection waits: there is nothing older to answer from
LOCK_FILE = "writing.lock"
SPELLINGS = 64  # see _open; more than clients that are ever open at once in a process

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

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _View:
    """A client as of one generation. `users` are the calls at work with it; `loaded` the collections read into memory."""

    client: "Client"
    generation: str
    users: int = 0
    retired: bool = False
    loaded: dict[str, "Collection"] = field(default_factory=dict)


class ChromaConnection:
    """Lends out collections of the folder `path`, which is created when first opened. Safe to use from several threads."""

    _openings: ClassVar[Iterator[int]] = count()

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guard = Lock()
        self._view: _View | None = None

    def query(self, place: str, **arguments: Any) -> dict[str, list[list[Any]]]:
        """Chroma's `query` on one collection; {} if it does not exist.

        The answer is fresh as of now, or as of the last look where somebody is writing at this moment.
        """
        with self._reading() as view:
            if place in view.loaded:
                return _answer(view.loaded[place], arguments)
            collection = _existing(view.client, place)
            if collection is None:
                return {}
            with self._locked(FIRST_WAIT):
                result = _answer(collection, arguments)
            view.loaded[place] = collection
            return result

    def places(self) -> dict[str, list[str]]:
        """Every collection with the ids in it."""
        with self._reading() as view:
            return {found.name: found.get(include=[])["ids"] for found in view.client.list_collections()}

    @contextmanager
    def writing(self) -> Iterator["ChromaWriter"]:
        """Change collections, alone among processes and threads. Raises Conflict if others keep writing for a minute."""
        with self._locked(WRITE_WAIT):
            self._reopen_if_stale()
            with self._lent() as view:
                view.generation = uuid4().hex
                self._note(view.generation)
                yield ChromaWriter(view.client)

    def discard(self) -> None:
        """Delete all collections with their files, also such as cannot be opened."""
        with self._locked(WRITE_WAIT):
            self.close()
            for child in self._path.iterdir():
                if child.is_dir():
                    shutil.rmtree(child)
                elif child.name != LOCK_FILE:
                    child.unlink()
            self._note(uuid4().hex)

    def ping(self) -> None:
        """Raise Unavailable if the folder cannot be opened."""
        with self._reading() as view:
            view.client.heartbeat()
            view.client.count_collections()

    def close(self) -> None:
        """Give back files and memory; the next use opens the folder again."""
        with self._guard:
            self._retire()

    @contextmanager
    def _reading(self) -> Iterator[_View]:
        if self._view is None or self._view.generation != self._noted():
            try:
                with self._locked(REFRESH_WAIT if self._view else FIRST_WAIT):
                    self._reopen_if_stale()
            except Conflict:
                if self._view is None:
                    raise
                _log.info("searching an older view while another process writes", path=str(self._path))
        with self._lent() as view:
            yield view

    @contextmanager
    def _lent(self) -> Iterator[_View]:
        """The current view, kept open until the caller is done with it."""
        with self._guard:
            if self._view is None:
                self._view = _View(self._open(), self._noted())
            view = self._view
            view.users += 1
        try:
            yield view
        finally:
            with self._guard:
                view.users -= 1
                if view.retired and not view.users:
                    view.client.close()

    def _reopen_if_stale(self) -> None:
        """Call with the lock file held."""
        with self._guard:
            noted = self._noted()
            if self._view is None or self._view.generation != noted:
                self._retire()
                self._view = _View(self._open(), noted)

    def _retire(self) -> None:
        """Call with the guard held."""
        if self._view is not None:
            self._view.retired = True
            if not self._view.users:
                self._view.client.close()
            self._view = None

    def _open(self) -> "Client":
        # Late: chromadb takes most of a second to import, and many commands never search.
        import chromadb
        from chromadb.config import Settings

        # Clients of one path share their memory, old news included. Chroma compares paths as text, so another number of
        # slashes makes a client that stands alone.
        spelling = str(self._path) + "/" * (1 + next(self._openings) % SPELLINGS)
        client = chromadb.PersistentClient(path=spelling, settings=Settings(anonymized_telemetry=False))
        return cast("Client", client)  # its declared type is an interface without `close`

    @contextmanager
    def _locked(self, seconds: float) -> Iterator[None]:
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._path / LOCK_FILE, timeout=seconds)
            lock.acquire()
        except Timeout:
            message = "Another process is writing to the index; try again in a moment."
            raise Conflict(message) from None
        except OSError as error:
            message = f"The index folder {self._path} cannot be written: {error.strerror or 'the disk refused'}."
            raise Unavailable(message) from error
        try:
            yield
        finally:
            lock.release()

    def _noted(self) -> str:
        try:
            return (self._path / "generation").read_text(encoding="ascii")
        except FileNotFoundError:
            return ""

    def _note(self, generation: str) -> None:
        partial = self._path / "generation.partial"
        partial.write_text(generation, encoding="ascii")
        partial.replace(self._path / "generation")


class ChromaWriter:
    """What may be done while the lock is held."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self.batch: int = client.get_max_batch_size()

    def existing(self, place: str) -> "Collection | None":
        """The collection, or None."""
        return _existing(self._client, place)

    def created(self, place: str) -> "Collection":
        """The collection, made if there is none."""
        return self._client.get_or_create_collection(place, embedding_function=None, configuration={"hnsw": HNSW})


def _answer(collection: "Collection", arguments: dict[str, Any]) -> dict[str, list[list[Any]]]:
    return {part: rows for part, rows in collection.query(**arguments).items() if isinstance(rows, list)}


def _existing(client: "Client", place: str) -> "Collection | None":
    from chromadb.errors import NotFoundError  # late, like chromadb itself

    try:
        return client.get_collection(place, embedding_function=None)
    except NotFoundError:
        return None
