"""The tables of the records database, as SQLAlchemy Core describes them. Nothing here is particular to SQLite.

Lists are JSON, days are dates, instants are UTC, and an audience or a caller is kept in its text form, so that it can be
compared in SQL.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: goes in timezone-aware, is stored as naive UTC, comes out aware in UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's signature
        if value is None:
            return None
        if value.tzinfo is None:
            message = "An instant without a timezone cannot be stored."
            raise ValueError(message)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's signature
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

partners = Table(
    "partners",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("names", JSON, nullable=False),
    Column("kind", Text),
    Column("tier", Text),
    Column("status", Text),
    Column("region", Text),
    Column("manager", Text),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("revision", Text, nullable=False),
    Column("partner", Text),
    Column("version", Text),
    Column("effective", Date),
    Column("amends", Text),
    Column("parties", JSON, nullable=False),
    Column("names", JSON, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    # Serves what one partner may see, already by name.
    Index("documents_audience_name", "audience", "name"),
)

# Apart from `documents`, so that listing documents never reads their texts.
texts = Table(
    "texts",
    metadata,
    Column("document_id", ForeignKey(documents.c.id, ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("pages", JSON, nullable=False),
)

passages = Table(
    "passages",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document_id", ForeignKey(documents.c.id, ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("page", Integer),
    Column("section", JSON, nullable=False),
    Column("kind", Text, nullable=False),
    # Serves reading order, and the cascade when a document is replaced.
    Index("passages_document_ordinal", "document_id", "ordinal"),
)

# The sentences of a document with their vectors, as `units_blob` packs them: always read and replaced together.
units = Table(
    "document_units",
    metadata,
    Column("document_id", ForeignKey(documents.c.id, ondelete="CASCADE"), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

# What the indexes may hold while a change is under way. No foreign key: notes outlive the document they are about.
journal = Table(
    "journal",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("passage_id", Text, primary_key=True),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("last_asked_at", UtcDateTime, nullable=False),
    Index("conversations_owner_latest", "owner", "last_asked_at"),
)

turns = Table(
    "turns",
    metadata,
    Column("id", Text, primary_key=True),
    Column("conversation_id", ForeignKey(conversations.c.id, ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("question", Text, nullable=False),
    Column("understood", Text, nullable=False),
    Column("answer", JSON, nullable=False),
    Column("partners", JSON, nullable=False),
    Column("documents", JSON, nullable=False),
    Column("prompt", Text),
    Column("trace", JSON(none_as_null=True)),
    Index("turns_conversation_position", "conversation_id", "position", unique=True),
)

feedback = Table(
    "feedback",
    metadata,
    Column("turn_id", ForeignKey(turns.c.id, ondelete="CASCADE"), primary_key=True),
    Column("given_by", Text, primary_key=True),
    Column("rating", Text, nullable=False),
    Column("comment", Text),
    Column("given_at", UtcDateTime, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("email", Text, unique=True),
    Column("partner", Text),
    Column("groups", JSON, nullable=False),
    Column("portfolio", JSON(none_as_null=True)),
    Column("active", Boolean, nullable=False),
)

links = Table(
    "links",
    metadata,
    Column("provider", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("person", ForeignKey(people.c.id, ondelete="CASCADE"), nullable=False),
    Index("links_person", "person"),
)

keys = Table(
    "keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("person", ForeignKey(people.c.id, ondelete="CASCADE")),
    Column("role", Text),
    Column("scopes", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    Column("note", Text),
)

erasures = Table(
    "erasures",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("subject", Text, nullable=False),
    Column("purged", JSON, nullable=False),
    Column("marked", Integer, nullable=False),
    Column("sources", JSON, nullable=False),
)

# Appended to and never changed: the schema has triggers that refuse it. `at` is text, so that it is hashed as it stands.
audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("subject", Text),
    Column("detail", JSON, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
