"""What every file of the repository keeps to."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.checkout import ROOT, SOURCE_FOLDERS, modules, text

LONGEST_FILE = 300
"""Lines: a file holds one idea."""

LONGEST_FUNCTION = 40
"""Lines: a function fits a screen."""

INSTALLING = ("Makefile", "Dockerfile", "pyproject.toml", "constraints.txt", ".ci/run", ".dockerignore")


def tracked() -> list[Path]:
    """The files in version control."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("Not a git checkout, so there is no list of its files.")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_file_knows_where_this_checkout_or_its_python_lies() -> None:
    places = {str(ROOT), sys.prefix, f"{Path.home()}/"}
    telling = {place.encode() for place in places if place.count("/") > 1}
    assert [str(path) for path in tracked() for place in telling if place in path.read_bytes()] == []


@pytest.mark.parametrize("name", INSTALLING)
def test_installing_names_packages_and_no_addresses(name: str) -> None:
    remote = [line for line in text(name).splitlines() if "://" in line and "://127.0.0.1" not in line]
    assert remote == []
    assert "index-url" not in text(name)


def test_every_folder_of_code_says_what_it_is_for() -> None:
    folders = {
        path.parent for path in modules(*SOURCE_FOLDERS) if "eval/sample" not in str(path) and "eval/holdout" not in str(path)
    }
    silent = [
        str(folder) for folder in folders if not ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8")))
    ]
    assert silent == []


def test_files_stay_short() -> None:
    files = modules(*SOURCE_FOLDERS, "tests")
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_functions_stay_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in modules(*SOURCE_FOLDERS)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []
