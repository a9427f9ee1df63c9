"""Everybody has a share of their own, and guessing tokens is slow work."""

import time
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from app.api.quotas import address_of, spoken
from app.config import load_settings
from app.domain.access import Caller, Role
from app.domain.people import EVERY_SCOPE, SignedIn
from app.main import create_app
from tests.api.conftest import signed_in
from tests.api.scene import Scene

QUESTION = {"message": "How much notice?"}


def serving(**limits: int) -> TestClient:
    return TestClient(create_app(Scene(load_settings(**limits))))


def asked(client: TestClient, times: int) -> list[int]:
    return [client.post("/v1/chat", json=QUESTION).status_code for _ in range(times)]


def listed(client: TestClient, times: int) -> list[int]:
    return [client.get("/v1/documents").status_code for _ in range(times)]


def test_one_question_too_many_is_refused_with_the_time_to_come_again() -> None:
    acme = signed_in(serving(questions_per_minute=2), "lia_acme")
    assert asked(acme, 2) == [200, 200]
    refused = acme.post("/v1/chat", json=QUESTION)
    wait = int(refused.headers["Retry-After"])
    assert refused.status_code == 429
    assert 1 <= wait <= 60
    assert refused.json() == {
        "error": "limited",
        "detail": f"You have used up your 2 questions a minute: try again in {spoken(wait)}.",
    }


def test_a_day_has_a_limit_of_its_own() -> None:
    acme = signed_in(serving(questions_per_day=2), "lia_acme")
    assert asked(acme, 3) == [200, 200, 429]
    detail = acme.post("/v1/chat", json=QUESTION).json()["detail"]
    assert detail == "You have used up your 2 questions a day: try again in 24 hours."


def test_what_one_caller_uses_up_is_nobody_else_s() -> None:
    anyone = serving(questions_per_minute=1, requests_per_minute=1)
    acme, borealis = signed_in(anyone, "lia_acme"), signed_in(anyone, "lia_borealis")
    assert asked(acme, 2) == [200, 429]
    assert listed(acme, 2) == [200, 429]
    assert asked(borealis, 2) == [200, 429]
    assert listed(borealis, 2) == [200, 429]


def test_a_person_has_one_share_whichever_way_they_come() -> None:
    scene = Scene(load_settings(questions_per_minute=3))
    person = Caller(Role.PARTNER, "acme", "ann")
    for way in ("key", "widget"):
        scene.identities.signed_in[way] = SignedIn(person, EVERY_SCOPE, way)
    anyone = TestClient(create_app(scene))
    assert asked(signed_in(anyone, "key"), 2) == [200, 200]
    assert asked(signed_in(anyone, "widget"), 2) == [200, 429]
    assert asked(signed_in(anyone, "lia_acme"), 1) == [200], "the bare role is somebody else"


def test_questions_do_not_use_up_what_looking_at_documents_needs() -> None:
    acme = signed_in(serving(questions_per_minute=1, requests_per_minute=1), "lia_acme")
    assert asked(acme, 3) == [200, 429, 429]
    assert listed(acme, 1) == [200]


def test_a_new_minute_brings_a_new_share(monkeypatch: pytest.MonkeyPatch) -> None:
    acme = signed_in(serving(requests_per_minute=1), "lia_acme")
    assert listed(acme, 2) == [200, 429]
    later = time.time() + 61
    monkeypatch.setattr("limits.storage.memory.time", SimpleNamespace(time=lambda: later))
    assert listed(acme, 1) == [200]


@pytest.mark.parametrize("token", [None, "lia_guessed"])
def test_guessing_tokens_is_stopped_by_address(token: str | None) -> None:
    anyone = serving(failed_sign_ins_per_minute=2)
    guesser = signed_in(anyone, token) if token else anyone
    assert listed(guesser, 3) == [401, 401, 429]
    refused = guesser.get("/v1/me")
    wait = int(refused.headers["Retry-After"])
    assert refused.json() == {
        "error": "limited",
        "detail": f"Too many requests without a valid token came from this address: try again in {spoken(wait)}.",
    }
    assert listed(signed_in(anyone, "lia_manager"), 1) == [429], "a guess that is right must not show from there now"
    elsewhere = TestClient(anyone.app, client=("192.0.2.7", 50_000))
    assert listed(elsewhere, 1) == [401]


def test_who_is_in_already_stays_in_while_somebody_guesses_from_the_same_address() -> None:
    anyone = serving(failed_sign_ins_per_minute=1)
    acme = signed_in(anyone, "lia_acme")
    assert listed(acme, 1) == [200]
    assert listed(signed_in(anyone, "lia_guessed"), 2) == [401, 429]
    assert listed(acme, 1) == [200]


def test_a_token_that_no_longer_works_counts_as_a_guess() -> None:
    scene = Scene(load_settings(failed_sign_ins_per_minute=1))
    acme = signed_in(TestClient(create_app(scene)), "lia_acme")
    assert listed(acme, 1) == [200]
    del scene.identities.signed_in["lia_acme"]
    assert listed(acme, 2) == [401, 429]


def test_what_needs_no_token_is_not_counted() -> None:
    anyone = serving(failed_sign_ins_per_minute=1)
    assert [anyone.get(path).status_code for path in ["/healthz"] * 5 + ["/nosuch"] * 5] == [200] * 5 + [404] * 5


@pytest.mark.parametrize(
    ("host", "counted_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
        (None, "unknown"),
    ],
)
def test_an_ipv6_network_counts_as_one_address(host: str | None, counted_as: str) -> None:
    request = SimpleNamespace(client=host and SimpleNamespace(host=host))
    assert address_of(request) == counted_as  # type: ignore[arg-type]  # all it looks at


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (59, "59 seconds"), (61, "61 seconds"), (121, "3 minutes"), (7199, "120 minutes"), (7201, "3 hours")],
)
def test_a_wait_is_told_in_words_and_never_too_short(seconds: int, words: str) -> None:
    assert spoken(seconds) == words
