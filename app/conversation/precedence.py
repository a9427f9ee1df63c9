"""Which text governs: amendment before agreement before programme guide before playbook; among equals the later one."""

from collections.abc import Sequence
from datetime import date

from app.domain.documents import Document
from app.knowledge.evidence import Evidence

RANK = {"amendment": 4, "agreement": 3, "policy": 2, "guide": 2, "price_list": 2, "playbook": 1}

ON_THE_SAME = 0.7
"""An amendment speaks on the matter when its sentence ranks at most this much below the best one; ranks differ by about 1
between a sentence and the next worse one. What an amendment says of a clause by its number is found without this."""


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
    newer = (later.effective or date.min) > (earlier.effective or date.min)
    if later.kind == "amendment" and earlier.kind in ("amendment", "agreement"):
        return earlier.kind == "agreement" or newer
    return newer and later.kind == earlier.kind and later.title.casefold() == earlier.title.casefold()
