"""The real thing once: a small home, and the commands run over it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from app.domain.errors import LiaisonError
from tests.fakes.logging_kept import logging_kept

AGREEMENT = """# Acme Reseller Agreement

## 12. Term and termination

12.2 Either party may terminate this Agreement for convenience upon sixty (60) days' prior written notice.

## 13. Law

13.1 This Agreement is governed by the laws of Norway.
"""
GUIDE = """# Partner Programme Guide

## Tiers

A Gold partner needs two certified engineers.
"""
MANIFEST = {
    "partners": [{"id": "acme", "name": "Acme", "manager": "Ingrid Dahl"}, {"id": "borealis", "name": "Borealis"}],
    "documents": [
        {"file": "acme.md", "kind": "agreement", "partner": "acme", "audience": "partner:acme", "effective": "2025-03-01"},
        {"file": "guide.md", "kind": "guide", "audience": "public", "version": "4.2"},
    ],
}

Liaison = Callable[..., Result]


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    with logging_kept():
        yield


@pytest.fixture(scope="package")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an agreement, a guide and a manifest."""
    folder = tmp_path_factory.mktemp("corpus")
    for name, text in (("acme.md", AGREEMENT), ("guide.md", GUIDE), ("manifest.json", json.dumps(MANIFEST))):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> Path:
    """A home with the corpus in it. Tests that change it put back what they took."""
    folder = tmp_path_factory.mktemp("home")
    result = CliRunner().invoke(app, ["ingest", str(corpus), "--home", str(folder), "--json"])
    assert result.exit_code == 0, result.output
    return folder


def liaison_in(home: Path) -> Liaison:
    """What runs a command over `home`."""

    def run(*words: str, **options: object) -> Result:
        return CliRunner().invoke(app, [*words, "--home", str(home)], **options)  # type: ignore[arg-type]  # input alone is used

    return run


def said(liaison: Liaison, *words: str) -> Any:
    """The JSON document of a command that was carried out."""
    result = liaison(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refused(liaison: Liaison, kind: type[LiaisonError], *words: str) -> str:
    """The sentence with which a command was refused."""
    result = liaison(*words)
    assert isinstance(result.exception, kind), result.output
    return result.exception.sentence


@pytest.fixture
def liaison(home: Path) -> Liaison:
    """Run a command over the home."""
    return liaison_in(home)
