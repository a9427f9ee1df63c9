"""Opening the records database: the file, its settings, and its schema brought up to date.

Promises: the folder and the file can be read by their owner only, a database written by a newer Liaison is left alone, an
older one is brought up to date in one transaction, and two processes may open the same new folder at once.
"""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from filelock import FileLock
from filelock import Timeout as LockTimeout
from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select, text, update
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from app.adapters import sql_tables as t
from app.adapters.sql_transactions import WRITES, reading, writing
from app.domain.errors import Unavailable

DATABASE: Final = "liaison.db"

# Long enough for the largest ingest transaction of another process, short enough that a person still waits for it.
BUSY_SECONDS: Final = 10

Upgrade = Callable[[Connection], None]

# In words, not from `sql_tables`: a later change there must not change what this step does.
_SCHEMA_3: Final = """
    CREATE TABLE people (
        id TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, email TEXT UNIQUE, partner TEXT,
        groups JSON NOT NULL, portfolio JSON, active BOOLEAN NOT NULL, PRIMARY KEY (id)
    );
    CREATE TABLE links (
        provider TEXT NOT NULL, subject TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (provider, subject),
        FOREIGN KEY(person) REFERENCES people (id) ON DELETE CASCADE
    );
    CREATE INDEX links_person ON links (person);
    CREATE TABLE keys (
        id TEXT NOT NULL, digest TEXT NOT NULL UNIQUE, person TEXT, role TEXT, scopes JSON NOT NULL,
        created_at DATETIME NOT NULL, expires_at DATETIME NOT NULL, revoked_at DATETIME, note TEXT, PRIMARY KEY (id),
        FOREIGN KEY(person) REFERENCES people (id) ON DELETE CASCADE
    );
    INSERT INTO keys (id, digest, role, scopes, created_at, expires_at, note)
        SELECT substr(digest, 1, 12), digest, caller, '["ask", "audit", "read"]', created_at, expires_at, note FROM tokens;
    DROP TABLE tokens;
    CREATE TABLE audit (
        number INTEGER NOT NULL, at TEXT NOT NULL, event TEXT NOT NULL, actor TEXT NOT NULL, subject TEXT,
        detail JSON NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (number)
    );
    CREATE TABLE erasures (
        id TEXT NOT NULL, at DATETIME NOT NULL, subject TEXT NOT NULL, purged JSON NOT NULL, marked INTEGER NOT NULL,
        sources JSON NOT NULL, PRIMARY KEY (id)
    );
    ALTER TABLE turns ADD COLUMN trace JSON
"""

_AUDIT_TRIGGERS: Final = tuple(
    f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit"
    " BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END"
    for verb in ("UPDATE", "DELETE")
)


def _add_units(connection: Connection) -> None:
    """Schema 2 keeps the sentences and the names of each document. One read before has none until it is read again."""
    # In words, not from `sql_tables`: a later change there must not change what this step does.
    connection.execute(
        text(
            "CREATE TABLE document_units (document_id TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (document_id),"
            " FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE)"
        )
    )
    connection.execute(text("ALTER TABLE documents ADD COLUMN names JSON NOT NULL DEFAULT '[]'"))


def _add_people(connection: Connection) -> None:
    """Schema 3 knows people, links, keys with a name, and the audit log. Tokens become keys of their role."""
    for statement in (*_SCHEMA_3.split(";"), *_AUDIT_TRIGGERS):
        connection.execute(text(statement))


# UPGRADES[0] leads from schema 1 to schema 2, and so on. A released step is never edited; a new database needs none.
UPGRADES: Final[tuple[Upgrade, ...]] = (_add_units, _add_people)

_VERSION_KEY: Final = "schema"


def open_engine(home: Path) -> Engine:
    """The engine for `home`/liaison.db, made if it is not there, with the schema this version of Liaison knows.

    Raises Unavailable with a sentence if the folder cannot be used, or the file is damaged or newer than this version.
    """
    try:
        _prepare(home)
        # Two processes that turn a new file to WAL at once are told "locked" without any wait, so opening has its own lock.
        with FileLock(home / f"{DATABASE}.opening", timeout=BUSY_SECONDS, mode=0o600):
            engine = _engine(home / DATABASE)
            try:
                bring_up_to_date(engine)
            except BaseException:
                engine.dispose()
                raise
            return engine
    except LockTimeout:
        message = "Another process is still opening the records; try again in a moment."
        raise Unavailable(message) from None
    except OSError as error:
        message = f"The folder {home} cannot be used: {(error.strerror or 'it cannot be opened').lower()}."
        raise Unavailable(message) from error


def bring_up_to_date(engine: Engine, upgrades: Sequence[Upgrade] = UPGRADES) -> None:
    """Create the tables in an empty database, or take the steps an older one lacks; raises Unavailable for a newer one."""
    newest = 1 + len(upgrades)
    with reading(engine) as connection:
        if _version(connection) == newest:
            return
    with writing(engine) as connection:
        version = _version(connection)
        if version is None:
            t.metadata.create_all(connection)
            for trigger in _AUDIT_TRIGGERS:
                connection.execute(text(trigger))
            connection.execute(insert(t.meta).values(key=_VERSION_KEY, value=str(newest)))
            return
        if version > newest:
            message = f"The records are of a newer Liaison (schema {version}; this one knows {newest}): update Liaison."
            raise Unavailable(message)
        for step in upgrades[version - 1 :]:
            step(connection)
        connection.execute(update(t.meta).where(t.meta.c.key == _VERSION_KEY).values(value=str(newest)))


def _version(connection: Connection) -> int | None:
    """The schema version of the database; None for one without tables."""
    if not inspect(connection).has_table(t.meta.name):
        return None
    found = connection.execute(select(t.meta.c.value).where(t.meta.c.key == _VERSION_KEY)).scalar_one_or_none()
    return None if found is None else int(found)


def _prepare(home: Path) -> None:
    """Make the folder and the file for their owner only. A folder that is already there keeps its mode: it may be shared."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = home / DATABASE
    if not database.is_dir():
        database.touch(mode=0o600)
        database.chmod(0o600)


def _engine(path: Path) -> Engine:
    # Parameters are what people wrote; an error that quotes its statement would put them into the log.
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", _set_up_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up_connection(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Settings of each new SQLite connection. The driver's own transactions are off: `_begin` begins them."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    """Readers begin lazily. Writers take the lock at once, because a reader's lock cannot always be raised later."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
