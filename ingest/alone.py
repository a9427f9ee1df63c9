"""One run at a time changes the documents of a home."""

from filelock import FileLock, Timeout

from app.domain.errors import Conflict


class Alone:
    """Holds the lock of a home for the length of a `with` block; raises Conflict when somebody else holds it."""

    def __init__(self, lock: FileLock) -> None:
        self._lock = lock

    def __enter__(self) -> None:
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            message = "Another run is changing the documents of this home; wait until it is done and try again."
            raise Conflict(message) from None

    def __exit__(self, *_: object) -> None:
        self._lock.release()
