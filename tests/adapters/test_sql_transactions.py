"""Several people at the records at once, and what they are told when the database fails."""

import multiprocessing
import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from app.adapters import sql_tables as t
from app.adapters.sql_records import SqlRecords
from app.adapters.sql_schema import open_engine
from app.adapters.sql_transactions import reading, sentence_for, writing
from app.domain.access import EVERYTHING
from app.domain.documents import Partner
from app.domain.errors import Invalid, Unavailable
from app.ports import Stored
from tests.contracts.test_records import stored

ROUNDS = 25
PASSAGES = 40


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(tmp_path)
    yield opened
    opened.dispose()


def revision(number: int) -> Stored:
    """A document whose fields and passages all tell which revision they are of."""
    one = stored("acme", passages=PASSAGES)
    passages = tuple(replace(passage, text=str(number)) for passage in one.passages)
    return replace(one, document=replace(one.document, revision=str(number)), passages=passages)


def write_revisions(home: Path) -> int:
    """Write the document again and again; runs in another process."""
    engine = open_engine(home)
    records = SqlRecords(engine)
    for number in range(ROUNDS):
        records.replace([revision(number)])
    engine.dispose()
    return ROUNDS


def read_until(records: SqlRecords, written: Future[int]) -> None:
    """Read until the writer is done and once more; every read must be of one revision."""
    done = False
    while not done:
        done = written.done()
        found = records.passages([f"acme/{n}" for n in range(PASSAGES)], EVERYTHING)
        assert len(found) == PASSAGES
        assert len({(passage.text, document.revision) for passage, document in found.values()}) == 1


def test_readers_see_whole_revisions_while_another_process_writes(engine: Engine, tmp_path: Path) -> None:
    records = SqlRecords(engine)
    records.replace([revision(0)])
    # Spawned, not forked: a fork would carry over threads' locks and open connections.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as writers, ThreadPoolExecutor(2) as readers:
        written = writers.submit(write_revisions, tmp_path)
        reads = [readers.submit(read_until, records, written) for _ in range(2)]
        assert written.result() == ROUNDS
        for one in reads:
            one.result()
    assert [document.revision for document in records.documents(EVERYTHING)] == [str(ROUNDS - 1)]


def test_writers_queue_instead_of_failing(engine: Engine, tmp_path: Path) -> None:
    other = open_engine(tmp_path)

    def note(number: int) -> None:
        SqlRecords((engine, other)[number % 2]).begin({"acme": [str(number)]})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(note, range(40)))
    assert SqlRecords(other).unfinished() == {"acme": frozenset(map(str, range(40)))}
    other.dispose()


def test_a_reader_keeps_seeing_what_it_saw_first(engine: Engine) -> None:
    count = select(t.partners.c.id)
    with reading(engine) as connection:
        assert connection.execute(count).all() == []
        SqlRecords(engine).save_partners([Partner("acme", "Acme")])
        assert connection.execute(count).all() == []
    assert len(SqlRecords(engine).partners()) == 1


def test_a_write_that_fails_midway_changes_nothing(engine: Engine) -> None:
    records = SqlRecords(engine)
    records.replace([stored("acme"), stored("borealis")])
    clashing = replace(stored("acme", passages=1), passages=stored("borealis").passages)
    with pytest.raises(IntegrityError):
        records.replace([clashing])
    assert tuple(records.passages_of("acme", EVERYTHING)) == stored("acme").passages


def test_records_that_cannot_be_written_are_said_to_be_read_only(engine: Engine) -> None:
    with reading(engine) as connection:
        connection.execute(text("PRAGMA query_only = ON"))
    with pytest.raises(Unavailable, match="read-only"):
        SqlRecords(engine).save_partners([Partner("acme", "Acme")])


def test_a_lost_table_makes_the_ping_fail_with_a_sentence(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("DROP TABLE passages"))
        connection.execute(text("DROP TABLE texts"))
        connection.execute(text("DROP TABLE documents"))
    with pytest.raises(Unavailable, match="lacks a table"):
        SqlRecords(engine).ping()


def test_half_a_character_is_refused_with_a_sentence(engine: Engine) -> None:
    with pytest.raises(Invalid, match="half a character"):
        SqlRecords(engine).save_partners([Partner("acme", "Acme \ud83d")])
    assert SqlRecords(engine).partners() == []


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ("database is locked", "Another process is writing"),
        ("database or disk is full", "the disk is full"),
        ("disk I/O error", "cannot be used at the moment"),
    ],
)
def test_a_failure_of_the_database_has_a_sentence_without_its_words(told: str, sentence: str) -> None:
    assert sentence in sentence_for(OperationalError("SELECT secret", {}, sqlite3.OperationalError(told)))


def test_an_instant_without_a_timezone_is_not_stored(engine: Engine) -> None:
    naive = datetime(2026, 3, 1, 12)  # noqa: DTZ001  # the point of the test
    with pytest.raises(StatementError, match="without a timezone"), writing(engine) as connection:
        connection.execute(
            insert(t.keys).values(id="k", digest="d", role="manager", scopes=[], created_at=naive, expires_at=naive)
        )
