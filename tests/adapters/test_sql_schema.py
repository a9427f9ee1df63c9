"""Opening the records database: who can read it, versions, and what people are told when it cannot be opened."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import Connection, Engine, inspect, select, text, update
from sqlalchemy.exc import IntegrityError

from app.adapters import sql_schema
from app.adapters import sql_tables as t
from app.adapters.sql_audit import SqlAuditLog
from app.adapters.sql_people import SqlKeys
from app.adapters.sql_records import SqlRecords
from app.adapters.sql_schema import DATABASE, bring_up_to_date, open_engine
from app.adapters.sql_transactions import reading, writing
from app.domain.access import EVERYTHING, PUBLIC
from app.domain.audit import Event
from app.domain.documents import Document, DocumentText, Partner, Passage
from app.domain.errors import Unavailable
from app.domain.people import EVERY_SCOPE
from app.ports import Stored

OLD_FOLDER_MODE = 0o750
AGREEMENT = Document("d", "a.txt", "Acme", "agreement", PUBLIC, "/a.txt", "text/plain", "0/1")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(tmp_path / "home")
    yield opened
    opened.dispose()


def set_version(engine: Engine, version: int) -> None:
    with writing(engine) as connection:
        connection.execute(update(t.meta).where(t.meta.c.key == "schema").values(value=str(version)))


def version_of(engine: Engine) -> str:
    with reading(engine) as connection:
        return str(connection.execute(select(t.meta.c.value).where(t.meta.c.key == "schema")).scalar_one())


def test_a_new_home_and_everything_in_it_is_for_its_owner_only(engine: Engine, tmp_path: Path) -> None:
    SqlRecords(engine).save_partners([Partner("acme", "Acme")])
    home = tmp_path / "home"
    assert home.stat().st_mode & 0o777 == 0o700
    modes = {path.name: path.stat().st_mode & 0o777 for path in home.iterdir()}
    assert {DATABASE, f"{DATABASE}-wal"} <= modes.keys()
    assert set(modes.values()) == {0o600}


def test_a_folder_that_was_there_keeps_its_mode_and_the_file_is_closed_to_others(tmp_path: Path) -> None:
    tmp_path.chmod(OLD_FOLDER_MODE)
    (tmp_path / DATABASE).touch(mode=0o644)
    open_engine(tmp_path).dispose()
    assert tmp_path.stat().st_mode & 0o777 == OLD_FOLDER_MODE
    assert (tmp_path / DATABASE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 1), ("busy_timeout", 10_000)]
)
def test_every_connection_has_its_settings(engine: Engine, pragma: str, value: object) -> None:
    with reading(engine) as first, reading(engine) as second:
        for connection in (first, second):
            assert connection.execute(text(f"PRAGMA {pragma}")).scalar_one() == value


def test_what_was_written_is_there_when_the_home_is_opened_again(engine: Engine, tmp_path: Path) -> None:
    SqlRecords(engine).save_partners([Partner("acme", "Acme")])
    engine.dispose()
    again = open_engine(tmp_path / "home")
    assert SqlRecords(again).partners() == [Partner("acme", "Acme")]
    again.dispose()


def test_a_database_of_a_newer_liaison_is_left_alone(engine: Engine, tmp_path: Path) -> None:
    set_version(engine, 99)
    with pytest.raises(Unavailable, match=r"newer Liaison \(schema 99; this one knows 3\): update Liaison\.$"):
        open_engine(tmp_path / "home")
    assert version_of(engine) == "99"


def test_an_older_database_takes_the_steps_it_lacks_in_order(engine: Engine) -> None:
    taken: list[int] = []

    def step(number: int) -> None:
        taken.append(number)

    upgrades = [lambda _, n=n: step(n) for n in (2, 3, 4)]
    set_version(engine, 2)
    bring_up_to_date(engine, upgrades)
    bring_up_to_date(engine, upgrades)
    assert taken == [3, 4]
    assert version_of(engine) == "4"


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(engine: Engine) -> None:
    def add_table(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE added (id TEXT)"))

    def fail(_: Connection) -> None:
        raise ZeroDivisionError

    set_version(engine, 1)
    with pytest.raises(ZeroDivisionError):
        bring_up_to_date(engine, [add_table, fail])
    assert version_of(engine) == "1"
    with reading(engine) as connection:
        assert not inspect(connection).has_table("added")


def columns_of(engine: Engine, table: str) -> list[tuple[str, str, bool, bool]]:
    found = inspect(engine).get_columns(table)
    return sorted((one["name"], str(one["type"]), one["nullable"], bool(one.get("primary_key"))) for one in found)


def as_in_schema_2(connection: Connection) -> None:
    for table in ("keys", "links", "people", "audit", "erasures"):
        connection.execute(text(f"DROP TABLE {table}"))
    connection.execute(text("ALTER TABLE turns DROP COLUMN trace"))
    connection.execute(
        text(
            "CREATE TABLE tokens (digest TEXT NOT NULL, caller TEXT NOT NULL, created_at DATETIME NOT NULL,"
            " expires_at DATETIME NOT NULL, note TEXT, PRIMARY KEY (digest))"
        )
    )


def test_a_home_made_before_people_gets_their_tables_and_its_tokens_go_on_as_keys(engine: Engine, tmp_path: Path) -> None:
    tables = ("people", "links", "keys", "audit", "erasures", "turns")
    new = [columns_of(engine, name) for name in tables]
    keys = [inspect(engine).get_foreign_keys(name) for name in tables]
    with writing(engine) as connection:
        as_in_schema_2(connection)
        values = ("digest of it", "partner:acme", "2026-03-01 12:00:00.000000", "2026-03-31 12:00:00.000000", "laptop")
        connection.exec_driver_sql("INSERT INTO tokens VALUES (?, ?, ?, ?, ?)", values)
    set_version(engine, 2)
    engine.dispose()
    again = open_engine(tmp_path / "home")
    assert [columns_of(again, name) for name in tables] == new
    assert [inspect(again).get_foreign_keys(name) for name in tables] == keys
    assert not inspect(again).has_table("tokens")
    (key,) = SqlKeys(again).everything()
    assert (key.digest, key.role, key.scopes, key.note) == ("digest of it", "partner:acme", EVERY_SCOPE, "laptop")
    SqlAuditLog(again).append(key.created_at, Event("sign_in", "partner:acme"))
    with pytest.raises(IntegrityError, match="never changed"), writing(again) as connection:
        connection.execute(text("DELETE FROM audit"))
    again.dispose()


def test_a_home_made_before_units_gets_their_table_and_its_documents_have_none(engine: Engine, tmp_path: Path) -> None:
    new = [columns_of(engine, name) for name in ("document_units", "documents")]
    foreign = inspect(engine).get_foreign_keys("document_units")
    SqlRecords(engine).replace([Stored(AGREEMENT, DocumentText("Notice"), (Passage("p", AGREEMENT.id, 0, 0, 6, "Notice"),))])
    with writing(engine) as connection:
        as_in_schema_2(connection)
        connection.execute(text("DROP TABLE document_units"))
        connection.execute(text("ALTER TABLE documents DROP COLUMN names"))
    set_version(engine, 1)
    engine.dispose()
    again = open_engine(tmp_path / "home")
    records = SqlRecords(again)
    assert version_of(again) == "3"
    assert [columns_of(again, name) for name in ("document_units", "documents")] == new
    assert inspect(again).get_foreign_keys("document_units") == foreign
    assert records.units([AGREEMENT.id], EVERYTHING) == {}
    assert records.without_units() == [AGREEMENT]
    again.dispose()


def test_a_new_home_opened_by_several_at_once_is_made_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        engines = list(pool.map(open_engine, [tmp_path / "home"] * 4))
    SqlRecords(engines[0]).save_partners([Partner("acme", "Acme")])
    assert [len(SqlRecords(engine).partners()) for engine in engines] == [1, 1, 1, 1]
    for engine in engines:
        engine.dispose()


def test_opening_waits_for_another_process_that_is_opening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql_schema, "BUSY_SECONDS", 0)
    with FileLock(tmp_path / f"{DATABASE}.opening"), pytest.raises(Unavailable, match="still opening the records"):
        open_engine(tmp_path)
    open_engine(tmp_path).dispose()


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"Dear partner, " * 200)
    with pytest.raises(Unavailable, match=r"^The records file liaison\.db is not a database"):
        open_engine(tmp_path)
    assert (tmp_path / DATABASE).read_bytes().startswith(b"Dear partner, ")


def test_a_damaged_database_is_said_to_be_damaged(engine: Engine, tmp_path: Path) -> None:
    SqlRecords(engine).save_partners([Partner(f"p{n}", "Acme") for n in range(2000)])
    engine.dispose()
    path = tmp_path / "home" / DATABASE
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(Unavailable, match=r"^The records file liaison\.db is damaged"):
        open_engine(tmp_path / "home")


def test_a_home_that_is_a_file_cannot_be_used(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("a file", encoding="utf-8")
    with pytest.raises(Unavailable, match=r"home cannot be used: file exists\.$"):
        open_engine(home)
    with pytest.raises(Unavailable, match=r"below cannot be used: not a directory\.$"):
        open_engine(home / "below")


def test_a_folder_in_the_place_of_the_database_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / DATABASE).mkdir()
    with pytest.raises(Unavailable, match=r"^The records cannot be opened"):
        open_engine(tmp_path)
