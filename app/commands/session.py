"""Opening a home for one command."""

from pathlib import Path

from app.bootstrap import Container, build
from app.commands.crash_log import keep_in
from app.config import Settings, load_settings
from app.knowledge.clauses import clause_model
from app.logs import configure_logs
from ingest.load.source import Limits
from ingest.sync import Sync
from ingest.units import Measure

BYTES_PER_MB = 1_000_000


def settings_for(home: Path | None, **overrides: object) -> Settings:
    """Settings with what was typed on top (None: not typed), and the crash log set up; raises Invalid."""
    typed = {"home": home, **overrides}
    settings = load_settings(**{name: value for name, value in typed.items() if value is not None})
    keep_in(settings.home)
    return settings


def quiet_settings(home: Path | None, **overrides: object) -> Settings:
    """Settings for a command that ends: its logs start at `warning`, unless a level was asked for."""
    settings = settings_for(home, **overrides)
    if "log_level" not in settings.model_fields_set:
        settings = settings.model_copy(update={"log_level": "warning"})
    configure_logs(settings)
    return settings


def open_home(home: Path | None, **overrides: object) -> Container:
    """The container of a command that ends, its logs kept quiet."""
    return build(quiet_settings(home, **overrides))


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
