"""One writer at a time on an index's folder, among processes and threads."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from app.domain.errors import Conflict

LOCK_FILE = "writing.lock"


@contextmanager
def writing(folder: Path, patience: float) -> Iterator[None]:
    """Hold the lock of `folder`, which is made if it is missing; raises Conflict after `patience` seconds of others writing."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / LOCK_FILE, timeout=patience):
            yield
    except Timeout:
        message = "Another process is writing to the index; try again in a moment."
        raise Conflict(message) from None
