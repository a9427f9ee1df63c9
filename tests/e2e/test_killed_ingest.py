"""A run of `ingest` killed at any moment loses nothing and doubles nothing: the next one finishes the work."""

import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.config import Settings, load_settings
from eval.corpus import throwaway_home
from eval.kill import ingest, ingesting, is_clean, passages_in

DOCUMENTS = 30
ROWS = 25
"""Together about three of the groups that are committed together."""

GLANCE_SECONDS = 0.005
"""How long to wait for the process between two looks at what it has stored."""

SIGKILL = -9


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables: every row is a passage, and a short one is embedded fast."""
    folder = tmp_path_factory.mktemp("corpus")
    for number in range(DOCUMENTS):
        rows = [f"{number}-{row},Product {row} of series {number},{row * 7 % 60} days" for row in range(ROWS)]
        (folder / f"prices-{number:02}.csv").write_text("\n".join(["sku,product,delivery", *rows]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose home holds the compiled model for all the others."""
    return load_settings(home=tmp_path_factory.mktemp("usual"))


@pytest.fixture(scope="module")
def undisturbed(settings: Settings, corpus: Path) -> frozenset[str]:
    """The passages of a run that nobody disturbed."""
    with throwaway_home(settings) as home:
        assert ingest(home.home, corpus)["added"] == DOCUMENTS
        return passages_in(home)


@pytest.fixture
def home(settings: Settings) -> Iterator[Settings]:
    with throwaway_home(settings) as throwaway:
        yield throwaway


def counted(home: Path, table: str) -> int:
    """Rows of a table of the records, as far as they are committed."""
    database = home / "liaison.db"
    if not database.is_file():
        return 0
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        try:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - a name from this file
        except sqlite3.OperationalError:  # not made yet, or just being made
            return 0


def some_originals_are_kept(home: Path) -> bool:
    return any(home.glob("files/??/??/*"))


def the_first_group_is_noted(home: Path) -> bool:
    return counted(home, "journal") > 0


def the_first_group_has_vectors(home: Path) -> bool:
    return any(home.glob("chroma/**/*.sqlite3"))


def the_first_group_is_in_the_records(home: Path) -> bool:
    return counted(home, "documents") > 0


MOMENTS = [some_originals_are_kept, the_first_group_is_noted, the_first_group_has_vectors, the_first_group_is_in_the_records]


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_run_leaves_nothing_that_the_next_one_does_not_put_right(
    home: Settings, corpus: Path, undisturbed: frozenset[str], moment: Callable[[Path], bool]
) -> None:
    with ingesting(home.home, corpus) as process:
        while process.poll() is None and not moment(home.home):
            try:
                process.wait(GLANCE_SECONDS)
            except subprocess.TimeoutExpired:
                continue
        process.kill()
        assert process.wait() == SIGKILL, "it ended before it could be killed"
    assert ingest(home.home, corpus)["failed"] == []
    assert is_clean(home.home)
    assert passages_in(home) == undisturbed
