"""What a loader is given: a file's name and bytes, and how much of it Liaison is willing to read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file. The defaults are those of the settings of the same names.

    `max_bytes` of content, `max_pages` of a paged format, `max_unpacked` bytes in an archive, `max_characters` of text,
    `max_cells` in tables. `seconds` and `memory` (bytes) hold where the file is read in a process of its own.
    """

    max_bytes: int
    max_pages: int
    max_unpacked: int = 500_000_000
    max_characters: int = 50_000_000
    max_cells: int = 2_000_000
    seconds: float = 120
    memory: int = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it came: `name` without a folder, `content` whole, within `limits.max_bytes`."""

    name: str
    content: bytes
    limits: Limits
