"""Opening a home for one command."""

from pathlib import Path

from app.bootstrap import Container, build
from app.commands.crash_log import keep_in
from app.config import Settings, load_settings
from app.domain.access import Caller
from app.domain.errors import NotFound
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


def open_for(as_whom: str, home: Path | None) -> tuple[Container, Caller]:
    """The container, and whose eyes the command lends: a role as `Caller.parse` reads it, or `person:ID`.

    Raises Invalid before anything is opened, and NotFound.
    """
    kind, _, identity = as_whom.strip().partition(":")
    role = None if kind == "person" else Caller.parse(as_whom)
    container = open_home(home)
    if role is not None:
        return container, role
    person = container.people.person(identity)
    if person is None:
        message = f"There is no person '{identity}'; 'liaison users list' shows those there are."
        raise NotFound(message)
    return container, person.caller()


def open_home(home: Path | None, **overrides: object) -> Container:
    """The container of a command that ends, its logs kept quiet."""
    return build(quiet_settings(home, **overrides))
