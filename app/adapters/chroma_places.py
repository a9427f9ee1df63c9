"""In which Chroma collections a passage stands, and which of them a search reads. Pure; `chroma_index` says why it is so."""

import hashlib
from collections.abc import Sequence

from app.domain.access import INTERNAL, PUBLIC, Audience

EVERYTHING = "everything"
PUBLIC_PLACE = "public"
SHARDS = 32
"""Partner collections. Each touched one costs 2.5 MB of memory and 0.1 s once, so their number is bounded; with 1,000 partners
of 100 passages a shard holds 3,000, and a filtered query takes a thirtieth of what it takes on all. Changing the number moves
passages: `liaison doctor --fix` puts them right."""


def shard_of(partner: str) -> str:
    """The collection that holds a partner's passages: the same in every process and release."""
    digest = hashlib.sha256(partner.encode()).digest()
    return f"partner-{int.from_bytes(digest[:4]) % SHARDS:02d}"


def places_of(audience: Audience) -> frozenset[str]:
    """The collections a passage written for `audience` must stand in."""
    return frozenset({EVERYTHING, place_to_search(audience)})


def place_to_search(audience: Audience) -> str:
    """The smallest collection that holds all passages written for `audience`."""
    if audience == PUBLIC:
        return PUBLIC_PLACE
    if audience == INTERNAL or audience.partner is None:
        return EVERYTHING
    return shard_of(audience.partner)


def searches(audiences: Sequence[Audience] | None) -> dict[str, frozenset[str] | None]:
    """Collection -> the audiences (as text) to look for in it; None: whatever it holds."""
    if audiences is None:
        return {EVERYTHING: None}
    wanted: dict[str, frozenset[str]] = {}
    for audience in audiences:
        place = place_to_search(audience)
        wanted[place] = wanted.get(place, frozenset()) | {str(audience)}
    return dict(wanted)
