"""What brings a home in line with files, for the commands that do. Its loaders take a second to import; asking needs none."""

from collections.abc import Sequence
from functools import partial

from app.bootstrap import Container
from app.domain.audit import Event
from app.knowledge.clauses import clause_model
from ingest.limits import limits_of
from ingest.sync import Sync
from ingest.units import Measure


def sync_of(container: Container, measure: Measure | None = None, measured_by: str = "") -> Sync:
    """What reads documents into `container`'s home; `measure` scores sentences instead of the shipped model."""
    return Sync(
        container.records,
        container.vectors,
        container.lexical,
        container.embedder,
        container.files,
        limits_of(container.settings),
        container.lock,
        measure or clause_model().clause_scores,
        measured_by or clause_model().name,
        note=partial(_noted, container),
    )


def _noted(container: Container, events: Sequence[Event]) -> None:
    """Put what happens to documents into the audit log."""
    for event in events:
        container.audit.append(container.clock.now(), event)
