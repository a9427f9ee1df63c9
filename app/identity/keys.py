"""API keys: issued, recognised, revoked. The secret is shown once; only its SHA-256 is kept."""

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Final

from app.domain.access import Caller
from app.domain.audit import Event
from app.domain.errors import Invalid, Unauthenticated
from app.domain.people import EVERY_SCOPE, Key, Scope
from app.ports import AuditLog, Clock, Keys

# A prefix lets people and secret scanners tell what a leaked string is.
PREFIX: Final = "lia_"

# 256 bits, written as 43 url-safe characters: beyond guessing, so a plain hash without salt is enough to keep.
_SECRET_BYTES: Final = 32
_ID_BYTES: Final = 5

LONGEST_DAYS: Final = 3650
SECRET_LENGTH: Final = 512
"""Characters of what is looked at as a key; ours have 47."""


class KeyService:
    """Issues keys that are valid for `days` days unless said otherwise, and says which key a secret is."""

    def __init__(self, keys: Keys, audit: AuditLog, clock: Clock, days: int) -> None:
        self.kept = keys
        self._audit = audit
        self._clock = clock
        self._days = days

    def issue(
        self,
        holder: Caller,
        *,
        actor: str,
        scopes: frozenset[Scope] = EVERY_SCOPE,
        days: int | None = None,
        note: str | None = None,
    ) -> tuple[str, Key]:
        """A new secret for a person, or for a bare role: `lia_` and 43 characters. It cannot be shown again."""
        valid = self._days if days is None else days
        if not 0 < valid <= LONGEST_DAYS:
            message = f"A key is valid for 1 to {LONGEST_DAYS:,} days."
            raise Invalid(message)
        if not scopes:
            message = f"A key needs a scope: {', '.join(Scope)}."
            raise Invalid(message)
        secret = PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
        now = self._clock.now()
        role = None if holder.person else str(holder)
        identity = secrets.token_hex(_ID_BYTES)
        key = Key(identity, _digest(secret), now, now + timedelta(days=valid), holder.person, role, scopes, note)
        self.kept.save(key)
        detail = {"for": holder.owner, "scopes": sorted(scopes), "expires_at": key.expires_at.isoformat()}
        self._audit.append(now, Event("key.created", actor, identity, detail))
        return secret, key

    def key_of(self, secret: str) -> Key:
        """Which key this is; raises Unauthenticated for one that is unknown, expired or revoked."""
        digest = _digest(secret[:SECRET_LENGTH])
        key = self.kept.find(digest)
        # The store looked the digest up in its own way; what counts is this comparison, which takes the same time always.
        if key is None or not hmac.compare_digest(key.digest, digest):
            message = "This token is not valid: ask an administrator for a new one."
            raise Unauthenticated(message)
        if key.revoked_at is not None:
            message = "This token was revoked: ask an administrator for a new one."
            raise Unauthenticated(message)
        if key.expires_at <= self._clock.now():
            message = f"This token expired on {key.expires_at.day} {key.expires_at:%B %Y}: ask an administrator for a new one."
            raise Unauthenticated(message)
        return key

    def revoke(self, key_id: str, *, actor: str) -> None:
        """Let nobody in with this key from now on; raises NotFound."""
        now = self._clock.now()
        self.kept.revoke(key_id, now)
        self._audit.append(now, Event("key.revoked", actor, key_id))

    def everything(self) -> list[Key]:
        """All keys, expired and revoked ones too, oldest first."""
        return self.kept.everything()


def _digest(secret: str) -> str:
    # A secret comes from outside and may hold anything; "replace" keeps odd characters from raising.
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
