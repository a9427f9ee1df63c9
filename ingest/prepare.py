"""One file, from bytes to the documents it becomes, ready to embed. Pure but for the loader's own work."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.access import INTERNAL, Audience
from app.domain.documents import Document, DocumentState, DocumentText, Partner
from app.ports import Stored
from ingest.enrich import identify
from ingest.extracted import Extracted
from ingest.manifest import Described
from ingest.names import proper_names
from ingest.partition import by_partner
from ingest.split import split

CONTRACTS = frozenset({"agreement", "amendment", "contract"})
"""Kinds of document that name their parties at the start and sign at the end."""

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
    """The manifest's word, else the command line's; the audience of a partner's document is that partner, else internal."""
    partner = described.partner or defaults.partner
    audience = described.audience or defaults.audience or (Audience("partner", partner) if partner else INTERNAL)
    return replace(described, kind=described.kind or defaults.kind, partner=partner or audience.partner, audience=audience)


def revision(digest: str, described: Described, model: str, partners: Sequence[Partner]) -> str:
    """Names the content and everything else the stored document depends on: `SHA-256/fingerprint`."""
    owners = sorted((partner.id, partner.name, *partner.names) for partner in partners) if described.partner_column else ()
    depends = [PIPELINE, model, described, owners]
    return f"{digest}/{hashlib.sha256(repr(depends).encode()).hexdigest()[:12]}"


def prepare(candidate: Candidate, extracted: Extracted, name_revision: str, partners: Sequence[Partner]) -> list[Stored]:
    """The document of a file, or one for each partner in a shared table; passages included."""
    described = candidate.described
    if described.partner_column is None:
        return [_stored(candidate, extracted, name_revision, None)]
    parts = by_partner(extracted, described.partner_column, partners) or {None: extracted}
    return [_stored(candidate, part, name_revision, owner) for owner, part in parts.items()]


def unreadable(candidate: Candidate, name_revision: str, reason: str, *, is_pdf: bool) -> Stored:
    """What is kept of a file that cannot be read: that it exists, and why it says nothing. Its pages may still be shown."""
    media_type = "application/pdf" if is_pdf else "application/octet-stream"
    document = _document(candidate, Extracted("", media_type), name_revision, None)
    return Stored(replace(document, state=DocumentState.UNREADABLE, reason=reason), DocumentText(""), ())


def _stored(candidate: Candidate, extracted: Extracted, name_revision: str, owner: str | None) -> Stored:
    document = _document(candidate, extracted, name_revision, owner)
    passages = tuple(split(extracted, document.id, name_revision))
    return Stored(document, DocumentText(extracted.text, extracted.pages), passages)


def _document(candidate: Candidate, extracted: Extracted, name_revision: str, owner: str | None) -> Document:
    described = candidate.described
    identity = identify(extracted, candidate.path.name)
    kind = described.kind or identity.kind
    return Document(
        id=document_id(candidate.path, owner),
        name=candidate.path.name,
        title=described.title or identity.title,
        kind=kind,
        audience=Audience("partner", owner) if owner else described.audience or INTERNAL,
        source=str(candidate.path),
        media_type=extracted.media_type,
        revision=name_revision,
        partner=owner or described.partner,
        version=described.version,
        effective=described.effective or identity.effective,
        amends=Path(described.amends).name if described.amends else None,
        parties=identity.parties,
        names=proper_names(extracted.text) if kind in CONTRACTS else (),
        pages=len(extracted.pages),
        characters=len(extracted.text),
    )
