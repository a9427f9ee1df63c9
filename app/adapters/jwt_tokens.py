"""Tokens that others signed, checked with PyJWT: OpenID Connect's against a key set, the widget's against its site's secret.

Promises: the algorithms are ours to say, never the token's; issuer, audience and expiry must be there and right; and whatever
is wrong with a token, its sender reads one of few sentences, none of which helps to forge a better one.
"""

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Final
from urllib.parse import urlsplit

import jwt
import structlog
from jwt import PyJWK, PyJWKClient, PyJWKSet
from jwt.exceptions import ExpiredSignatureError, PyJWKClientConnectionError, PyJWKClientError, PyJWKSetError, PyJWTError

from app.domain.errors import Invalid, Unauthenticated, Unavailable

LEEWAY: Final = 30
"""Seconds by which two clocks may differ."""
KEYS_SECONDS: Final = 300
"""How long a fetched key set is taken for the present one."""
FETCH_SECONDS: Final = 5
ANEW_SECONDS: Final = 30
"""A key set is not fetched again sooner than this for a key that is not in it: anybody can name one."""
ASYMMETRIC: Final = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
LONGEST: Final = 8192
"""Characters of a token; larger ones are not even decoded."""

_log = structlog.get_logger(__name__)


def issuer_of(token: str) -> str | None:
    """Who a token says it is from, unchecked: only good for choosing who checks it. None where it is no signed token."""
    if len(token) > LONGEST or token.count(".") != len(("header.payload", "payload.signature")):
        return None
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
    except (PyJWTError, ValueError, RecursionError):
        return None
    issuer = claims.get("iss")
    return issuer if isinstance(issuer, str) else None


class OidcTokens:
    """Checks tokens of the provider `issuer` that are meant for `audience`, against the key set at `keys`, a URL or a file."""

    def __init__(self, issuer: str, audience: str, keys: str, algorithms: Sequence[str]) -> None:
        """Raises Invalid for algorithms with a shared secret, or for none."""
        if not algorithms or not ASYMMETRIC.issuperset(algorithms):
            message = f"LIAISON_OIDC_ALGORITHMS is not usable: name some of {', '.join(sorted(ASYMMETRIC))}."
            raise Invalid(message)
        self.issuer = issuer
        self._audience = audience
        self._algorithms = list(algorithms)
        self._keys = _FetchedKeys(keys) if urlsplit(keys).scheme in ("http", "https") else _KeysInFile(Path(keys))

    def claims(self, token: str) -> Mapping[str, Any]:
        """What the token says; raises Unauthenticated, and Unavailable where the key set cannot be had."""
        key = self._keys.key_for(token)
        if key is None or (key.algorithm_name not in self._algorithms):
            raise _not_valid()
        return _checked(token, key, self._algorithms, self._audience, self.issuer)


class WidgetTokens:
    """Checks the short-lived tokens that the site `issuer` signs for its users with a shared `secret`."""

    def __init__(self, issuer: str, audience: str, secret: str, longest: int) -> None:
        """`longest` is the number of seconds between a token's issue and its expiry that is accepted."""
        self.issuer = issuer
        self._audience = audience
        self._secret = secret
        self._longest = longest

    def claims(self, token: str) -> Mapping[str, Any]:
        """What the token says; raises Unauthenticated."""
        claims = _checked(token, self._secret, ["HS256"], self._audience, self.issuer)
        if claims["exp"] - claims["iat"] > self._longest:
            message = f"A widget's token may be valid for {self._longest} seconds at most: sign a shorter one."
            raise Unauthenticated(message)
        return claims


def _checked(token: str, key: Any, algorithms: Sequence[str], audience: str, issuer: str) -> Mapping[str, Any]:
    try:
        return jwt.decode(
            token,
            key,
            algorithms=list(algorithms),
            audience=audience,
            issuer=issuer,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "aud", "iss", "sub"]},
        )
    except ExpiredSignatureError:
        message = "This sign-in has expired: sign in again."
        raise Unauthenticated(message) from None
    except (PyJWTError, ValueError, TypeError, RecursionError) as error:
        _log.info("a signed token was refused", issuer=issuer, reason=type(error).__name__)
        raise _not_valid() from None


class _KeysInFile:
    """A key set in a file, read again when the file changes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[int, PyJWKSet] | None = None

    def key_for(self, token: str) -> PyJWK | None:
        name = _key_name(token)
        try:
            changed = self._path.stat().st_mtime_ns
            if self._read is None or self._read[0] != changed:
                self._read = changed, PyJWKSet.from_dict(json.loads(self._path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, AttributeError, PyJWKSetError, PyJWTError) as error:
            raise _no_keys() from error
        return _named(self._read[1], name)


class _FetchedKeys:
    """A key set at a URL, kept for some minutes, and fetched anew for a key that is not in it."""

    def __init__(self, url: str) -> None:
        self._client = PyJWKClient(url, cache_jwk_set=True, lifespan=KEYS_SECONDS, timeout=FETCH_SECONDS)
        self._fetched = 0.0
        self._guard = Lock()

    def key_for(self, token: str) -> PyJWK | None:
        name = _key_name(token)
        with self._guard:
            try:
                found = _named(self._client.get_jwk_set(), name)
                if found is None and time.monotonic() - self._fetched > ANEW_SECONDS:
                    self._fetched = time.monotonic()
                    found = _named(self._client.get_jwk_set(refresh=True), name)
            except (PyJWKClientConnectionError, PyJWKClientError, PyJWKSetError, ValueError, OSError) as error:
                raise _no_keys() from error
        return found


def _named(keys: PyJWKSet, name: str | None) -> PyJWK | None:
    """The key a token names; the only one there is for a token that names none."""
    usable = [key for key in keys.keys if key.public_key_use in (None, "sig")]
    if name is None:
        return usable[0] if len(usable) == 1 else None
    return next((key for key in usable if key.key_id == name), None)


def _key_name(token: str) -> str | None:
    try:
        name = jwt.get_unverified_header(token).get("kid")
    except (PyJWTError, ValueError, RecursionError):
        raise _not_valid() from None
    return name if isinstance(name, str) else None


def _not_valid() -> Unauthenticated:
    return Unauthenticated("This sign-in is not valid: sign in again.")


def _no_keys() -> Unavailable:
    _log.exception("the key set of the sign-in provider cannot be read")
    return Unavailable("Sign-ins cannot be checked at the moment: the provider's keys cannot be read. Try again later.")
