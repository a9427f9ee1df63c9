"""Original files in memory."""

import re

from app.domain.errors import Invalid, NotFound


class MemoryFiles:
    """The FileStore port on a dictionary."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}

    def save(self, digest: str, content: bytes) -> None:
        self._files.setdefault(self._checked(digest), content)

    def load(self, digest: str) -> bytes:
        if self._checked(digest) not in self._files:
            message = "The original file is not kept any more; ingest it again to open it."
            raise NotFound(message)
        return self._files[digest]

    def remove(self, digest: str) -> None:
        self._files.pop(self._checked(digest), None)

    def digests(self) -> frozenset[str]:
        return frozenset(self._files)

    @staticmethod
    def _checked(digest: str) -> str:
        if not re.fullmatch(r"[0-9a-f]{16,128}", digest):
            message = "A file is kept by the hash of its content, in lower-case hex digits."
            raise Invalid(message)
        return digest
