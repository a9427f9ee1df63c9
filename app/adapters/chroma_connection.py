"""One Chroma folder, shared by threads and kept right among processes.

Chroma's embedded client keeps vectors in memory and writes them to files as it goes. Measured with 1.5.9: it does not see what
another process adds (`get` and `count` do, `query` does not until the client is opened anew); two processes that write at once
can each overwrite the other's vector files; and a process killed while it writes them leaves files that crash the next one
that reads them. So here:

- whoever writes holds a lock file, notes in the state file that a write began, and at its end that it is finished;
- whoever finds another state than the one it opened opens a new client, holding the lock: it never reads half-written files;
- whoever finds, holding the lock, a write that never finished, builds a new folder with `rebuild` and reads no old file;
- a collection is read from disk on its first query, so that query holds the lock as well.

The operating system frees the lock of a process that dies.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, ClassVar, cast

import structlog
from filelock import FileLock, Timeout

from app.adapters.chroma_state import ChromaState, new_state, read_state, write_state
from app.adapters.chroma_view import ChromaWriter, View, existing
from app.domain.errors import Conflict, Unavailable

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

LOCK_FILE = "writing.lock"
WRITE_WAIT = 60.0  # seconds a writer waits for another: a batch of thousands of passages takes several
REFRESH_WAIT = 0.3  # seconds a search waits for a writer before it answers from what it has already opened
FIRST_WAIT = 30.0  # seconds the first use of a collection waits: there is nothing older to answer from
SPELLINGS = 64  # see _open; more than clients that are ever open at once in a process

_log = structlog.get_logger(__name__)


class ChromaConnection:
    """Lends out collections below `path`. Safe to use from several threads.

    `rebuild` fills a new, empty folder with everything that is known to have been added.
    """

    _openings: ClassVar[Iterator[int]] = count()

    def __init__(self, path: Path, rebuild: Callable[[ChromaWriter], None]) -> None:
        self._path = path
        self._rebuild = rebuild
        self._guard = Lock()
        self._view: View | None = None

    def query(self, place: str, **arguments: Any) -> dict[str, list[list[Any]]]:
        """Chroma's `query` on one collection; {} if it does not exist.

        The answer is fresh as of now, or as of the last look where somebody is writing at this moment.
        """
        with self._reading() as view:
            if place in view.loaded:
                return _answer(view.loaded[place], arguments)
            collection = existing(view.client, place)
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
    def writing(self) -> Iterator[ChromaWriter]:
        """Change collections, alone among processes and threads. Raises Conflict if others keep writing for a minute.

        If the body raises, the folder counts as damaged and is built anew before its next use.
        """
        with self._locked(WRITE_WAIT):
            self._make_current()
            with self._lent() as view:
                view.state = view.state.begun()
                write_state(self._path, view.state)
                yield ChromaWriter(view.client)
                view.state = view.state.finished()
                write_state(self._path, view.state)

    def renew(self) -> None:
        """Build a new folder, whatever the old one is like, and delete the old one."""
        with self._locked(WRITE_WAIT), self._guard:
            self._replace_folder()

    def ping(self) -> None:
        """Raise Unavailable or a Chroma error if the folder cannot be opened."""
        with self._reading() as view:
            view.client.heartbeat()
            view.client.count_collections()

    def close(self) -> None:
        """Give back files and memory; the next use opens the folder again."""
        with self._guard:
            self._retire()

    @contextmanager
    def _reading(self) -> Iterator[View]:
        view = self._view
        if view is None or view.state != read_state(self._path):
            try:
                with self._locked(FIRST_WAIT if view is None else REFRESH_WAIT):
                    self._make_current()
            except Conflict:
                if view is None:
                    raise
                _log.debug("searching an older view while another process writes", path=str(self._path))
        with self._lent() as view:
            yield view

    @contextmanager
    def _lent(self) -> Iterator[View]:
        """The current view, kept open until the caller is done with it."""
        with self._guard:
            if self._view is None:
                message = "The vector index is being closed; try again."
                raise Unavailable(message)
            view = self._view
            view.users += 1
        try:
            yield view
        finally:
            with self._guard:
                view.users -= 1
                if view.retired and not view.users:
                    view.client.close()

    def _make_current(self) -> None:
        """Open what is on disk now, unless it is open already. Call with the lock file held."""
        with self._guard:
            state = read_state(self._path)
            if state is None or not state.complete:
                if state is not None:
                    _log.warning("a write to the vector index never finished; building it anew", path=str(self._path))
                self._replace_folder()
            elif self._view is None or self._view.state != state:
                self._retire()
                self._view = View(self._open(state), state)

    def _replace_folder(self) -> None:
        """Call with the lock file and the guard held."""
        self._retire()
        state = new_state()
        client = self._open(state)
        self._rebuild(ChromaWriter(client))
        write_state(self._path, state)
        self._view = View(client, state)
        for folder in self._path.iterdir():
            if folder.is_dir() and folder.name != state.folder:
                shutil.rmtree(folder)

    def _retire(self) -> None:
        """Call with the guard held."""
        if self._view is not None:
            self._view.retired = True
            if not self._view.users:
                self._view.client.close()
            self._view = None

    def _open(self, state: ChromaState) -> "Client":
        # Late: chromadb takes most of a second to import, and many commands never search.
        import chromadb
        from chromadb.config import Settings

        # Clients of one path share their memory, old news included. Chroma compares paths as text, so another number of
        # slashes makes a client that stands alone.
        spelling = str(self._path / state.folder) + "/" * (1 + next(self._openings) % SPELLINGS)
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


def _answer(collection: "Collection", arguments: dict[str, Any]) -> dict[str, list[list[Any]]]:
    return {part: rows for part, rows in collection.query(**arguments).items() if isinstance(rows, list)}
