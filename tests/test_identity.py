"""Bearer tokens: issued once, recognised until they expire."""

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.access import Caller
from app.domain.errors import Unauthenticated
from app.identity import TokenService
from app.ports import Token
from tests.fakes.clock import FixedClock
from tests.fakes.tokens import MemoryTokens

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ACME = Caller.parse("partner:acme")


def test_whoever_holds_the_secret_is_the_caller_it_was_issued_for() -> None:
    service = TokenService(MemoryTokens(), FixedClock(NOON), days=30)
    secrets = {role: service.issue(Caller.parse(role)) for role in ("partner:acme", "manager", "admin")}
    assert {role: str(service.caller_of(secret)) for role, secret in secrets.items()} == {role: role for role in secrets}


def test_a_secret_is_prefixed_url_safe_and_different_each_time() -> None:
    service = TokenService(MemoryTokens(), FixedClock(NOON), days=30)
    secrets = {service.issue(ACME) for _ in range(20)}
    assert len(secrets) == 20
    assert all(re.fullmatch(r"lia_[A-Za-z0-9_-]{43}", secret) for secret in secrets)


def test_only_the_digest_of_the_secret_is_kept() -> None:
    tokens = MemoryTokens()
    secret = TokenService(tokens, FixedClock(NOON), days=30).issue(ACME, "laptop")
    digest = sha256(secret.encode()).hexdigest()
    assert tokens.find(digest) == Token(digest, ACME, NOON, NOON + timedelta(days=30), "laptop")
    assert secret not in repr(tokens.find(digest))


def test_a_token_is_valid_up_to_its_last_moment_and_not_from_then_on() -> None:
    tokens = MemoryTokens()
    secret = TokenService(tokens, FixedClock(NOON), days=30).issue(ACME)
    end = NOON + timedelta(days=30)
    assert TokenService(tokens, FixedClock(end - timedelta(microseconds=1)), days=30).caller_of(secret) == ACME
    with pytest.raises(Unauthenticated, match=r"^This token expired on 31 March 2026: ask an administrator for a new one\.$"):
        TokenService(tokens, FixedClock(end), days=30).caller_of(secret)


def test_a_store_that_returns_another_token_lets_nobody_in() -> None:
    class Careless(MemoryTokens):
        def find(self, digest: str) -> Token:
            return Token(f"not {digest}", ACME, NOON, NOON + timedelta(days=30))

    with pytest.raises(Unauthenticated, match="not valid"):
        TokenService(Careless(), FixedClock(NOON), days=30).caller_of("lia_guess")


@settings(deadline=None)
@given(secret=st.text(st.characters(categories=None)))
def test_whatever_is_sent_as_a_token_is_at_worst_not_valid(secret: str) -> None:
    service = TokenService(MemoryTokens(), FixedClock(NOON), days=30)
    with pytest.raises(Unauthenticated, match="not valid"):
        service.caller_of(secret)
