"""API keys: issued once, recognised until they expire or are revoked."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.access import Caller, Role
from app.domain.errors import Invalid, Unauthenticated
from app.domain.people import EVERY_SCOPE, Key, Scope
from app.identity.keys import KeyService
from tests.fakes.audit import MemoryAuditLog
from tests.fakes.clock import FixedClock
from tests.fakes.people import MemoryKeys

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ACME = Caller.parse("partner:acme")


class Desk:
    """A service over keys in memory, at noon."""

    def __init__(self) -> None:
        self.kept, self.audit, self.clock = MemoryKeys(), MemoryAuditLog(), FixedClock(NOON)
        self.service = KeyService(self.kept, self.audit, self.clock, days=30)

    def issue(self, caller: Caller = ACME) -> str:
        return self.service.issue(caller, actor="operator")[0]


def test_whoever_holds_the_secret_holds_the_key_that_was_issued() -> None:
    desk = Desk()
    issued = [desk.service.issue(Caller.parse(role), actor="operator") for role in ("partner:acme", "manager", "admin")]
    assert [desk.service.key_of(secret) for secret, _ in issued] == [key for _, key in issued]
    assert [key.role for _, key in issued] == ["partner:acme", "manager", "admin"]
    _, own = desk.service.issue(Caller(Role.PARTNER, "acme", "ada"), actor="operator")
    assert (own.person, own.role) == ("ada", None)


def test_a_secret_is_prefixed_url_safe_and_different_each_time() -> None:
    desk = Desk()
    secrets = {desk.issue() for _ in range(20)}
    assert len(secrets) == 20
    assert all(re.fullmatch(r"lia_[A-Za-z0-9_-]{43}", secret) for secret in secrets)


def test_only_the_digest_of_the_secret_is_kept() -> None:
    desk = Desk()
    secret, key = desk.service.issue(ACME, actor="operator", note="laptop")
    expected = Key(
        key.id,
        sha256(secret.encode()).hexdigest(),
        NOON,
        NOON + timedelta(days=30),
        None,
        "partner:acme",
        EVERY_SCOPE,
        "laptop",
    )
    assert desk.kept.everything() == [expected]
    everything = repr([desk.kept.everything(), list(desk.audit.entries())])
    assert secret not in everything
    assert secret.removeprefix("lia_") not in everything


def test_a_key_is_valid_up_to_its_last_moment_and_not_from_then_on() -> None:
    desk = Desk()
    secret = desk.issue()
    desk.clock.advance(timedelta(days=30) - timedelta(microseconds=1))
    assert desk.service.key_of(secret).role == "partner:acme"
    desk.clock.advance(timedelta(microseconds=1))
    with pytest.raises(Unauthenticated, match=r"^This token expired on 31 March 2026: ask an administrator for a new one\.$"):
        desk.service.key_of(secret)


def test_a_revoked_key_lets_nobody_in() -> None:
    desk = Desk()
    secret, key = desk.service.issue(ACME, actor="operator")
    desk.service.revoke(key.id, actor="operator")
    with pytest.raises(Unauthenticated, match=r"^This token was revoked: ask an administrator for a new one\.$"):
        desk.service.key_of(secret)
    assert [entry.event.what for entry in desk.audit.entries()] == ["key.created", "key.revoked"]


@pytest.mark.parametrize("days", [0, -1, 3651])
def test_a_key_ends_within_ten_years(days: int) -> None:
    with pytest.raises(Invalid, match="1 to 3,650 days"):
        Desk().service.issue(ACME, actor="operator", days=days)


def test_a_key_is_good_for_something() -> None:
    with pytest.raises(Invalid, match="A key needs a scope: ask, read, audit"):
        Desk().service.issue(ACME, actor="operator", scopes=frozenset())
    _, key = Desk().service.issue(ACME, actor="operator", scopes=frozenset({Scope.READ}), days=1)
    assert (key.scopes, key.expires_at) == (frozenset({Scope.READ}), NOON + timedelta(days=1))


def test_a_store_that_returns_another_key_lets_nobody_in() -> None:
    desk = Desk()
    _, key = desk.service.issue(ACME, actor="operator")

    class Careless(MemoryKeys):
        def find(self, digest: str) -> Key:
            return replace(key, digest=f"not {digest}")

    service = KeyService(Careless(), desk.audit, desk.clock, days=30)
    with pytest.raises(Unauthenticated, match="not valid"):
        service.key_of("lia_guess")


@settings(deadline=None)
@given(secret=st.text(st.characters(categories=None)))
def test_whatever_is_sent_as_a_token_is_at_worst_not_valid(secret: str) -> None:
    with pytest.raises(Unauthenticated, match="not valid"):
        Desk().service.key_of(secret)
