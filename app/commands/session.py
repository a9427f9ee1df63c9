"""Opening a home for one command."""

from pathlib import Path

from app.bootstrap import Container, build
from app.commands.crash_log import keep_in
from app.config import Settings, load_settings
from app.logs import configure_logs


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
