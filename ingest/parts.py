"""What a file becomes of its own words: the parts of its text, with what each says about itself and where it is cut. Pure.

Made from hostile text, so it is made in the worker that reads the file, within the same limits. What a part must not decide
(whose it is, what it is called in the records) is decided in `ingest.prepare`.
"""

from dataclasses import dataclass

from app.domain.documents import PageSpan, Partner
from ingest.enrich import Identity, identify
from ingest.extracted import Extracted
from ingest.names import proper_names
from ingest.partition import by_partner
from ingest.split import Piece, split

CONTRACTS = frozenset({"agreement", "amendment", "contract"})
"""Kinds of document that name their parties at the start and sign at the end."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is said of a file that its parts depend on: the `kind` it is described as, if any, and how it is shared.

    `column` names the column of a shared table that says whose a row is, by an id or a name of one of `partners`.
    """

    kind: str | None = None
    column: str | None = None
    partners: tuple[Partner, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A file's whole text, or what belongs to one `owner` (a partner's id) in a shared table; None is what is nobody's.

    `pages` and `pieces` count characters of `text`; both are in reading order and do not overlap.
    """

    owner: str | None
    text: str
    media_type: str
    pages: tuple[PageSpan, ...]
    identity: Identity
    names: tuple[str, ...]
    pieces: tuple[Piece, ...]


def parts_of(extracted: Extracted, name: str, wanted: Wanted) -> tuple[Part, ...]:
    """The parts of the file called `name`: one, or in a shared table one for each owner."""
    owned: dict[str | None, Extracted] = {}
    if wanted.column is not None:
        owned = by_partner(extracted, wanted.column, wanted.partners)
    return tuple(_part(owner, each, name, wanted) for owner, each in (owned or {None: extracted}).items())


def _part(owner: str | None, extracted: Extracted, name: str, wanted: Wanted) -> Part:
    identity = identify(extracted, name)
    kind = wanted.kind or identity.kind
    return Part(
        owner=owner,
        text=extracted.text,
        media_type=extracted.media_type,
        pages=extracted.pages,
        identity=identity,
        names=proper_names(extracted.text) if kind in CONTRACTS else (),
        pieces=tuple(split(extracted)),
    )
