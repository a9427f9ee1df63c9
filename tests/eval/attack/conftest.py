"""One stage for all tests that only look; it takes seconds to set up."""

from collections.abc import Iterator

import pytest

from app.config import load_settings
from app.logs import configure_logs
from eval.attack.stage import Stage, staged
from tests.fakes.logging_kept import logging_kept


@pytest.fixture(autouse=True, scope="package")
def _quiet() -> Iterator[None]:
    """A line for every request would fill the report and take a third of the time."""
    with logging_kept():
        configure_logs(load_settings(log_level="error"))
        yield


@pytest.fixture(scope="package")
def stage() -> Iterator[Stage]:
    """A whole Liaison with the programme in it."""
    with staged() as made:
        yield made
