"""What a question asks once the names are out of it: the party names of a contract drown the clause that is meant."""

import re
from collections.abc import Sequence

CONTRACT = re.compile(
    r"(?:'s|’s|')?\s*(?:[\w-]+\s+){0,3}(?:deal|agreement|contract|paper|licen[cs]e|terms|relationship|partnership)s?\b",
    re.IGNORECASE,
)
"""What stands behind a name that is only the name of a contract: "the Acme deal", "Acme's reseller agreement"."""

OTHER = "the partner"
"""What stands in a name's place where it is somebody who does something: "Can Acme leave?"."""

ASKS = re.compile(
    r"\b(?:how|what|when|where|who|whom|whose|which|why|is|are|can|could|do|does|did|may|must|will|would|should|has|have)\b",
    re.IGNORECASE,
)

POINTS = re.compile(r"\W*(?:consider|regarding|concerning|about|for|in|under|looking at|re)\b", re.IGNORECASE)
"""How a part begins that says where to look."""

PART = re.compile(r"(?<=[;?!.])\s+")
"""Where one part of a question ends and the next begins."""


def topic_of(question: str, names: Sequence[tuple[int, int]]) -> str:
    """`question` without the `names` (characters start, end) in it, and without parts that only say where to look."""
    kept, position = [], 0
    for start, end in names:
        kept.append(question[position:start])
        rest = question[end:]
        kept.append("" if CONTRACT.match(rest) else OTHER)
        position = end + (2 if rest[:2] in ("'s", "’s") else 0)
    text = " ".join("".join([*kept, question[position:]]).split())
    parts = PART.split(text)
    asking = [part for part in parts if ASKS.search(part)]
    return " ".join(asking) if asking and len(asking) < len(parts) and _only_points(parts) else text or question


def _only_points(parts: Sequence[str]) -> bool:
    """Whether the first part merely says where to look: "Consider the agreement between …;", "For the partner:"."""
    return POINTS.match(parts[0]) is not None
