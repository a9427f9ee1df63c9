"""Reading a file's bytes, with the limits checked before anything is read."""

import hashlib
from pathlib import Path

from ingest.load.source import Limits
from ingest.load.unreadable import Reason, Unreadable


def read_bytes(path: Path, limits: Limits) -> bytes:
    """The file's bytes; raises Unreadable if it is over the size limit or cannot be opened."""
    try:
        size = path.stat().st_size
        if size > limits.max_bytes:
            limit = f"over the limit of {limits.max_bytes / 1e6:,.0f} MB"
            message = f"{path.name} is {size / 1e6:,.1f} MB, {limit}; split it or raise LIAISON_MAX_FILE_MB."
            raise Unreadable(Reason.TOO_LARGE, message)
        return path.read_bytes()
    except OSError as error:
        message = f"{path.name} cannot be opened: {error.strerror or 'unknown reason'}."
        raise Unreadable(Reason.DAMAGED, message) from error


def digest_of(content: bytes) -> str:
    """The content's SHA-256 in hexadecimal: the name it is kept under."""
    return hashlib.sha256(content).hexdigest()
