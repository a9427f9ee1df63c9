"""Who asks, and what they may see. The only place that decides it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from app.domain.errors import Forbidden, Invalid

PARTNER_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


class Role(StrEnum):
    """What a caller is to the programme."""

    PARTNER = "partner"
    MANAGER = "manager"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Audience:
    """Who a document is for: everyone, the vendor's own people, or one partner (and the vendor)."""

    kind: str
    partner: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `public`, `internal` or `partner:ID`; raises Invalid for anything else."""
        kind, _, partner = text.strip().partition(":")
        if kind in ("public", "internal") and not partner:
            return cls(kind)
        if kind == "partner" and PARTNER_ID.fullmatch(partner):
            return cls(kind, partner)
        message = (
            f"'{text}' is not an audience: use public, internal or partner:ID (ID in lower-case letters, digits, - and _)."
        )
        raise Invalid(message)

    def __str__(self) -> str:
        return f"{self.kind}:{self.partner}" if self.partner else self.kind


PUBLIC = Audience("public")
INTERNAL = Audience("internal")


@dataclass(frozen=True, slots=True)
class Caller:
    """A person or program that asks: a role, and for partners which partner."""

    role: Role
    partner: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `manager`, `admin` or `partner:ID`; raises Invalid for anything else."""
        role, _, partner = text.strip().partition(":")
        if role in (Role.MANAGER, Role.ADMIN) and not partner:
            return cls(Role(role))
        if role == Role.PARTNER and PARTNER_ID.fullmatch(partner):
            return cls(Role.PARTNER, partner)
        message = (
            f"'{text}' is nobody Liaison knows: use manager, admin or partner:ID (ID in lower-case letters, digits, - and _)."
        )
        raise Invalid(message)

    def __str__(self) -> str:
        return f"{self.role}:{self.partner}" if self.partner else str(self.role)

    @property
    def sees_everything(self) -> bool:
        """Managers and administrators read across all partners."""
        return self.role in (Role.MANAGER, Role.ADMIN)

    @property
    def audiences(self) -> tuple[Audience, ...] | None:
        """The audiences this caller belongs to; None for callers who see everything."""
        if self.sees_everything:
            return None
        return (PUBLIC, Audience("partner", self.partner))

    def may_see(self, audience: Audience) -> bool:
        """Whether something written for `audience` may be shown to this caller."""
        return self.audiences is None or audience in self.audiences

    def require(self, *roles: Role) -> None:
        """Raise Forbidden unless the caller has one of `roles`."""
        if self.role not in roles:
            message = f"This needs the role {' or '.join(roles)}."
            raise Forbidden(message)
