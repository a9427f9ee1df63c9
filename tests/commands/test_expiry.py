"""Conversations past their time go while the service runs."""

import time
from datetime import timedelta
from pathlib import Path

import pytest

from app.bootstrap import Container, build
from app.commands.expiry import Expiry
from app.config import load_settings
from app.domain.access import Caller

MANAGER = Caller.parse("manager")


def asked(home: Path, **settings: object) -> Container:
    container = build(load_settings(home=home, **settings))
    list(container.assistant.ask("Hello", MANAGER))
    return container


def later(monkeypatch: pytest.MonkeyPatch, container: Container, days: int) -> None:
    at = container.clock.now() + timedelta(days=days)
    monkeypatch.setattr("app.adapters.system_clock.SystemClock.now", lambda _: at)


def test_they_go_at_the_start_and_the_log_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    container = asked(tmp_path, keep_conversations_days=30)
    with Expiry(container):
        pass
    assert len(container.conversations.list(MANAGER)) == 1
    later(monkeypatch, container, 31)
    with Expiry(container):
        pass
    assert container.conversations.list(MANAGER) == []
    assert [entry.event.actor for entry in container.audit.entries() if entry.event.what == "erased"] == ["service"]


def test_they_go_again_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    container = asked(tmp_path, keep_conversations_days=30)
    with Expiry(container, every=timedelta(milliseconds=10)):
        later(monkeypatch, container, 31)
        for _ in range(500):
            if not container.conversations.list(MANAGER):
                break
            time.sleep(0.02)
    assert container.conversations.list(MANAGER) == []


def test_without_the_setting_they_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    container = asked(tmp_path)
    later(monkeypatch, container, 36500)
    with Expiry(container):
        pass
    assert len(container.conversations.list(MANAGER)) == 1
