"""The things Liaison reads: partners, documents, and the passages it quotes."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.access import Audience


class DocumentState(StrEnum):
    """Whether a document's text can be used."""

    READY = "ready"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Partner:
    """A company that sells with or for the vendor. `names` are all the ways people write it, the usual one first."""

    id: str
    name: str
    names: tuple[str, ...] = ()
    kind: str | None = None
    tier: str | None = None
    status: str | None = None
    region: str | None = None
    manager: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One readable source, or the part of a shared table that belongs to one partner.

    `id` stays the same when the content changes; `revision` names the content. `name` is the file's name, `source`
    where it was read from. `effective` is the day from which its text counts; `amends` the name of the file it changes.
    `parties` are those an agreement names, `names` all that its opening and its signatures call by name.
    `characters` and `pages` count the extracted text. An unreadable document keeps its `reason`, a sentence.
    """

    id: str
    name: str
    title: str
    kind: str
    audience: Audience
    source: str
    media_type: str
    revision: str
    partner: str | None = None
    version: str | None = None
    effective: date | None = None
    amends: str | None = None
    parties: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    pages: int = 0
    characters: int = 0
    state: DocumentState = DocumentState.READY
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A quotable stretch of one document: `text` is the document's extracted text from `start` to `end` (characters).

    `page` counts from 1 and is None for formats without pages. `section` is the path of headings above the passage,
    outermost first. `kind` is `text` or `row` (a table row, with its header in the text).
    """

    id: str
    document_id: str
    ordinal: int
    start: int
    end: int
    text: str
    page: int | None = None
    section: tuple[str, ...] = ()
    kind: str = "text"


def passage_id(document_id: str, revision: str, ordinal: int) -> str:
    """The id of a document's passage: it follows from what the passage was cut from."""
    return hashlib.sha256(f"{document_id}/{revision}/{ordinal}".encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class PageSpan:
    """Page `number` (from 1) covers characters `start` to `end` of the extracted text."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The extracted text of a document with its pages; `pages` is empty for formats without pages."""

    text: str
    pages: tuple[PageSpan, ...] = field(default=())

    def page_of(self, position: int) -> int | None:
        """The number of the page that holds character `position`, or None where there are no pages."""
        found = None
        for page in self.pages:
            if page.start > position:
                break
            found = page.number
        return found
