"""People and their ways in: who they are, what they may do with a key, and who elsewhere vouches for them."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from app.domain.access import ID_SENTENCE, MOST_LISTED, PARTNER_ID, PARTNERS_ROLES, Caller, Reach, Role
from app.domain.errors import Invalid

E_MAIL = re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;]+\.[^@\s<>\"',;]+")
LONGEST = 200
"""Characters of a name or an address."""
GUEST_DIGITS = 16
"""Hexadecimal digits that tell a site's guests apart."""


class Scope(StrEnum):
    """What a way in is good for; what its holder may not see stays hidden with any scope."""

    ASK = "ask"
    """Ask questions, read one's own conversations, rate answers."""
    READ = "read"
    """List and open documents and their pages."""
    AUDIT = "audit"
    """Read the audit log and replay turns, as far as the role allows."""


EVERY_SCOPE: Final = frozenset(Scope)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with access. `email` is in lower case; `partner` is set for partners' people, `portfolio` for managers only.

    Raises Invalid with a sentence for what does not go together.
    """

    id: str
    name: str
    role: Role
    email: str | None = None
    partner: str | None = None
    groups: frozenset[str] = frozenset()
    portfolio: frozenset[str] | None = None
    active: bool = True

    def __post_init__(self) -> None:
        for fault in self._faults():
            raise Invalid(fault)

    @classmethod
    def of(
        cls,
        identity: str,
        role: str,
        *,
        name: str | None = None,
        email: str | None = None,
        groups: Iterable[str] = (),
        portfolio: Iterable[str] | None = None,
    ) -> Self:
        """A new person from what was typed: `role` as `manager`, `admin`, `auditor`, `partner:ID` or `partner-admin:ID`."""
        caller = Caller.parse(role)
        address = email.strip().lower() if email else None
        whole = None if portfolio is None else frozenset(portfolio)
        return cls(identity, (name or identity).strip(), caller.role, address, caller.partner, frozenset(groups), whole)

    def caller(self, readers: Reach | None = None) -> Caller:
        """This person as somebody who asks, where `readers` will read the answer too."""
        return Caller(self.role, self.partner, self.id, self.groups, self.portfolio, readers)

    def _faults(self) -> Iterable[str]:
        if not PARTNER_ID.fullmatch(self.id):
            yield f"'{self.id}' cannot be a person's id: write the {ID_SENTENCE}."
        if not 0 < len(self.name) <= LONGEST:
            yield f"A person's name has 1 to {LONGEST} characters."
        if self.email is not None and not (E_MAIL.fullmatch(self.email) and len(self.email) <= LONGEST):
            yield f"'{self.email}' is not an e-mail address."
        if (self.role in PARTNERS_ROLES) != (self.partner is not None):
            yield f"The role {self.role} {'needs a' if self.role in PARTNERS_ROLES else 'has no'} partner."
        if self.portfolio is not None and self.role is not Role.MANAGER:
            yield "Only a manager has a portfolio."
        for one in (*self.groups, *(self.portfolio or ()), *([self.partner] if self.partner else [])):
            if not PARTNER_ID.fullmatch(one):
                yield f"'{one}' cannot be the id of a group or a partner: write the {ID_SENTENCE}."
        if len(self.groups) + len(self.portfolio or ()) > MOST_LISTED - len(("public", "internal")):
            yield f"{self.id} would be listed for more than {MOST_LISTED} audiences: use groups, or a manager of all partners."


def guest_id(site: str, email: str) -> str:
    """Under what somebody is known whom only a site with the widget vouches for: no address stands in any record or log."""
    return f"{site}/{hashlib.sha256(f'{site}/{email.lower()}'.encode()).hexdigest()[:GUEST_DIGITS]}"


@dataclass(frozen=True, slots=True)
class Link:
    """Somebody elsewhere who is a person here: `provider` is `oidc` or `slack`, `subject` their id there."""

    provider: str
    subject: str
    person: str


@dataclass(frozen=True, slots=True)
class Key:
    """An API key as it is kept: never the secret itself, only its SHA-256. It is a person's, or that of a bare role."""

    id: str
    digest: str
    created_at: datetime
    expires_at: datetime
    person: str | None = None
    role: str | None = None
    scopes: frozenset[Scope] = EVERY_SCOPE
    note: str | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who came in, what for, and by which way (`key ab12cd34`, `oidc`, `widget portal`, `slack`)."""

    caller: Caller
    scopes: frozenset[Scope]
    way: str
