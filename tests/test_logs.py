"""Logs for people and for machines."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from app.config import load_settings
from app.logs import configure_logs
from tests.fakes.logging_kept import logging_kept


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    with logging_kept():
        yield


def test_machines_get_one_json_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(load_settings(log_format="json"))
    structlog.get_logger("app").info("ready", documents=3, partner="Ærø")
    logging.getLogger("library").warning("slow %s", "disk")
    captured = capsys.readouterr()
    ours, theirs = (json.loads(line) for line in captured.err.splitlines())
    assert (ours["event"], ours["documents"], ours["partner"], ours["level"]) == ("ready", 3, "Ærø", "info")
    assert (theirs["event"], theirs["level"]) == ("slow disk", "warning")
    assert captured.out == ""


def test_lines_below_the_level_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(load_settings(log_level="warning"))
    structlog.get_logger("app").info("quiet")
    structlog.get_logger("app").warning("loud")
    captured = capsys.readouterr().err
    assert "loud" in captured
    assert "quiet" not in captured


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_a_traceback_does_not_show_local_values(capsys: pytest.CaptureFixture[str], log_format: str) -> None:
    configure_logs(load_settings(log_format=log_format))
    partner = "Acme"
    question = f"Is {partner} leaving?"
    try:
        int("x" * len(question))
    except ValueError as error:
        structlog.get_logger("app").error("unexpected error", exc_info=error)
    captured = capsys.readouterr().err
    assert "ValueError" in captured
    assert "Is Acme leaving?" not in captured
