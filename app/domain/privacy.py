"""What an erasure removed, as the receipt says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Receipt:
    """One erasure: of whom or what, and how many things were purged from which place.

    `marked` counts answers in other people's conversations that quoted something erased: their words are gone, and they say so.
    `sources` are files that documents were read from; they are not Liaison's, and stay.
    """

    id: str
    at: datetime
    subject: str
    purged: Mapping[str, int] = field(default_factory=dict)
    marked: int = 0
    sources: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The receipt as it is printed and stored."""
        return {
            "id": self.id,
            "at": self.at.isoformat(timespec="seconds"),
            "subject": self.subject,
            "purged": dict(self.purged),
            "marked": self.marked,
            "sources": list(self.sources),
        }


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many conversations with how many answers and opinions were removed."""

    conversations: int = 0
    turns: int = 0
    feedback: int = 0
