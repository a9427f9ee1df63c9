"""A sign-in provider with keys of its own, and the tokens it and others sign."""

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

ISSUER, AUDIENCE = "https://login.example", "liaison-client"


@cache
def rsa_key(name: str) -> rsa.RSAPrivateKey:
    """A key of its own for every name; made once."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def ec_key(name: str) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def key_set(*names: str) -> dict[str, Any]:
    """The public halves as a JWKS."""
    made = [(name, jwt.get_algorithm_by_name("RS256").to_jwk(rsa_key(name).public_key(), as_dict=True)) for name in names]
    return {"keys": [{**jwk, "kid": name, "alg": "RS256", "use": "sig"} for name, jwk in made]}


def claims(**more: Any) -> dict[str, Any]:
    """What a good token says, with `more` on top; a claim that is None is left out."""
    now = datetime.now(UTC)
    usual = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "00u1",
        "iat": now,
        "exp": now + timedelta(minutes=5),
        "email": "ada@acme.example",
        "email_verified": True,
    }
    return {name: value for name, value in (usual | more).items() if value is not None}


def signed(values: dict[str, Any], key: Any = None, algorithm: str = "RS256", kid: str | None = "one") -> str:
    """A token; signed with the provider's first key unless told otherwise."""
    return jwt.encode(values, rsa_key("one") if key is None else key, algorithm, headers={"kid": kid} if kid else None)


class KeyServer:
    """Serves a key set on this machine for the length of a `with` block, and counts how often it is fetched."""

    def __init__(self, *names: str) -> None:
        self.names = list(names)
        self.fetched = 0
        self.broken = False
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.fetched += 1
                self.send_response(503 if server.broken else 200)
                self.end_headers()
                self.wfile.write(b"" if server.broken else json.dumps(key_set(*server.names)).encode())

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/keys"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
