"""In which file a passage's vector stands, and which files a search reads. Pure; ADR 3 says why it is so.

One file for each audience: a search opens the files of the audiences that it is for, and no other.
"""

from collections.abc import Sequence
from typing import Final

from app.domain.access import INTERNAL, PARTNER_ID, PUBLIC, Audience
from app.domain.errors import Invalid

PARTNERS = "partner-"
"""Begins the names of partners' places; what follows is the partner's id."""


PUBLIC_COLLECTION: Final = "public"
"""Chroma's collection of what everybody may search."""
GUARDED_COLLECTION: Final = "guarded"
"""Chroma's collection of all other places together: only for those who see everything."""
COLLECTIONS: Final = (PUBLIC_COLLECTION, GUARDED_COLLECTION)


def collection_of(place: str) -> str:
    """The collection that holds the vectors of `place` when there are many."""
    return PUBLIC_COLLECTION if place == PUBLIC.kind else GUARDED_COLLECTION


def place_of(audience: Audience) -> str:
    """The place of passages written for `audience`: a file name without its ending; raises Invalid for an odd partner id."""
    if audience in (PUBLIC, INTERNAL):
        return audience.kind
    if not PARTNER_ID.fullmatch(audience.partner or ""):
        message = f"'{audience}' is not an audience passages can be kept for."
        raise Invalid(message)
    return f"{PARTNERS}{audience.partner}"


def audience_of(place: str) -> Audience:
    """The audience whose passages stand in `place`."""
    partner = place.removeprefix(PARTNERS)
    return Audience("partner", partner) if partner != place else Audience(place)


def places_to_search(audiences: Sequence[Audience] | None) -> list[str] | None:
    """The places that a search for `audiences` (None: all) reads, whether or not there are such; None for all there are."""
    return None if audiences is None else sorted({place_of(audience) for audience in audiences})


def collections_to_search(audiences: Sequence[Audience] | None) -> list[str]:
    """The collections that may be asked in a search for `audiences` (None: all).

    A collection answers from all that it holds, so the guarded one is only for those who may see everything.
    """
    if audiences is None:
        return list(COLLECTIONS)
    return [PUBLIC_COLLECTION] if PUBLIC in audiences else []
