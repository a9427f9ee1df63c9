"""What stands in which row of which vector file: a small SQLite database beside the files.

A place is one file of vectors. Rows are only ever added at a file's end; a passage that goes leaves its row empty, and when
most rows are empty the file is written anew as the place's next generation. All that one search asks for, it asks within one
read transaction, so that rows and passages belong together whatever others write.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.ports import IndexedPassage

SCHEMA = """
    CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS change (number INTEGER NOT NULL);
    INSERT INTO change SELECT random() & 0xffffffffffff WHERE NOT EXISTS (SELECT * FROM change);
    CREATE TABLE IF NOT EXISTS place (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
        generation INTEGER NOT NULL DEFAULT 0, rows INTEGER NOT NULL DEFAULT 0,
        empty INTEGER NOT NULL DEFAULT 0, indexed INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE IF NOT EXISTS document (
        id INTEGER PRIMARY KEY, place INTEGER NOT NULL REFERENCES place, name TEXT NOT NULL, UNIQUE (name, place)
    );
    CREATE TABLE IF NOT EXISTS kept (
        place INTEGER NOT NULL, row INTEGER NOT NULL, document INTEGER NOT NULL, passage TEXT NOT NULL UNIQUE,
        PRIMARY KEY (place, row)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS kept_document ON kept (document);
"""
# Changes are counted from a random number on, and places take their first generation from it: whoever still has an earlier
# database and its files open sees by either number that this is another one.

AT_ONCE = 400
"""Values in one statement; older builds of SQLite take 999 variables, and some statements use two for each value."""

BUSY_SECONDS = 30
"""How long a reader waits for a commit, or a writer for readers: either takes milliseconds."""


@dataclass(frozen=True, slots=True)
class Extent:
    """A place as it is: `rows` in its file (empty ones counted), `empty` ones, and of how many Chroma knows (the first)."""

    place: str
    generation: int
    rows: int
    empty: int
    indexed: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a place, with what stands in it."""

    place: str
    number: int
    passage_id: str
    document_id: str


@dataclass(frozen=True, slots=True)
class Left:
    """A row that a passage has left; `indexed` where Chroma knows it still."""

    place: str
    generation: int
    number: int
    indexed: bool


class Catalogue:
    """One transaction on the database; see `open_catalogue`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def fact(self, name: str) -> str | None:
        """Something that holds for all places, such as the vectors' dimension."""
        found = self._database.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return None if found is None else str(found[0])

    def note(self, name: str, value: str) -> None:
        """Keep a fact, in place of an earlier one of that name."""
        self._database.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, value))

    def changes(self) -> int:
        """A number that is another one after every change to a place."""
        return int(self._database.execute("SELECT number FROM change").fetchone()[0])

    def extents(self, places: Sequence[str] | None = None) -> list[Extent]:
        """The places among `places` (None: all) that there are."""
        select = "SELECT name, generation, rows, empty, indexed FROM place"
        if places is None:
            return [Extent(*row) for row in self._database.execute(select)]
        rows = (self._database.execute(f"{select} WHERE name = ?", (place,)).fetchone() for place in places)
        return [Extent(*row) for row in rows if row is not None]

    def add(self, place: str, passages: Sequence[IndexedPassage]) -> tuple[int, int]:
        """Give passages the next rows of `place`; returns its generation and the first row."""
        self._changed()
        self._database.execute(
            "INSERT OR IGNORE INTO place (name, generation) VALUES (?, (SELECT number FROM change))", (place,)
        )
        identity, generation, first = self._database.execute(
            "UPDATE place SET rows = rows + ? WHERE name = ? RETURNING id, generation, rows", (len(passages), place)
        ).fetchone()
        first -= len(passages)
        documents = {name: self._document(name, identity) for name in {passage.document_id for passage in passages}}
        self._database.executemany(
            "INSERT INTO kept VALUES (?, ?, ?, ?)",
            ((identity, first + number, documents[one.document_id], one.passage_id) for number, one in enumerate(passages)),
        )
        return generation, first

    def take_out(self, passages: Mapping[str, str | None]) -> list[Left]:
        """Remove passages, given as id -> the place to take them from (None: wherever they are); returns the rows they left."""
        self._changed()
        left: list[Left] = []
        for passage_id, place in passages.items():
            found = self._database.execute(
                "SELECT place.id, document, name, generation, row, row < indexed FROM kept"
                " JOIN place ON place.id = kept.place WHERE passage = ?",
                (passage_id,),
            ).fetchone()
            if found is None or place not in (None, found[2]):
                continue
            identity, document, name, generation, row, indexed = found
            self._database.execute("DELETE FROM kept WHERE place = ? AND row = ?", (identity, row))
            self._database.execute("UPDATE place SET empty = empty + 1 WHERE id = ?", (identity,))
            self._database.execute(
                "DELETE FROM document WHERE id = ? AND NOT EXISTS (SELECT 1 FROM kept WHERE document = ?)", (document, document)
            )
            left.append(Left(name, generation, row, bool(indexed)))
        return left

    def standing(self, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Row]:
        """What stands in the rows (place, number) among `wanted` that are not empty."""
        found: dict[tuple[str, int], Row] = {}
        pairs = iter(wanted)
        while some := list(islice(pairs, AT_ONCE)):
            values = ",".join(["(?,?)"] * len(some))
            rows = self._database.execute(
                f"WITH wanted (name, row) AS (VALUES {values})"  # noqa: S608 - question marks
                " SELECT place.name, kept.row, passage, document.name FROM wanted JOIN place USING (name)"
                " JOIN kept ON kept.place = place.id AND kept.row = wanted.row JOIN document ON document.id = kept.document",
                [value for pair in some for value in pair],
            )
            found.update({(row[0], row[1]): Row(*row) for row in rows})
        return found

    def spans(self, documents: Sequence[str]) -> list[tuple[str, int, int]]:
        """The rows (place, first, end) that hold passages of `documents`, as few spans as it takes."""
        rows: list[tuple[str, int]] = []
        for start in range(0, len(documents), AT_ONCE):
            some = documents[start : start + AT_ONCE]
            marks = ",".join("?" * len(some))
            rows += self._database.execute(
                "SELECT place.name, kept.row FROM document JOIN place ON place.id = document.place"  # noqa: S608 - question marks
                f" JOIN kept ON kept.document = document.id WHERE document.name IN ({marks})",
                some,
            ).fetchall()
        return _runs(rows)

    def places_of(self) -> dict[str, str]:
        """Every passage -> the place it stands in."""
        return dict(self._database.execute("SELECT passage, name FROM kept JOIN place ON place.id = kept.place"))

    def live(self, place: str, first: int, end: int) -> list[int]:
        """The rows from `first` to `end` (not included) that are not empty, in order."""
        found = self._database.execute(
            "SELECT row FROM kept WHERE place = (SELECT id FROM place WHERE name = ?) AND row >= ? AND row < ? ORDER BY row",
            (place, first, end),
        )
        return [row[0] for row in found]

    def renumber(self, place: str, rows: Sequence[int]) -> None:
        """Say that the file of `place` was written anew as its next generation, with these of its rows, in this order."""
        self._changed()
        identity = self._database.execute("SELECT id FROM place WHERE name = ?", (place,)).fetchone()[0]
        # In ascending order no row is given a number that another still has.
        self._database.executemany(
            "UPDATE kept SET row = ? WHERE place = ? AND row = ?",
            ((number, identity, row) for number, row in enumerate(rows) if number != row),
        )
        self._database.execute(
            "UPDATE place SET generation = generation + 1, rows = ?, empty = 0, indexed = 0 WHERE id = ?", (len(rows), identity)
        )

    def mark_indexed(self, indexed: Mapping[str, int]) -> None:
        """Note of how many rows of each place Chroma knows now."""
        self._changed()
        self._database.executemany("UPDATE place SET indexed = ? WHERE name = ?", ((n, name) for name, n in indexed.items()))

    def count_indexed(self) -> dict[str, int]:
        """For each place, how many rows Chroma should hold: those it was given and that are not empty."""
        found = self._database.execute(
            "SELECT name, count(*) FROM place JOIN kept ON kept.place = place.id AND kept.row < indexed"
            " WHERE indexed > 0 GROUP BY place.id"
        )
        return dict(found)

    def _changed(self) -> None:
        self._database.execute("UPDATE change SET number = number + 1")

    def _document(self, name: str, place: int) -> int:
        self._database.execute("INSERT OR IGNORE INTO document (place, name) VALUES (?, ?)", (place, name))
        found = self._database.execute("SELECT id FROM document WHERE name = ? AND place = ?", (name, place))
        return int(found.fetchone()[0])


@contextmanager
def open_catalogue(path: Path) -> Iterator[Catalogue]:
    """One transaction on the database `path`, made if there is none; committed at the end unless something is raised."""
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as database:
        if not database.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchall():
            # In one transaction: a process killed half-way leaves an empty database, which the next one fills.
            database.executescript(f"BEGIN IMMEDIATE;{SCHEMA}COMMIT;")
        database.execute("BEGIN")
        try:
            yield Catalogue(database)
        except BaseException:
            database.rollback()
            raise
        database.commit()


def _runs(rows: Sequence[tuple[str, int]]) -> list[tuple[str, int, int]]:
    """Spans (place, first, end) that cover exactly the rows (place, number)."""
    spans: list[tuple[str, int, int]] = []
    for place, row in sorted(rows):
        if spans and spans[-1][0] == place and spans[-1][2] == row:
            spans[-1] = place, spans[-1][1], row + 1
        else:
            spans.append((place, row, row + 1))
    return spans
