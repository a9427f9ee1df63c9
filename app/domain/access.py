"""Who asks, and what they may see. The only place that decides it.

A document is written for one audience. A caller's reach says which audiences they belong to; whoever answers, lists, draws or
keeps something asks the reach of the caller at hand, and nothing else.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, reduce
from typing import Final, Self

from app.domain.errors import Forbidden, Invalid

PARTNER_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
"""What ids of partners, groups and people look like."""

MOST_LISTED: Final = 500
"""Audiences that one caller may be listed for. A longer list is refused, never cut: what was cut off would be lost unseen."""

ID_SENTENCE = "ID in lower-case letters, digits, - and _"


KINDS_WITH_ID: Final = ("partner", "group", "internal")
"""Kinds of audience of which there are many, each with an id."""


class Role(StrEnum):
    """What a caller is to the programme."""

    PARTNER = "partner"
    PARTNER_ADMIN = "partner-admin"
    MANAGER = "manager"
    ADMIN = "admin"
    AUDITOR = "auditor"


PARTNERS_ROLES: Final = frozenset({Role.PARTNER, Role.PARTNER_ADMIN})
"""Roles of people who work for a partner."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who a document is for: everyone, the vendor's own people, a group of people, or one partner (and the vendor).

    What is internal may be about one partner: then it is for those of the vendor's people who look after that partner.
    """

    kind: str
    name: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `public`, `internal`, `internal:ID`, `group:ID` or `partner:ID`; raises Invalid for anything else."""
        kind, colon, name = text.strip().partition(":")
        if kind in ("public", "internal") and not colon:
            return cls(kind)
        if kind in KINDS_WITH_ID and PARTNER_ID.fullmatch(name):
            return cls(kind, name)
        message = f"'{text}' is not an audience: use public, internal, internal:ID, group:ID or partner:ID ({ID_SENTENCE})."
        raise Invalid(message)

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}" if self.name else self.kind

    @property
    def partner(self) -> str | None:
        """The partner it is, if it is one."""
        return self.name if self.kind == "partner" else None

    @property
    def about(self) -> str | None:
        """The partner that something internal is about, if it is about one."""
        return self.name if self.kind == "internal" else None

    @property
    def group(self) -> str | None:
        """The group it is, if it is one."""
        return self.name if self.kind == "group" else None


PUBLIC = Audience("public")
INTERNAL = Audience("internal")


@dataclass(frozen=True, slots=True)
class Reach:
    """The audiences somebody belongs to: those that are `listed`, and all partners or all groups where it says so.

    Raises Invalid for more than MOST_LISTED.
    """

    listed: frozenset[Audience]
    all_partners: bool = False
    all_groups: bool = False

    def __post_init__(self) -> None:
        if len(self.listed) > MOST_LISTED:
            message = (
                f"This list of permissions has {len(self.listed):,} entries, and at most {MOST_LISTED:,} can be checked: use"
                " groups, or a manager who sees all partners."
            )
            raise Invalid(message)

    def covers(self, audience: Audience) -> bool:
        """Whether something written for `audience` may be shown."""
        if audience in self.listed:
            return True
        if audience.about is not None:
            return INTERNAL in self.listed and self.knows(audience.about)
        return (audience.kind == "partner" and self.all_partners) or (audience.kind == "group" and self.all_groups)

    @property
    def named(self) -> frozenset[Audience]:
        """The audiences it covers, but for kinds that it covers `whole`."""
        return _named(self.listed)

    @property
    def whole(self) -> tuple[str, ...]:
        """The kinds with an id of which it covers every one."""
        covered = (self.all_partners, self.all_groups, self.all_partners and INTERNAL in self.listed)
        return tuple(kind for kind, whole in zip(KINDS_WITH_ID, covered, strict=True) if whole)

    def knows(self, partner: str) -> bool:
        """Whether the partner's own documents may be shown, and so its name."""
        return self.covers(Audience("partner", partner))

    @property
    def everything(self) -> bool:
        """Whether there is nothing that may not be shown."""
        return self.all_partners and self.all_groups and PUBLIC in self.listed and INTERNAL in self.listed

    def within(self, other: "Reach") -> bool:
        """Whether `other` may see all that this may."""
        return (
            all(other.covers(one) for one in self.listed)
            and other.all_partners >= self.all_partners
            and other.all_groups >= self.all_groups
        )

    def as_list(self) -> list[str]:
        """The audiences as texts in order, `partner:*` and `group:*` for all of a kind."""
        every = [f"{kind}:*" for kind, all_of_it in (("partner", self.all_partners), ("group", self.all_groups)) if all_of_it]
        return [*sorted(map(str, self.listed)), *every]

    @classmethod
    def parse(cls, texts: Iterable[str]) -> Self:
        """Read what `as_list` wrote; raises Invalid."""
        every = set(texts)
        wide = {"partner:*", "group:*"}
        return cls(frozenset(map(Audience.parse, every - wide)), "partner:*" in every, "group:*" in every)

    def __and__(self, other: "Reach") -> "Reach":
        """What both may see."""
        both = frozenset(one for one in self.listed | other.listed if self.covers(one) and other.covers(one))
        return Reach(both, self.all_partners and other.all_partners, self.all_groups and other.all_groups)


@lru_cache(maxsize=4096)
def _named(listed: frozenset[Audience]) -> frozenset[Audience]:
    """`listed`, with what is internal about the partners in it."""
    about = (Audience("internal", one.partner) for one in listed if one.partner) if INTERNAL in listed else ()
    return listed.union(about)


EVERYTHING: Final = Reach(frozenset({PUBLIC, INTERNAL}), all_partners=True, all_groups=True)
"""The reach of Liaison's own work on its stores: reading documents, repair, measuring."""


def in_common(reaches: Iterable[Reach]) -> Reach:
    """What every one of several readers may see; raises Invalid where there are none, since nobody is not everybody."""
    each = list(reaches)
    if not each:
        message = "There is nobody to show this to: a set of readers needs at least one."
        raise Invalid(message)
    return reduce(Reach.__and__, each)


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who asks: a role, and for partners' people which partner.

    `person` is their id where they are known as a person, `groups` those they belong to, `portfolio` the partners of a manager
    who does not look after all of them (None: all). `readers` is what all who will read the answer may see, where others
    read it too.
    """

    role: Role
    partner: str | None = None
    person: str | None = None
    groups: frozenset[str] = frozenset()
    portfolio: frozenset[str] | None = None
    readers: Reach | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `manager`, `admin`, `auditor`, `partner:ID` or `partner-admin:ID`; raises Invalid for anything else."""
        name, colon, partner = text.strip().partition(":")
        role = Role(name) if name in list(Role) else None
        if role in PARTNERS_ROLES and PARTNER_ID.fullmatch(partner):
            return cls(role, partner)
        if role is not None and role not in PARTNERS_ROLES and not colon:
            return cls(role)
        message = (
            f"'{text}' is nobody Liaison knows: use manager, admin, auditor, partner:ID or partner-admin:ID ({ID_SENTENCE})."
        )
        raise Invalid(message)

    def __str__(self) -> str:
        return f"{self.role}:{self.partner}" if self.partner else str(self.role)

    @property
    def owner(self) -> str:
        """Under what their conversations are kept: a person's are their own, those of a bare role belong to the role."""
        return f"person:{self.person}" if self.person else str(self)

    @property
    def of_vendor(self) -> bool:
        """Whether they work for the vendor, and so across partners."""
        return self.role not in PARTNERS_ROLES

    @property
    def reach(self) -> Reach:
        """The audiences they belong to; raises Invalid where a list of permissions is too long."""
        own = _reach(self.role, self.partner, self.groups, self.portfolio)
        return own if self.readers is None else own & self.readers

    def may_see(self, audience: Audience) -> bool:
        """Whether something written for `audience` may be shown to this caller."""
        return self.reach.covers(audience)

    def require(self, *roles: Role) -> None:
        """Raise Forbidden unless the caller has one of `roles`."""
        if self.role not in roles:
            message = f"This needs the role {' or '.join(roles)}."
            raise Forbidden(message)


@lru_cache(maxsize=4096)
def _reach(role: Role, partner: str | None, groups: frozenset[str], portfolio: frozenset[str] | None) -> Reach:
    """Cached, since every check of a passage asks for it."""
    if role in (Role.ADMIN, Role.AUDITOR):
        return EVERYTHING
    partners = portfolio or frozenset() if role is Role.MANAGER else frozenset({partner} if partner else ())
    return Reach(
        frozenset(
            [
                PUBLIC,
                *([INTERNAL] if role is Role.MANAGER else []),
                *(Audience("partner", one) for one in partners),
                *(Audience("group", one) for one in groups),
            ]
        ),
        all_partners=role is Role.MANAGER and portfolio is None,
    )
