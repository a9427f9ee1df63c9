"""What every AuditLog must do, and that nobody changes one unseen."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.adapters import sql_audit
from app.adapters.sql_audit import SqlAuditLog
from app.adapters.sql_schema import DATABASE, open_engine
from app.domain.audit import FIRST, Event, verify
from app.ports import AuditLog
from tests.fakes.audit import MemoryAuditLog

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
EVENTS = [
    Event("sign_in", "person:ada", None, {"way": "key ab12"}),
    Event("question", "person:ada", "turn-1", {"passages": ["p1", "p2"], "withheld": 0, "filter": ["public", "partner:acme"]}),
    Event("person.changed", "operator", "ada", {"before": {"name": "Ada Hölm 東京"}, "after": {"groups": []}}),
]


class AuditLogContract:
    """Each implementation's class inherits these tests and gives the fixture `log`."""

    def test_entries_come_back_in_order_each_with_the_hash_of_the_one_before(self, log: AuditLog) -> None:
        written = [log.append(NOON + timedelta(seconds=n, microseconds=n), event) for n, event in enumerate(EVENTS)]
        read = list(log.entries())
        assert read == written
        assert [entry.event for entry in read] == EVENTS
        assert [entry.number for entry in read] == [1, 2, 3]
        assert [entry.previous for entry in read] == [FIRST, read[0].digest, read[1].digest]
        assert list(log.entries(after=2)) == written[2:]
        assert verify(log.entries()).fault is None
        assert verify(log.entries()).head == written[-1].digest

    def test_an_empty_log_is_whole(self, log: AuditLog) -> None:
        assert verify(log.entries()).entries == 0
        assert verify(log.entries()).fault is None

    def test_an_instant_is_kept_in_utc(self, log: AuditLog) -> None:
        log.append(NOON.astimezone(timezone(timedelta(hours=9))), EVENTS[0])
        assert next(log.entries()).at == NOON
        assert verify(log.entries()).fault is None


class TestMemoryAuditLog(AuditLogContract):
    @pytest.fixture
    def log(self) -> AuditLog:
        return MemoryAuditLog()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(tmp_path)
    yield opened
    opened.dispose()


class TestSqlAuditLog(AuditLogContract):
    @pytest.fixture
    def log(self, engine: Engine) -> AuditLog:
        return SqlAuditLog(engine)


def filled(engine: Engine, count: int = 6) -> SqlAuditLog:
    log = SqlAuditLog(engine)
    for number in range(count):
        log.append(NOON, EVENTS[number % len(EVENTS)])
    return log


def behind(tmp_path: Path, *statements: str) -> None:
    """Change the file as somebody would who has it, triggers or not."""
    with sqlite3.connect(tmp_path / DATABASE) as database:
        for trigger in ("audit_no_update", "audit_no_delete"):
            database.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            assert database.execute(statement).rowcount != 0
    database.close()


FORGERIES: list[tuple[str, str]] = [
    ("UPDATE audit SET actor = 'person:bo' WHERE number = 3", "Entry 3 was changed after it was written."),
    ("UPDATE audit SET detail = '{}' WHERE number = 2", "Entry 2 was changed after it was written."),
    ("UPDATE audit SET at = '2026-03-01T12:00:01.000000+00:00' WHERE number = 1", "Entry 1 was changed"),
    ("DELETE FROM audit WHERE number = 4", "Entry 4 is missing: the next one there is has the number 5."),
    ("DELETE FROM audit WHERE number = 1", "Entry 1 is missing"),
    ("UPDATE audit SET previous = (SELECT hash FROM audit WHERE number = 1) WHERE number = 4", "Entry 4 does not follow"),
]


@pytest.mark.parametrize(("statement", "fault"), FORGERIES)
def test_a_change_behind_our_back_is_found(engine: Engine, tmp_path: Path, statement: str, fault: str) -> None:
    log = filled(engine)
    behind(tmp_path, statement)
    assert (verify(log.entries()).fault or "").startswith(fault)


def test_an_entry_written_anew_with_a_fitting_hash_is_found_by_the_next(engine: Engine, tmp_path: Path) -> None:
    log = filled(engine)
    entries = list(log.entries())
    forged = entries[2].following(entries[1], NOON, Event("question", "person:nobody"))
    behind(
        tmp_path,
        f"UPDATE audit SET actor = 'person:nobody', subject = NULL, event = 'question', detail = '{{}}',"  # noqa: S608 - a forgery
        f" hash = '{forged.digest}' WHERE number = 3",
    )
    assert verify(log.entries()).fault == "Entry 4 does not follow the one before it: one of them was replaced."


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_the_database_itself_refuses_changes(engine: Engine, tmp_path: Path, statement: str) -> None:
    filled(engine)
    with sqlite3.connect(tmp_path / DATABASE) as database, pytest.raises(sqlite3.IntegrityError, match="never changed"):
        database.execute(statement)
    database.close()


def test_those_who_write_at_once_follow_each_other(engine: Engine) -> None:
    log = SqlAuditLog(engine)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: log.append(NOON, Event("sign_in", f"person:p{n}")), range(40)))
    assert verify(log.entries()).entries == 40
    assert verify(log.entries()).fault is None


def test_a_long_log_is_read_in_portions(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql_audit, "READ_AT_ONCE", 2)
    log = filled(engine, 3)
    assert [entry.number for entry in log.entries()] == [1, 2, 3]
    filled(engine, 1)
    assert [entry.number for entry in log.entries(after=1)] == [2, 3, 4]
