"""Records in SQL: partners, documents with their texts, passages and units, and the journal of unfinished changes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Connection, Engine, Select, Table, delete, exists, insert, or_, select

from app.adapters import sql_rows as rows
from app.adapters import sql_tables as t
from app.adapters.sql_transactions import reading, writing
from app.domain.access import Audience, Reach
from app.domain.documents import Document, DocumentText, Partner, Passage
from app.domain.errors import NotFound
from app.ports import Stored, Units

# Ids in one statement: SQLite before 3.32 takes 999 variables, and a round trip to a file costs next to nothing.
CHUNK: Final = 900

# The journal's row for "this document is under way", beside one row for each passage; no passage has this id.
_NO_PASSAGE: Final = ""

_GENERATION: Final = "generation"

REMEMBERED: Final = 20_000
"""Documents kept in memory until something changes: a search meets a hundred of them, mostly the same ones, and reading one
from its row takes 0.05 ms. They take 2 KB each."""


class SqlRecords:
    """Implements the Records port over an engine from `open_engine`. Every method may raise Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._partners: tuple[int, list[Partner]] | None = None
        self._documents: tuple[int, dict[str, Document]] = -1, {}

    def generation(self) -> int:
        with reading(self._engine) as connection:
            return _generation(connection)

    def partners(self) -> list[Partner]:
        """All partners, by name. Read anew only after a change: every question asks for them, and there may be thousands."""
        with reading(self._engine) as connection:
            generation, known = _generation(connection), self._partners
            if known is None or known[0] != generation:
                found = connection.execute(select(t.partners).order_by(t.partners.c.name, t.partners.c.id))
                self._partners = known = generation, [rows.partner_of(row) for row in found]
            return list(known[1])

    def save_partners(self, partners: Sequence[Partner]) -> None:
        by_id = {partner.id: partner for partner in partners}
        with writing(self._engine) as connection:
            _delete(connection, t.partners, "id", by_id)
            _insert(connection, t.partners, [asdict(partner) for partner in by_id.values()])
            _advance(connection)

    def delete_partner(self, partner_id: str) -> None:
        with writing(self._engine) as connection:
            _delete(connection, t.partners, "id", [partner_id])
            _advance(connection)

    def documents(self, reach: Reach) -> list[Document]:
        wanted = _within(select(t.documents), reach).order_by(t.documents.c.name, t.documents.c.id)
        with reading(self._engine) as connection:
            found = [rows.document_of(row) for row in connection.execute(wanted).mappings()]
        return [document for document in found if reach.covers(document.audience)]

    def document(self, document_id: str, reach: Reach) -> Document | None:
        with reading(self._engine) as connection:
            document = self._described(connection, [document_id]).get(document_id)
        return document if document is not None and reach.covers(document.audience) else None

    def text(self, document_id: str, reach: Reach) -> DocumentText:
        """The extracted text of a document; raises NotFound if there is none within `reach`."""
        wanted = select(t.texts).where(t.texts.c.document_id == document_id)
        with reading(self._engine) as connection:
            document = self._described(connection, [document_id]).get(document_id)
            row = connection.execute(wanted).mappings().one_or_none()
        if row is None or document is None or not reach.covers(document.audience):
            message = "That document is not in the records any more."
            raise NotFound(message)
        return rows.text_of(row)

    def passages(self, passage_ids: Sequence[str], reach: Reach) -> dict[str, tuple[Passage, Document]]:
        passages: dict[str, Passage] = {}
        # Not joined: many passages share a document, which is read once this way.
        with reading(self._engine) as connection:
            for ids in _chunks(passage_ids):
                chosen = connection.execute(select(t.passages).where(t.passages.c.id.in_(ids))).all()
                passages |= {row[0]: rows.passage_of(row) for row in chosen}
            documents = self._covered(connection, {passage.document_id for passage in passages.values()}, reach)
        found = (passages[passage_id] for passage_id in dict.fromkeys(passage_ids) if passage_id in passages)
        return {passage.id: (passage, documents[passage.document_id]) for passage in found if passage.document_id in documents}

    def passages_of(self, document_id: str, reach: Reach) -> list[Passage]:
        wanted = select(t.passages).where(t.passages.c.document_id == document_id)
        with reading(self._engine) as connection:
            if not self._covered(connection, [document_id], reach):
                return []
            found = connection.execute(wanted.order_by(t.passages.c.ordinal, t.passages.c.id))
            return [rows.passage_of(row) for row in found]

    def units(
        self, document_ids: Sequence[str], reach: Reach, passages: Mapping[str, Collection[int]] | None = None
    ) -> dict[str, Units]:
        """The units of those among `document_ids` that have any, in that order."""
        found: dict[str, Units] = {}
        with reading(self._engine) as connection:
            for ids in _chunks(self._covered(connection, document_ids, reach)):
                for row in connection.execute(select(t.units).where(t.units.c.document_id.in_(ids))).mappings():
                    found[row["document_id"]] = rows.units_of(
                        row, None if passages is None else passages.get(row["document_id"], ())
                    )
        return {document_id: found[document_id] for document_id in document_ids if document_id in found}

    def without_units(self) -> list[Document]:
        has_passages = exists().where(t.passages.c.document_id == t.documents.c.id)
        has_units = exists().where(t.units.c.document_id == t.documents.c.id)
        wanted = select(t.documents).where(has_passages, ~has_units).order_by(t.documents.c.name, t.documents.c.id)
        with reading(self._engine) as connection:
            return [rows.document_of(row) for row in connection.execute(wanted).mappings()]

    def begin(self, document_ids: Mapping[str, Iterable[str]]) -> None:
        noted = {(document_id, passage_id) for document_id, ids in document_ids.items() for passage_id in (_NO_PASSAGE, *ids)}
        with writing(self._engine) as connection:
            for chunk in _chunks(document_ids):
                already = connection.execute(select(t.journal).where(t.journal.c.document_id.in_(chunk)))
                noted -= {(row.document_id, row.passage_id) for row in already}
            _insert(connection, t.journal, [{"document_id": document, "passage_id": passage} for document, passage in noted])

    def replace(self, stored: Sequence[Stored]) -> None:
        by_id = {one.document.id: one for one in stored}
        with writing(self._engine) as connection:
            _delete(connection, t.documents, "id", by_id)
            _insert(connection, t.documents, [rows.document_values(one.document) for one in by_id.values()])
            _insert(connection, t.texts, [rows.text_values(document_id, one.text) for document_id, one in by_id.items()])
            _insert(
                connection, t.passages, [rows.passage_values(passage) for one in by_id.values() for passage in one.passages]
            )
            measured = ((document_id, one.units) for document_id, one in by_id.items() if one.units is not None)
            _insert(connection, t.units, [rows.units_values(document_id, units) for document_id, units in measured])
            _advance(connection)

    def delete(self, document_ids: Sequence[str]) -> None:
        with writing(self._engine) as connection:
            _delete(connection, t.documents, "id", document_ids)
            _advance(connection)

    def unfinished(self) -> dict[str, frozenset[str]]:
        noted: dict[str, set[str]] = defaultdict(set)
        with reading(self._engine) as connection:
            for row in connection.execute(select(t.journal)):
                noted[row.document_id].add(row.passage_id)
        return {document_id: frozenset(ids - {_NO_PASSAGE}) for document_id, ids in noted.items()}

    def finish(self, document_ids: Sequence[str]) -> None:
        with writing(self._engine) as connection:
            _delete(connection, t.journal, "document_id", document_ids)

    def passage_audiences(self) -> dict[str, Audience]:
        with reading(self._engine) as connection:
            documents = connection.execute(select(t.documents.c.id, t.documents.c.audience))
            audiences = {document_id: Audience.parse(audience) for document_id, audience in documents}
            passages = connection.execute(select(t.passages.c.id, t.passages.c.document_id))
            return {passage_id: audiences[document_id] for passage_id, document_id in passages}

    def _covered(self, connection: Connection, document_ids: Collection[str], reach: Reach) -> dict[str, Document]:
        """The documents among `document_ids` that there are within `reach`, by id."""
        there = self._described(connection, document_ids)
        return {one: there[one] for one in document_ids if one in there and reach.covers(there[one].audience)}

    def _described(self, connection: Connection, document_ids: Collection[str]) -> Mapping[str, Document]:
        """At least the documents among `document_ids` that there are, by id."""
        generation, known = _generation(connection), self._documents
        if known[0] != generation or len(known[1]) > REMEMBERED:
            self._documents = known = generation, {}
        documents = known[1]
        for ids in _chunks(one for one in document_ids if one not in documents):
            described = connection.execute(select(t.documents).where(t.documents.c.id.in_(ids))).mappings()
            documents.update({row["id"]: rows.document_of(row) for row in described})
        return documents

    def ping(self) -> None:
        with reading(self._engine) as connection:
            connection.execute(select(t.documents.c.id).limit(1)).all()


def _within(documents: Select[*tuple[object, ...]], reach: Reach) -> Select[*tuple[object, ...]]:
    """`documents`, kept to what `reach` covers."""
    if reach.everything:
        return documents
    audience = t.documents.c.audience
    covered = [audience.startswith(f"{kind}:", autoescape=True) for kind in reach.whole]
    return documents.where(or_(audience.in_([str(one) for one in reach.named]), *covered))


def _generation(connection: Connection) -> int:
    found = connection.execute(select(t.meta.c.value).where(t.meta.c.key == _GENERATION)).scalar_one_or_none()
    return 0 if found is None else int(found)


def _advance(connection: Connection) -> None:
    """Count a change; within the transaction that makes it."""
    following = _generation(connection) + 1
    _delete(connection, t.meta, "key", [_GENERATION])
    _insert(connection, t.meta, [{"key": _GENERATION, "value": str(following)}])


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    """The distinct ids, at most CHUNK at a time."""
    distinct = list(dict.fromkeys(ids))
    for first in range(0, len(distinct), CHUNK):
        yield distinct[first : first + CHUNK]


def _delete(connection: Connection, table: Table, column: str, ids: Iterable[str]) -> None:
    """Delete the rows whose `column` is among `ids`; what hangs on them goes by cascade."""
    for chunk in _chunks(ids):
        connection.execute(delete(table).where(table.c[column].in_(chunk)))


def _insert(connection: Connection, table: Table, values: list[dict[str, Any]]) -> None:
    # SQLAlchemy reads an empty list as "one row of defaults".
    if values:
        connection.execute(insert(table), values)
