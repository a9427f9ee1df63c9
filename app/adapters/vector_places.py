"""In which file a passage's vector stands, and which files a search reads. Pure; ADR 3 says why it is so.

One file for each audience: a search opens the files of the audiences that it is for, and no other.
"""

from collections.abc import Iterable
from typing import Final

from app.domain.access import INTERNAL, KINDS_WITH_ID, PARTNER_ID, PUBLIC, Audience, Reach
from app.domain.errors import Invalid

PUBLIC_COLLECTION: Final = "public"
"""Chroma's collection of what everybody may search."""
GUARDED_COLLECTION: Final = "guarded"
"""Chroma's collection of what is internal and of all partners' places together: only for those who see all of that."""
COLLECTIONS: Final = (PUBLIC_COLLECTION, GUARDED_COLLECTION)


def collection_of(place: str) -> str | None:
    """The collection that holds the vectors of `place` when there are many; None for groups', which Chroma never is told of.

    Even a manager who sees all partners does not see all groups.
    """
    audience = audience_of(place)
    if audience.group is not None:
        return None
    return PUBLIC_COLLECTION if audience == PUBLIC else GUARDED_COLLECTION


def place_of(audience: Audience) -> str:
    """The place of passages written for `audience`: a file name without its ending; raises Invalid for an odd id."""
    if audience in (PUBLIC, INTERNAL):
        return audience.kind
    if audience.kind not in KINDS_WITH_ID or not PARTNER_ID.fullmatch(audience.name or ""):
        message = f"'{audience}' is not an audience passages can be kept for."
        raise Invalid(message)
    return f"{audience.kind}-{audience.name}"


def audience_of(place: str) -> Audience:
    """The audience whose passages stand in `place`."""
    kind, dash, name = place.partition("-")
    return Audience(kind, name) if dash and kind in KINDS_WITH_ID else Audience(place)


FEW: Final = 8
"""Places that a search looks up by themselves; of more, searches within the same places share what was put together."""


def places_to_search(reach: Reach) -> list[str] | None:
    """The places that a search within `reach` reads, whether or not there are such; None where they are many."""
    if reach.whole or len(reach.named) > FEW:
        return None
    return sorted(map(place_of, reach.named))


def within(places: Iterable[str], reach: Reach) -> list[str]:
    """Those of `places` that a search within `reach` reads."""
    return [place for place in places if reach.covers(audience_of(place))]


def collections_to_search(reach: Reach) -> list[str]:
    """The collections that may be asked in a search within `reach`.

    A collection answers from all that it holds, so the guarded one is only for those who may see all of that.
    """
    guarded = [GUARDED_COLLECTION] if reach.all_partners and INTERNAL in reach.listed else []
    return [*([PUBLIC_COLLECTION] if PUBLIC in reach.listed else []), *guarded]
