"""The edge of the command: what it costs to start, and how it fails."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

READERS = ("ingest", "pypdf", "docx", "openpyxl", "selectolax", "chromadb", "fastapi", "langchain_core")
HEAVY = ("chromadb", "onnxruntime", "fastapi", "sqlalchemy", "tantivy", "numpy", "pydantic")
ROOT = Path(__file__).parents[2]


LOADED = """
import sys
from app.cli import app
try:
    app({words})
finally:
    print([name for name in {names} if name in sys.modules], file=sys.stderr)
"""


def typed(*words: str, code: str = "from app.cli import main; main()", cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a `liaison` of its own."""
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | {"PYTHONPATH": paths, "LIAISON_HOME": str(cwd / "home")}
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, check=False)


def test_help_loads_neither_stores_nor_models() -> None:
    result = typed(code=LOADED.format(words=["--help"], names=HEAVY))
    assert result.stderr.strip() == "[]"
    assert "ingest" in result.stdout


def test_asking_loads_nothing_that_only_reading_files_needs(tmp_path: Path) -> None:
    result = typed(code=LOADED.format(words=["ask", "Who may terminate?", "--json"], names=READERS), cwd=tmp_path)
    assert "abstained" in result.stdout
    assert result.stderr.strip().splitlines()[-1] == "[]"


def test_an_expected_failure_is_one_sentence_and_exit_status_2(tmp_path: Path) -> None:
    result = typed("ask", "Hello?", "--as", "boss", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("'boss' is nobody Liaison knows")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [("token", "--as", "manager", "--days", "0"), ("serve", "--port", "70000")])
def test_a_setting_that_is_not_usable_is_named(tmp_path: Path, words: tuple[str, ...]) -> None:
    result = typed(*words, cwd=tmp_path)
    assert result.returncode == 2
    assert "is not usable" in result.stderr


CRASH = """
import app.commands.search as search
def run(*_, home=None, **__):
    raise RuntimeError("the secret is hunter2")
search.run = run
from app.cli import main
main()
"""


def test_what_nobody_expected_is_a_reference_on_the_screen_and_a_traceback_in_the_log(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    result = typed("search", "notice", code=CRASH, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.startswith("Something went wrong (ref ")
    assert "hunter2" not in result.stderr
    reference = result.stderr.split("ref ")[1].split(")")[0]
    log = (tmp_path / "home" / "liaison.log").read_text()
    assert f"ref {reference}" in log
    assert "RuntimeError: the secret is hunter2" in log


def test_a_crash_without_a_home_to_log_in_is_still_a_sentence(tmp_path: Path) -> None:
    result = typed("search", "notice", code=CRASH, cwd=tmp_path)
    assert result.returncode == 2
    assert "could not be logged" in result.stderr


def test_stopping_a_command_is_exit_status_130(tmp_path: Path) -> None:
    code = CRASH.replace('RuntimeError("the secret is hunter2")', "KeyboardInterrupt")
    result = typed("search", "notice", code=code, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (130, "")


def test_a_reader_that_goes_away_is_not_complained_about(tmp_path: Path) -> None:
    code = CRASH.replace('RuntimeError("the secret is hunter2")', "BrokenPipeError(32, 'Broken pipe')")
    result = typed("search", "notice", code=code, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (1, "")
