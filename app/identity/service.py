"""Everybody who comes in: by key, by a provider's token, by a site's widget, from Slack. One place turns them into callers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from app.domain.access import Caller, Reach, Role
from app.domain.audit import Event
from app.domain.errors import Forbidden, Unauthenticated
from app.domain.people import E_MAIL, EVERY_SCOPE, LONGEST, Link, Person, Scope, SignedIn, guest_id
from app.identity.keys import PREFIX, KeyService
from app.ports import AuditLog, Clock, People, Records

NOTED_AGAIN: Final = timedelta(hours=1)
"""A way in is noted in the audit log when it is first used, and again when this long ago."""
MOST_NOTED: Final = 10_000
"""Ways in that are remembered as noted; past them all are noted anew."""

OIDC, SLACK, WIDGET = "oidc", "slack", "widget"


class SignedTokens(Protocol):
    """Checks tokens that somebody else signed."""

    issuer: str

    def claims(self, token: str) -> Mapping[str, Any]:
        """What a token says; raises Unauthenticated where anything is wrong with it."""
        ...


@dataclass(frozen=True, slots=True)
class Site:
    """A site with the widget: what checks its tokens, on which origins it runs, whose people it may speak for (None: all)."""

    tokens: SignedTokens
    origins: Collection[str]
    partners: Collection[str] | None = None


class Identities:
    """Says who is asking, and notes in the audit log that they came in."""

    def __init__(
        self,
        keys: KeyService,
        people: People,
        records: Records,
        audit: AuditLog,
        clock: Clock,
        issuer_of: "IssuerOf",
        oidc: SignedTokens | None = None,
        sites: Mapping[str, Site] | None = None,
    ) -> None:
        self._keys = keys
        self._people = people
        self._records = records
        self._audit = audit
        self._clock = clock
        self._issuer_of = issuer_of
        self._oidc = oidc
        self._sites = dict(sites or {})
        self._noted: dict[str, datetime] = {}

    def sign_in(self, secret: str, origin: str | None = None) -> SignedIn:
        """Who sends `secret` as a bearer token, from the web page at `origin` if any.

        Raises Unauthenticated, with the same words for all that is not valid, and Unavailable.
        """
        issuer = None if secret.startswith(PREFIX) else self._issuer_of(secret)
        if issuer is not None and self._oidc is not None and issuer == self._oidc.issuer:
            return self._by_provider(self._oidc.claims(secret))
        if issuer is not None and issuer in self._sites:
            return self._by_widget(issuer, self._sites[issuer], secret, origin)
        return self._by_key(secret)

    def in_slack(self, team: str, user: str, email: str | None, *, verified: bool, readers: Reach | None = None) -> SignedIn:
        """Who the Slack user is: the person they are linked to, else the one with their verified e-mail address.

        `readers` is what all who will read the answer may see. Raises Unauthenticated for somebody nobody has let in.
        """
        person = self._linked(SLACK, f"{team}:{user}", email if verified else None)
        return self._came_in(SignedIn(person.caller(readers), EVERY_SCOPE, SLACK), SLACK)

    def _by_key(self, secret: str) -> SignedIn:
        key = self._keys.key_of(secret)
        if key.person is None:
            return self._came_in(SignedIn(Caller.parse(key.role or ""), key.scopes, f"key {key.id}"), key.id)
        person = self._people.person(key.person)
        return self._came_in(SignedIn(_active(person).caller(), key.scopes, f"key {key.id}"), key.id)

    def _by_provider(self, claims: Mapping[str, Any]) -> SignedIn:
        verified = claims.get("email_verified") is True
        email = claims.get("email") if verified else None
        person = self._linked(OIDC, f"{claims['iss']}|{claims['sub']}", email if isinstance(email, str) else None)
        return self._came_in(SignedIn(person.caller(), EVERY_SCOPE, OIDC), f"{OIDC} {person.id}")

    def _by_widget(self, name: str, site: Site, token: str, origin: str | None) -> SignedIn:
        """A site vouches for its users: people here by their address, and others as people of the partner it names."""
        if origin is not None and origin not in site.origins:
            message = "This page may not use the widget: its address is not among those agreed for the site."
            raise Forbidden(message)
        claims = site.tokens.claims(token)
        email, partner = claims.get("email"), claims.get("partner")
        known = {one.id for one in self._records.partners()}
        allowed = known if site.partners is None else known.intersection(site.partners)
        if not isinstance(email, str) or not E_MAIL.fullmatch(email) or len(email) > LONGEST:
            message = "The site's token names nobody: sign one with the user's address as 'email'."
            raise Unauthenticated(message)
        if not isinstance(partner, str) or partner not in allowed:
            message = "The site's token names no partner it may speak for: sign one with the partner's id as 'partner'."
            raise Unauthenticated(message)
        person = self._people.by_email(email)
        if person is not None and _active(person).partner != partner:
            message = "The site's token names somebody who does not work for that partner."
            raise Unauthenticated(message)
        caller = person.caller() if person else Caller(Role.PARTNER, partner, guest_id(name, email))
        scopes = frozenset({Scope.ASK, Scope.READ})
        return self._came_in(SignedIn(caller, scopes, f"{WIDGET} {name}"), f"{WIDGET} {caller.owner}")

    def _linked(self, provider: str, subject: str, verified_email: str | None) -> Person:
        person = self._people.linked(provider, subject)
        if person is not None:
            return _active(person)
        person = self._people.by_email(verified_email) if verified_email else None
        if person is None:
            message = "You are signed in, but nobody has given this account access to Liaison: ask an administrator."
            raise Unauthenticated(message)
        _active(person)
        self._people.link(Link(provider, subject, person.id))
        detail = {"provider": provider, "by": "verified e-mail address"}
        self._audit.append(self._clock.now(), Event("person.linked", f"person:{person.id}", person.id, detail))
        return person

    def _came_in(self, signed_in: SignedIn, way: str) -> SignedIn:
        now = self._clock.now()
        noted = self._noted.get(way)
        if noted is None or now - noted >= NOTED_AGAIN:
            if len(self._noted) >= MOST_NOTED:
                self._noted.clear()
            self._noted[way] = now
            detail = {"way": signed_in.way, "as": str(signed_in.caller), "scopes": sorted(signed_in.scopes)}
            self._audit.append(now, Event("sign_in", signed_in.caller.owner, None, detail))
        return signed_in


class IssuerOf(Protocol):
    """Reads, unchecked, who a token says it is from."""

    def __call__(self, token: str) -> str | None: ...


def _active(person: Person | None) -> Person:
    if person is None or not person.active:
        message = "This account is switched off: ask an administrator."
        raise Unauthenticated(message)
    return person
