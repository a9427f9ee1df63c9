"""A sign-in provider and widget sites made for one run, and tokens of every sort: good ones, and such as should not be."""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ISSUER: Final = "https://login.fjellvik.example"
AUDIENCE: Final = "liaison-attacked"
WIDGET: Final = "liaison"
PORTAL_ORIGIN: Final = "https://portal.acme.example"
WORLD_ORIGIN: Final = "https://world.example"
MINUTE: Final = 60
BITS: Final = 2048


@dataclass(frozen=True)
class Provider:
    """The provider's key, somebody else's key, and the sites' shared secrets."""

    folder: Path

    @cached_property
    def own(self) -> rsa.RSAPrivateKey:
        """The key that is in the key set as `one`."""
        return rsa.generate_private_key(public_exponent=65537, key_size=BITS)

    @cached_property
    def foreign(self) -> rsa.RSAPrivateKey:
        """A key that is not."""
        return rsa.generate_private_key(public_exponent=65537, key_size=BITS)

    @cached_property
    def shared(self) -> dict[str, str]:
        """The sites' secrets."""
        return {name: hashlib.sha256(f"{name} {self.folder}".encode()).hexdigest() for name in ("portal", "world")}

    @cached_property
    def key_set(self) -> Path:
        """The key set as a file."""
        path = self.folder / "keys.json"
        path.write_text(json.dumps({"keys": [jwk_of(self.own)]}), encoding="utf-8")
        return path

    @property
    def public_pem(self) -> bytes:
        """What HMAC is keyed with where a verifier can be talked into it."""
        return self.own.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @property
    def settings(self) -> dict[str, Any]:
        """What a Liaison is told of them."""
        sites = {
            "portal": {"secret": self.shared["portal"], "origins": [PORTAL_ORIGIN], "partners": ["acme"]},
            "world": {"secret": self.shared["world"], "origins": [WORLD_ORIGIN]},
        }
        return {
            "oidc_issuer": ISSUER,
            "oidc_audience": AUDIENCE,
            "oidc_keys": str(self.key_set),
            "widget_sites": sites,
        }

    def of_person(self, who: str, key: Any = None, algorithm: str = "RS256", header: Any = None, **more: Any) -> str:
        """The provider's token for somebody; `more` changes claims, None leaves one out."""
        usual = {"iss": ISSUER, "aud": AUDIENCE, "sub": who, "email": who, "email_verified": True}
        return jwt.encode(
            _claims(usual | more), key or self.own, algorithm, headers={"kid": "one"} if header is None else header
        )

    def of_site(self, site: str, who: str, partner: str | None, key: str | None = None, **more: Any) -> str:
        """A widget's token."""
        usual = {"iss": site, "aud": WIDGET, "sub": who, "email": who, "partner": partner}
        return jwt.encode(_claims(usual | more), key or self.shared[site], "HS256")


def forged(header: dict[str, Any], who: str, key: bytes | None = None, **more: Any) -> str:
    """A token put together by hand, as no library would: unsigned, or keyed with HMAC and `key`."""
    usual = {"iss": ISSUER, "aud": AUDIENCE, "sub": who, "email": who, "email_verified": True}
    body = ".".join(_part(part) for part in ({"typ": "JWT", **header}, _claims(usual | more)))
    return f"{body}.{_bare(hmac.new(key, body.encode(), hashlib.sha256).digest()) if key else ''}"


def jwk_of(key: rsa.RSAPrivateKey, name: str = "one") -> dict[str, Any]:
    """The public half of a key as it stands in a key set."""
    made = jwt.get_algorithm_by_name("RS256").to_jwk(key.public_key(), as_dict=True)
    return {**made, "kid": name, "alg": "RS256", "use": "sig"}


def _claims(values: dict[str, Any]) -> dict[str, Any]:
    now = int(time.time())
    whole = {"iat": now, "exp": now + 5 * MINUTE, **values}
    return {name: value for name, value in whole.items() if value is not None}


def _part(values: dict[str, Any]) -> str:
    return _bare(json.dumps(values).encode())


def _bare(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
