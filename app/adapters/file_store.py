"""Original files on disk, by content hash: `folder/ab/cd/abcd…`.

Promises: a file is there whole or not at all, also after a crash; only its owner can read it; no digest leads outside the
folder.
"""

import os
import re
import tempfile
from pathlib import Path
from typing import Final

from app.domain.errors import Invalid, NotFound, Unavailable

# Any hash in lower-case hex with room for two levels. It also keeps `..` and `/` out of paths.
_DIGEST: Final = re.compile(r"[0-9a-f]{16,128}")


class FolderFileStore:
    """Implements the FileStore port in `folder`, which is made when the first file is saved."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, digest: str, content: bytes) -> None:
        """Keep `content`, once; raises Invalid for a bad digest, Unavailable if it cannot be written."""
        path = self._path(digest)
        if path.is_file():
            return
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_whole(path, content)
        except OSError as error:
            message = f"The original file cannot be kept: {_reason(error)}."
            raise Unavailable(message) from error

    def load(self, digest: str) -> bytes:
        """The bytes; raises NotFound if they are gone, Unavailable if they cannot be read, Invalid for a bad digest."""
        try:
            return self._path(digest).read_bytes()
        except FileNotFoundError:
            message = "The original file is not kept any more; ingest it again to open it."
            raise NotFound(message) from None
        except OSError as error:
            message = f"The original file cannot be read: {_reason(error)}."
            raise Unavailable(message) from error

    def remove(self, digest: str) -> None:
        """Forget a file; an unknown one is ignored. Raises Invalid for a bad digest, Unavailable if it cannot be removed."""
        try:
            self._path(digest).unlink(missing_ok=True)
        except OSError as error:
            message = f"The original file cannot be removed: {_reason(error)}."
            raise Unavailable(message) from error

    def digests(self) -> frozenset[str]:
        """The digest of every file that is kept. Left-overs of interrupted writes are not among them."""
        return frozenset(path.name for path in self._folder.glob("??/??/*") if _DIGEST.fullmatch(path.name))

    def _path(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            message = "A file is kept by the hash of its content, in lower-case hex digits."
            raise Invalid(message)
        return self._folder / digest[:2] / digest[2:4] / digest


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside `path`, then move into place. `mkstemp` makes files that only their owner can read."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _reason(error: OSError) -> str:
    return (error.strerror or "the disk refused").lower()
