"""What a loader is given: a file's name and bytes, and how much of it Liaison is willing to read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file: `max_bytes` of content, `max_pages` of a paged format."""

    max_bytes: int
    max_pages: int


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it came: `name` without a folder, `content` whole, within `limits.max_bytes`."""

    name: str
    content: bytes
    limits: Limits
