"""Tokens that others signed are believed for the right reasons only."""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from hypothesis import given, settings
from hypothesis import strategies as st

from app.adapters import jwt_tokens
from app.adapters.jwt_tokens import OidcTokens, WidgetTokens, issuer_of
from app.domain.errors import Invalid, Unauthenticated, Unavailable
from tests.fakes.signing import AUDIENCE, ISSUER, KeyServer, claims, ec_key, key_set, rsa_key, signed

SECRET = "a-secret-of-the-site-that-is-long-enough-for-any-of-the-algorithms-at-hand"
HOUR = timedelta(hours=1)


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    path = tmp_path / "keys.json"
    path.write_text(json.dumps(key_set("one", "two")), encoding="utf-8")
    return path


@pytest.fixture
def tokens(keys: Path) -> OidcTokens:
    return OidcTokens(ISSUER, AUDIENCE, str(keys), ["RS256"])


@pytest.fixture
def server() -> Iterator[KeyServer]:
    with KeyServer("one") as running:
        yield running


def public_pem(name: str) -> bytes:
    return rsa_key(name).public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def unsigned(values: dict[str, Any]) -> str:
    return jwt.encode(values, "", "none", headers={"kid": "one"})


def by_hand(header: dict[str, Any], body: dict[str, Any], signature: bytes = b"") -> str:
    parts = [json.dumps(header).encode(), json.dumps(body).encode(), signature]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def test_a_good_token_says_what_it_says(tokens: OidcTokens) -> None:
    assert tokens.claims(signed(claims()))["email"] == "ada@acme.example"
    assert tokens.claims(signed(claims(aud=["other", AUDIENCE]), rsa_key("two"), kid="two"))["sub"] == "00u1"


NOW = datetime.now(UTC)
WRONG: dict[str, dict[str, Any]] = {
    "another audience": {"aud": "somebody-else"},
    "no audience": {"aud": None},
    "another issuer": {"iss": "https://evil.example"},
    "no issuer": {"iss": None},
    "no expiry": {"exp": None},
    "no subject": {"sub": None},
    "not valid yet": {"nbf": NOW + HOUR},
    "issued later than now": {"iat": NOW + HOUR},
    "an expiry that is no time": {"exp": "never"},
}


@pytest.mark.parametrize("wrong", list(WRONG))
def test_a_token_with_a_wrong_or_missing_claim_is_not_valid(tokens: OidcTokens, wrong: str) -> None:
    assert tokens.claims(signed(claims()))
    with pytest.raises(Unauthenticated, match=r"^This sign-in is not valid: sign in again\.$"):
        tokens.claims(
            signed(claims(**WRONG[wrong]))
            if wrong != "an expiry that is no time"
            else by_hand({"alg": "RS256", "kid": "one"}, {"iss": ISSUER, "aud": AUDIENCE, "exp": "never"})
        )


def test_an_expired_token_is_said_to_be_expired_after_a_moment_of_grace(tokens: OidcTokens) -> None:
    assert tokens.claims(signed(claims(iat=NOW - HOUR, exp=datetime.now(UTC) - timedelta(seconds=5))))
    with pytest.raises(Unauthenticated, match="has expired"):
        tokens.claims(signed(claims(iat=NOW - HOUR, exp=datetime.now(UTC) - timedelta(minutes=2))))


def test_the_algorithm_is_ours_to_say(tokens: OidcTokens) -> None:
    forged = [
        unsigned(claims()),
        by_hand({"alg": "None", "kid": "one"}, {"iss": ISSUER, "aud": AUDIENCE, "sub": "x", "exp": 9999999999, "iat": 1}),
        by_hand({"alg": "HS256", "kid": "one"}, {"iss": ISSUER, "aud": AUDIENCE}, b"x" * 32),
        signed(claims(), rsa_key("one"), "RS512"),
        signed(claims(), rsa_key("one"), "PS256"),
        signed(claims(), ec_key("one"), "ES256"),
    ]
    for token in forged:
        with pytest.raises(Unauthenticated, match="not valid"):
            tokens.claims(token)


def test_the_public_key_is_no_shared_secret(tokens: OidcTokens) -> None:
    header, payload = {"alg": "HS256", "typ": "JWT", "kid": "one"}, claims()
    values = {**payload, "iat": int(payload["iat"].timestamp()), "exp": int(payload["exp"].timestamp())}
    first = by_hand(header, values).rpartition(".")[0]

    signature = hmac.new(public_pem("one"), first.encode(), hashlib.sha256).digest()
    forged = f"{first}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"
    with pytest.raises(Unauthenticated, match="not valid"):
        tokens.claims(forged)


def test_only_the_keys_of_the_set_count(tokens: OidcTokens) -> None:
    evil = rsa_key("evil")
    jwk = json.loads(jwt.get_algorithm_by_name("RS256").to_jwk(evil.public_key()))
    embedded = jwt.encode(claims(), evil, "RS256", headers={"kid": "one", "jwk": jwk, "jku": "http://127.0.0.1:1/keys"})
    for token in (signed(claims(), evil), signed(claims(), evil, kid="evil"), signed(claims(), kid=None), embedded):
        with pytest.raises(Unauthenticated, match="not valid"):
            tokens.claims(token)


@pytest.mark.parametrize("algorithms", [[], ["HS256"], ["none"], ["RS256", "HS256"], ["rs256"]])
def test_algorithms_with_a_shared_secret_cannot_be_configured(keys: Path, algorithms: list[str]) -> None:
    with pytest.raises(Invalid, match="LIAISON_OIDC_ALGORITHMS is not usable"):
        OidcTokens(ISSUER, AUDIENCE, str(keys), algorithms)


def test_a_key_set_that_changes_counts_as_it_is_now(tokens: OidcTokens, keys: Path) -> None:
    assert tokens.claims(signed(claims()))
    keys.write_text(json.dumps(key_set("two")), encoding="utf-8")
    os.utime(keys, ns=(1, 1))
    with pytest.raises(Unauthenticated, match="not valid"):
        tokens.claims(signed(claims()))


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"keys": []}', '{"keys": [{"kty": "RSA"}]}', "no json"])
def test_a_key_set_that_cannot_be_read_is_no_refusal(tokens: OidcTokens, keys: Path, content: str) -> None:
    keys.write_text(content, encoding="utf-8")
    with pytest.raises(Unavailable, match="Sign-ins cannot be checked at the moment"):
        tokens.claims(signed(claims()))


def test_a_fetched_key_set_is_kept_for_a_while(server: KeyServer) -> None:
    tokens = OidcTokens(ISSUER, AUDIENCE, server.url, ["RS256"])
    for _ in range(3):
        assert tokens.claims(signed(claims()))
    assert server.fetched == 1


def test_a_new_key_is_fetched_once_and_an_invented_one_does_not_make_us_fetch_for_ever(
    server: KeyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = OidcTokens(ISSUER, AUDIENCE, server.url, ["RS256"])
    assert tokens.claims(signed(claims()))
    server.names.append("two")
    assert tokens.claims(signed(claims(), rsa_key("two"), kid="two"))
    assert server.fetched == 2
    for _ in range(5):
        with pytest.raises(Unauthenticated):
            tokens.claims(signed(claims(), rsa_key("evil"), kid="invented"))
    assert server.fetched == 2
    monkeypatch.setattr(jwt_tokens, "ANEW_SECONDS", 0)
    with pytest.raises(Unauthenticated):
        tokens.claims(signed(claims(), rsa_key("evil"), kid="invented"))
    assert server.fetched == 3


def test_a_provider_that_cannot_be_reached_is_no_refusal(server: KeyServer) -> None:
    server.broken = True
    with pytest.raises(Unavailable, match="the provider's keys cannot be read"):
        OidcTokens(ISSUER, AUDIENCE, server.url, ["RS256"]).claims(signed(claims()))


@pytest.fixture
def widget() -> WidgetTokens:
    return WidgetTokens("portal", "liaison", SECRET, longest=900)


def of_widget(secret: str = SECRET, algorithm: str = "HS256", **more: Any) -> str:
    return jwt.encode(claims(**({"iss": "portal", "aud": "liaison"} | more)), secret, algorithm)


def test_a_site_s_token_says_what_it_says(widget: WidgetTokens) -> None:
    assert widget.claims(of_widget(partner="acme"))["partner"] == "acme"


def test_a_site_s_token_is_short_lived(widget: WidgetTokens) -> None:
    with pytest.raises(Unauthenticated, match="valid for 900 seconds at most"):
        widget.claims(of_widget(exp=datetime.now(UTC) + HOUR))


def test_a_site_s_token_is_signed_with_its_secret(widget: WidgetTokens) -> None:
    wrong = [
        of_widget(secret=f"{SECRET}x"),
        of_widget(algorithm="HS512"),
        of_widget(aud=AUDIENCE),
        of_widget(iss="other"),
        of_widget(iat=None),
        unsigned(claims(iss="portal", aud="liaison")),
    ]
    for token in wrong:
        with pytest.raises(Unauthenticated, match="not valid"):
            widget.claims(token)


def test_who_a_token_says_it_is_from_can_be_read_unchecked() -> None:
    assert issuer_of(signed(claims())) == ISSUER
    assert issuer_of(unsigned(claims())) == ISSUER
    for other in (
        "lia_secret",
        "",
        "a.b.c",
        signed(claims(iss=None)),
        f"{'a' * 9000}.b.c",
        "ü.ö.ä",
        by_hand({}, {"iss": ["x"]}),
    ):
        assert issuer_of(other) is None


@settings(deadline=None, max_examples=200)
@given(
    st.text(st.characters(categories=None))
    | st.lists(st.binary(max_size=20), min_size=3, max_size=3).map(
        lambda parts: ".".join(base64.urlsafe_b64encode(part).decode() for part in parts)
    )
)
def test_whatever_is_sent_is_at_worst_not_a_token(text: str) -> None:
    assert issuer_of(text) is None
