"""Who is asking: bearer tokens are issued and recognised here. The secret is shown once; only its SHA-256 is kept."""

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Final

from app.domain.access import Caller
from app.domain.errors import Unauthenticated
from app.ports import Clock, Token, Tokens

# A prefix lets people and secret scanners tell what a leaked string is.
PREFIX: Final = "lia_"

# 256 bits, written as 43 url-safe characters: beyond guessing, so a plain hash without salt is enough to keep.
_SECRET_BYTES: Final = 32


class TokenService:
    """Issues tokens that are valid for `days` days, and says whose a token is."""

    def __init__(self, tokens: Tokens, clock: Clock, days: int) -> None:
        self._tokens = tokens
        self._clock = clock
        self._valid_for = timedelta(days=days)

    def issue(self, caller: Caller, note: str | None = None) -> str:
        """A new secret for `caller`: `lia_` and 43 characters. It cannot be shown again."""
        secret = PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
        now = self._clock.now()
        self._tokens.save(Token(_digest(secret), caller, now, now + self._valid_for, note))
        return secret

    def caller_of(self, secret: str) -> Caller:
        """Whose token this is; raises Unauthenticated for an unknown or expired one."""
        digest = _digest(secret)
        token = self._tokens.find(digest)
        # The store looked the digest up in its own way; what counts is this comparison, which takes the same time always.
        if token is None or not hmac.compare_digest(token.digest, digest):
            message = "This token is not valid: ask an administrator for a new one."
            raise Unauthenticated(message)
        if token.expires_at <= self._clock.now():
            message = (
                f"This token expired on {token.expires_at.day} {token.expires_at:%B %Y}: ask an administrator for a new one."
            )
            raise Unauthenticated(message)
        return token.caller


def _digest(secret: str) -> str:
    # A secret comes from outside and may hold anything; "replace" keeps odd characters from raising.
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
