"""The bounds on one file, from the settings."""

from app.config import Settings
from ingest.load.source import Limits

BYTES_PER_MB = 1_000_000


def limits_of(settings: Settings) -> Limits:
    """What `settings` say of the files that Liaison is willing to read."""
    return Limits(
        max_bytes=int(settings.max_file_mb * BYTES_PER_MB),
        max_pages=settings.max_pages,
        max_unpacked=int(settings.max_unpacked_mb * BYTES_PER_MB),
        max_characters=settings.max_characters,
        max_cells=settings.max_cells,
        seconds=settings.load_seconds,
        memory=int(settings.load_memory_mb * BYTES_PER_MB),
    )
