"""Transactions on the records database, and what people are told when it cannot be used.

Promises: a reader sees one consistent state and never waits for a writer; a writer takes the write lock when it begins, so
that two writers queue instead of failing half-way; every failure people can cause comes out as Unavailable with a sentence.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.domain.errors import Invalid, Unavailable

# The execution option by which a connection says that it will write; the engine's "begin" listener reads it.
WRITES: Final = "liaison_writes"

# Part of the driver's message -> the sentence. The first match counts.
_SENTENCES: Final = (
    (
        "not a database",
        "The records file liaison.db is not a database: restore it from a backup, or move it away and ingest again.",
    ),
    ("malformed", "The records file liaison.db is damaged: restore it from a backup, or move it away and ingest again."),
    ("locked", "Another process is writing to the records; try again in a moment."),
    ("readonly", "The records cannot be written: liaison.db or its folder is read-only."),
    (
        "unable to open",
        "The records cannot be opened: check that liaison.db and its folder belong to the account Liaison runs as.",
    ),
    ("full", "The records cannot be written: the disk is full."),
    ("no such", "The records file liaison.db lacks a table: restore it from a backup, or move it away and ingest again."),
)
_OTHERWISE: Final = "The records cannot be used at the moment; the log has the cause."


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection whose statements all see the same state; raises Unavailable."""
    with _told_to_people(), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection whose statements happen all or not at all, durable on exit; raises Unavailable, Invalid."""
    with _told_to_people(), engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        yield connection


@contextmanager
def _told_to_people() -> Iterator[None]:
    """Turn the driver's failures into sentences. Broken constraints are ours, not the reader's, and pass through."""
    try:
        yield
    except PoolTimeout as error:
        message = "The records are busy; try again in a moment."
        raise Unavailable(message) from error
    except UnicodeEncodeError as error:
        message = "The records cannot keep this text: it holds half a character (a lone surrogate)."
        raise Invalid(message) from error
    except (OperationalError, InterfaceError) as error:
        raise Unavailable(sentence_for(error)) from error
    except DatabaseError as error:
        if type(error) is not DatabaseError:
            raise
        raise Unavailable(sentence_for(error)) from error


def sentence_for(error: DatabaseError | InterfaceError) -> str:
    """The sentence for a failure of the database itself."""
    told = str(error.orig)
    return next((sentence for part, sentence in _SENTENCES if part in told), _OTHERWISE)
