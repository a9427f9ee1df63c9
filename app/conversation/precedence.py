"""Which text governs: amendment before agreement before programme guide before playbook; among equals the later one."""

from collections.abc import Sequence
from datetime import date

from app.domain.documents import Document
from app.knowledge.directory import LEGAL_FORM
from app.knowledge.evidence import Evidence
from app.knowledge.routing import CONTRACTS

RANK = {"amendment": 4, "agreement": 3, "policy": 2, "guide": 2, "price_list": 2, "playbook": 1}

ON_THE_SAME = 0.7
"""An amendment speaks on the matter when its sentence ranks at most this much below the best one; ranks differ by about 1
between a sentence and the next worse one. What an amendment says of a clause by its number is found without this."""

SIDES = 2
"""Parties that contracts must have in common to be between the same people: the vendor alone is a party to all of them."""


def governing(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The evidence with the sentence that governs first, when a later text of the same partner speaks on the same matter."""
    if not evidence:
        return ()
    best = evidence[0]
    rivals = [
        one
        for one in evidence
        if one.score >= best.score - ON_THE_SAME and supersedes(one.ranked.document, best.ranked.document)
    ]
    if not rivals:
        return tuple(evidence)
    lead = max(
        rivals, key=lambda one: (RANK.get(one.ranked.document.kind, 0), one.ranked.document.effective or date.min, one.score)
    )
    return (lead, best, *(one for one in evidence if one is not lead and one is not best))


def supersedes(later: Document, earlier: Document) -> bool:
    """Whether `later` overrules `earlier`: it amends it, or is a newer edition of the same title for the same partner."""
    if later.id == earlier.id or later.partner != earlier.partner:
        return False
    if later.amends == earlier.name:
        return True
    if later.partner is None and later.kind in CONTRACTS and not _of_the_same_deal(later, earlier):
        return False
    newer = (later.effective or date.min) > (earlier.effective or date.min)
    if later.kind == "amendment" and earlier.kind in ("amendment", "agreement"):
        return earlier.kind == "agreement" or newer
    return newer and later.kind == earlier.kind and later.title.casefold() == earlier.title.casefold()


def _of_the_same_deal(later: Document, earlier: Document) -> bool:
    """Whether contracts on no partner's record belong together: both amend one file, or are between the same parties.

    All parties of the one must be parties of the other, by names that are not merely two names of one company.
    """
    if later.amends is not None and later.amends == earlier.amends:
        return True
    few, many = sorted((_parties(later), _parties(earlier)), key=len)
    return few <= many and len({name.split()[0] for name in few}) >= SIDES


def _parties(document: Document) -> frozenset[str]:
    """The parties' names as they compare: small letters, without legal form."""
    return frozenset(short for name in document.parties if (short := _without_legal_form(name)))


def _without_legal_form(name: str) -> str:
    short = " ".join(name.casefold().split())
    while (cut := LEGAL_FORM.sub("", short)) != short:
        short = cut
    return short
