"""Whatever the umask is, nobody but its owner reads anything in a home."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.adapters.sql_schema import open_engine
from app.commands.crash_log import FILE

ROOT = Path(__file__).parents[2]
CRASHING = """
import sys
from app import cli
from app.commands import documents
from app.commands.session import settings_for

def fail(_, home, **__):
    settings_for(home)
    raise RuntimeError("broken on purpose")

documents.run = fail
sys.argv = ["liaison", "documents", "--home", sys.argv[1]]
cli.main()
"""


def run(*words: str, home: Path, expected: int = 0) -> str:
    """Run Python on `words`, as somebody whose umask takes nothing away."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LIAISON_")}
    command = [sys.executable, *words, str(home)]
    done = subprocess.run(command, cwd=ROOT, env=environment, umask=0, capture_output=True, text=True, check=False)
    assert done.returncode == expected, done.stderr
    return done.stdout


@pytest.mark.skipif(os.name != "posix", reason="Modes are a matter of POSIX systems.")
def test_everything_in_a_home_is_its_owner_s_alone(tmp_path: Path) -> None:
    corpus, home = tmp_path / "corpus", tmp_path / "new" / "home"
    corpus.mkdir()
    (corpus / "acme.md").write_text("# Agreement\n\n12.2 Either party may terminate upon sixty days' notice.\n", "utf-8")
    (corpus / "prices.csv").write_text("Product,Price\nAtlas,1200\nBorel,80\n", "utf-8")
    liaison = ("-m", "app.cli")
    run(*liaison, "ingest", str(corpus), "--partner", "acme", "--home", home=home)
    run(*liaison, "ask", "How much notice?", "--json", "--home", home=home)
    run(*liaison, "doctor", "--fix", "--json", "--home", home=home)
    token = json.loads(run(*liaison, "token", "--as", "partner:acme", "--json", "--home", home=home))
    run("-c", CRASHING, home=home, expected=2)
    with open_engine(home).connect():  # an open database has more files than a closed one
        paths = [home, *home.rglob("*")]
        open_to_others = {str(path.relative_to(tmp_path)) for path in paths if path.stat().st_mode & 0o077}
    assert open_to_others == set()
    assert token
    made = {str(path.relative_to(home)) for path in paths}
    assert {
        "liaison.db",
        "liaison.db-wal",
        "liaison.db-shm",
        "chroma",
        "tantivy",
        "files",
        "models",
        "ingest.lock",
        FILE,
    } <= made


@pytest.mark.skipif(os.name != "posix", reason="Modes are a matter of POSIX systems.")
def test_a_new_home_is_closed_whatever_opens_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        open_engine(tmp_path / "home").dispose()
    finally:
        os.umask(before)
    assert (tmp_path / "home").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "home" / "liaison.db").stat().st_mode & 0o777 == 0o600
