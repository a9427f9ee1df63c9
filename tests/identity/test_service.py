"""Whoever comes in is turned into a caller, by whichever way, or is told why not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from app.adapters.jwt_tokens import WidgetTokens, issuer_of
from app.domain.access import PUBLIC, Audience, Caller, Reach, Role
from app.domain.documents import Partner
from app.domain.errors import Forbidden, LiaisonError, Unauthenticated
from app.domain.people import EVERY_SCOPE, Link, Person, Scope, guest_id
from app.identity.keys import KeyService
from app.identity.service import NOTED_AGAIN, Identities, Site
from tests.fakes.audit import MemoryAuditLog
from tests.fakes.clock import FixedClock
from tests.fakes.people import MemoryKeys, MemoryPeople
from tests.fakes.records import MemoryRecords
from tests.fakes.signing import AUDIENCE, ISSUER, claims

SECRET = "a-secret-of-the-site-that-is-long-enough"
PORTAL = "https://portal.acme.example"
ADA = Person.of("ada", "partner:acme", email="ada@acme.example")
INGRID = Person.of("ingrid", "manager", email="ingrid@vendor.example", portfolio=["acme"], groups=["legal"])


class Provider:
    """Believes every token that says it is the provider's; what is checked there is tested with real signatures."""

    issuer = ISSUER

    def claims(self, token: str) -> dict[str, Any]:
        return dict(jwt.decode(token, options={"verify_signature": False}))


class Door:
    """Everybody's way in, over people and keys in memory."""

    def __init__(self) -> None:
        self.people, self.audit, self.clock = MemoryPeople(), MemoryAuditLog(), FixedClock(datetime(2026, 3, 1, 12, tzinfo=UTC))
        self.keys = KeyService(MemoryKeys(), self.audit, self.clock, days=30)
        records = MemoryRecords()
        records.save_partners([Partner("acme", "Acme"), Partner("borealis", "Borealis")])
        sites = {
            "portal": Site(WidgetTokens("portal", "liaison", SECRET, 900), {PORTAL}, {"acme"}),
            "world": Site(WidgetTokens("world", "liaison", SECRET[::-1], 900), {"https://world.example"}),
        }
        self.service = Identities(self.keys, self.people, records, self.audit, self.clock, issuer_of, Provider(), sites)
        for person in (ADA, INGRID):
            self.people.add(person)

    def events(self) -> list[str]:
        return [entry.event.what for entry in self.audit.entries()]


@pytest.fixture
def door() -> Door:
    return Door()


def of_provider(**more: Any) -> str:
    return jwt.encode(claims(**more), "x" * 32)


def of_site(secret: str = SECRET, **more: Any) -> str:
    usual = {"iss": "portal", "aud": "liaison", "partner": "acme"}
    return jwt.encode(claims(**(usual | more)), secret)


def test_a_role_s_key_and_a_person_s_key_open_the_door(door: Door) -> None:
    secret, key = door.keys.issue(Caller.parse("partner:acme"), actor="operator", scopes=frozenset({Scope.ASK}))
    signed_in = door.service.sign_in(secret)
    assert (signed_in.caller, signed_in.scopes, signed_in.way) == (
        Caller(Role.PARTNER, "acme"),
        frozenset({Scope.ASK}),
        f"key {key.id}",
    )
    own, _ = door.keys.issue(INGRID.caller(), actor="operator")
    assert door.service.sign_in(own).caller == INGRID.caller()


def test_what_a_person_becomes_counts_at_once_for_every_way_in(door: Door) -> None:
    secret, _ = door.keys.issue(INGRID.caller(), actor="operator")
    provider = of_provider(sub="i", email=INGRID.email)
    assert door.service.sign_in(provider).caller.may_see(Audience("partner", "acme"))
    door.people.change(replace(INGRID, portfolio=frozenset(), groups=frozenset()))
    for way in (secret, provider):
        assert not door.service.sign_in(way).caller.may_see(Audience("partner", "acme"))
    door.people.change(replace(INGRID, active=False))
    for way in (secret, provider):
        with pytest.raises(Unauthenticated, match="This account is switched off"):
            door.service.sign_in(way)


def test_a_removed_person_s_key_is_no_way_in(door: Door) -> None:
    secret, _ = door.keys.issue(INGRID.caller(), actor="operator")
    door.people.remove("ingrid")
    with pytest.raises(Unauthenticated, match="switched off"):
        door.service.sign_in(secret)


def test_the_provider_s_people_are_known_by_verified_address_and_linked_from_then_on(door: Door) -> None:
    signed_in = door.service.sign_in(of_provider(sub="a1"))
    assert (signed_in.caller, signed_in.scopes, signed_in.way) == (ADA.caller(), EVERY_SCOPE, "oidc")
    assert door.people.links("ada") == [Link("oidc", f"{ISSUER}|a1", "ada")]
    assert door.service.sign_in(of_provider(sub="a1", email="changed@acme.example")).caller == ADA.caller()
    assert "person.linked" in door.events()


@pytest.mark.parametrize(
    "more", [{"email_verified": False}, {"email_verified": None}, {"email_verified": "true"}, {"email": None}]
)
def test_an_address_that_the_provider_has_not_verified_proves_nothing(door: Door, more: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated, match="nobody has given this account access"):
        door.service.sign_in(of_provider(sub="a1", **more))
    assert door.people.links("ada") == []


def test_nobody_registers_themselves(door: Door) -> None:
    with pytest.raises(Unauthenticated, match="nobody has given this account access"):
        door.service.sign_in(of_provider(sub="e1", email="eve@evil.example"))
    assert door.people.everyone() == [ADA, INGRID]


def test_a_token_of_nobody_s_is_not_valid(door: Door) -> None:
    for secret in (of_provider(iss="https://evil.example"), of_site(iss="nobody"), "", "lia_", "lia_x", "a.b.c"):
        with pytest.raises(Unauthenticated, match="This token is not valid"):
            door.service.sign_in(secret)


def test_a_site_speaks_for_its_users(door: Door) -> None:
    known, unknown = (door.service.sign_in(of_site(email=email), PORTAL) for email in ("Ada@acme.example", "new@acme.example"))
    assert known.caller == ADA.caller()
    assert unknown.caller == Caller(Role.PARTNER, "acme", guest_id("portal", "New@acme.example"))
    assert known.scopes == unknown.scopes == {Scope.ASK, Scope.READ}
    assert known.caller.owner != unknown.caller.owner
    assert "new@" not in repr(list(door.audit.entries()))


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"email": None}, "names nobody"),
        ({"email": "not an address"}, "names nobody"),
        ({"email": ["ada@acme.example"]}, "names nobody"),
        ({"partner": None}, "names no partner"),
        ({"partner": "unknown"}, "names no partner"),
        ({"partner": "borealis"}, "names no partner it may speak for"),
        ({"partner": ["acme"]}, "names no partner"),
        ({"email": "ingrid@vendor.example"}, "somebody who does not work for that partner"),
        ({"secret": SECRET[::-1]}, "not valid"),
        ({"aud": AUDIENCE}, "not valid"),
    ],
)
def test_a_site_cannot_speak_for_others(door: Door, more: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Unauthenticated, match=sentence):
        door.service.sign_in(of_site(**more), PORTAL)
    assert door.service.sign_in(of_site(), PORTAL).caller == ADA.caller()


def test_one_site_cannot_sign_for_another(door: Door) -> None:
    with pytest.raises(Unauthenticated, match="not valid"):
        door.service.sign_in(of_site(iss="world"), "https://world.example")
    other = door.service.sign_in(
        of_site(SECRET[::-1], iss="world", partner="borealis", email="b@x.example"), "https://world.example"
    )
    assert other.caller.partner == "borealis"


def test_the_widget_works_on_the_pages_agreed_for_its_site(door: Door) -> None:
    for origin in ("https://evil.example", "null", f"{PORTAL}.evil.example", "https://world.example"):
        with pytest.raises(Forbidden, match="This page may not use the widget"):
            door.service.sign_in(of_site(), origin)


def test_a_slack_user_is_who_they_are_linked_to_or_whose_verified_address_they_have(door: Door) -> None:
    by_mail = door.service.in_slack("T1", "U1", "ingrid@vendor.example", verified=True)
    assert by_mail.caller == INGRID.caller()
    assert door.service.in_slack("T1", "U1", None, verified=False).caller == INGRID.caller()
    door.people.link(Link("slack", "T1:U2", "ada"))
    assert door.service.in_slack("T1", "U2", "ingrid@vendor.example", verified=True).caller == ADA.caller()
    for team, user, email, verified in (
        ("T2", "U1", None, False),
        ("T1", "U3", "ada@acme.example", False),
        ("T1", "U3", "x@y.zz", True),
    ):
        with pytest.raises(Unauthenticated, match="nobody has given this account access"):
            door.service.in_slack(team, user, email, verified=verified)


def test_in_a_channel_an_answer_may_use_what_all_its_readers_may_see(door: Door) -> None:
    readers = Reach(frozenset({PUBLIC}))
    caller = door.service.in_slack("T1", "U1", "ingrid@vendor.example", verified=True, readers=readers).caller
    assert caller.may_see(PUBLIC)
    assert not caller.may_see(Audience("partner", "acme"))
    assert caller.owner == "person:ingrid"


def test_coming_in_is_noted_once_an_hour_and_never_with_the_secret(door: Door) -> None:
    secret, key = door.keys.issue(ADA.caller(), actor="operator")
    for _ in range(3):
        door.service.sign_in(secret)
    assert door.events() == ["key.created", "sign_in"]
    door.clock.advance(NOTED_AGAIN)
    door.service.sign_in(secret)
    assert door.events() == ["key.created", "sign_in", "sign_in"]
    noted = list(door.audit.entries())[-1].event
    assert (noted.actor, noted.detail["way"], noted.detail["as"]) == ("person:ada", f"key {key.id}", "partner:acme")
    assert secret not in repr(list(door.audit.entries()))
    door.clock.advance(timedelta(minutes=1))
    with pytest.raises(LiaisonError):
        door.service.sign_in("lia_wrong")
    assert len(door.events()) == 3
