"""One file, from what was read of it to the documents it becomes, ready to embed. Pure.

What the reader of a file says counts for the file's words only: ids, audiences and revisions are made here, from what is known
of the file without opening it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.access import INTERNAL, Audience
from app.domain.documents import Document, DocumentState, DocumentText, Partner
from app.ports import Stored
from ingest.extracted import Extracted
from ingest.manifest import Described
from ingest.parts import Part, Wanted, parts_of
from ingest.passages import passages

PIPELINE = "8"
"""Raised when splitting, enriching or what is kept of sentences changes, so that the next run reads everything again."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the command line says of all files of a run; a manifest's entry goes before it."""

    kind: str | None = None
    partner: str | None = None
    audience: Audience | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file as found: where, its bytes' SHA-256, and all that decides what becomes of it."""

    path: Path
    digest: str
    described: Described

    @property
    def id(self) -> str:
        """The file's own id; the parts of a shared table add their partner to it."""
        return document_id(self.path)


def document_id(path: Path, part: str | None = None) -> str:
    """A document's id follows from where it was read, so that a changed file stays the same document."""
    return hashlib.sha256(f"{path}#{part or ''}".encode()).hexdigest()[:16]


def complete(described: Described, defaults: Defaults) -> Described:
    """The manifest's word, else the command line's; the audience of a partner's document is that partner, else internal.

    What is internal and belongs to a partner is for those who look after that partner.
    """
    partner = described.partner or defaults.partner
    audience = described.audience or defaults.audience or (Audience("partner", partner) if partner else INTERNAL)
    partner = partner or audience.partner or audience.about
    if audience == INTERNAL and partner:
        audience = Audience(INTERNAL.kind, partner)
    return replace(described, kind=described.kind or defaults.kind, partner=partner, audience=audience)


def revision(digest: str, described: Described, model: str, partners: Sequence[Partner]) -> str:
    """Names the content and everything else the stored document depends on: `SHA-256/fingerprint`."""
    owners = sorted((partner.id, partner.name, *partner.names) for partner in partners) if described.partner_column else ()
    depends = [PIPELINE, model, described, owners]
    return f"{digest}/{hashlib.sha256(repr(depends).encode()).hexdigest()[:12]}"


def wanted_of(described: Described, partners: Sequence[Partner]) -> Wanted:
    """What the reader of a file is told of it. It learns of `partners` only where it has to tell their rows apart."""
    shared = described.partner_column is not None
    return Wanted(described.kind, described.partner_column, tuple(partners) if shared else ())


def prepare(candidate: Candidate, parts: Sequence[Part], name_revision: str) -> list[Stored]:
    """The document of a file, or one for each partner in a shared table; passages included."""
    return [_stored(candidate, part, name_revision) for part in parts]


def unreadable(candidate: Candidate, name_revision: str, reason: str, *, is_pdf: bool) -> Stored:
    """What is kept of a file that cannot be read: that it exists, and why it says nothing. Its pages may still be shown."""
    media_type = "application/pdf" if is_pdf else "application/octet-stream"
    (nothing,) = parts_of(Extracted("", media_type), candidate.path.name, Wanted())
    document = _document(candidate, nothing, name_revision)
    return Stored(replace(document, state=DocumentState.UNREADABLE, reason=reason), DocumentText(""), ())


def _stored(candidate: Candidate, part: Part, name_revision: str) -> Stored:
    document = _document(candidate, part, name_revision)
    text = DocumentText(part.text, part.pages)
    return Stored(document, text, passages(text, part.pieces, document.id, name_revision))


def _document(candidate: Candidate, part: Part, name_revision: str) -> Document:
    described, identity, owner = candidate.described, part.identity, part.owner
    return Document(
        id=document_id(candidate.path, owner),
        name=candidate.path.name,
        title=described.title or identity.title,
        kind=described.kind or identity.kind,
        audience=Audience("partner", owner) if owner else described.audience or INTERNAL,
        source=str(candidate.path),
        media_type=part.media_type,
        revision=name_revision,
        partner=owner or described.partner,
        version=described.version,
        effective=described.effective or identity.effective,
        amends=Path(described.amends).name if described.amends else None,
        parties=identity.parties,
        names=part.names,
        pages=len(part.pages),
        characters=len(part.text),
    )
