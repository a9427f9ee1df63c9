"""What brings a home in line with files, for the commands that do. Its loaders take a second to import; asking needs none."""

from app.bootstrap import Container
from app.knowledge.clauses import clause_model
from ingest.load.source import Limits
from ingest.sync import Sync
from ingest.units import Measure

BYTES_PER_MB = 1_000_000


def sync_of(container: Container, measure: Measure | None = None, measured_by: str = "") -> Sync:
    """What reads documents into `container`'s home; `measure` scores sentences instead of the shipped model."""
    settings = container.settings
    return Sync(
        container.records,
        container.vectors,
        container.lexical,
        container.embedder,
        container.files,
        Limits(int(settings.max_file_mb * BYTES_PER_MB), settings.max_pages),
        container.lock,
        measure or clause_model().clause_scores,
        measured_by or clause_model().name,
    )
