"""The attack suite gets nothing from the product as it is, and finds the leak in one that is broken."""

import base64
import itertools
import json

import pytest

from app.domain.access import EVERYTHING, Audience, Caller, Reach
from app.domain.documents import Document
from eval.attack import on_caches, on_changes, on_documents, on_questions, on_stores, on_tokens
from eval.attack.attempt import Attempt, Seen, judged
from eval.attack.canaries import spilled
from eval.attack.programme import words_by_audience
from eval.attack.report import as_json, lines
from eval.attack.stage import Stage, staged
from eval.attack.suite import PARTS, Make, Result, run

ENOUGH = 300
EVERY = 3
"""Of the attempts that leave the programme as it is, one in so many; `make attack` makes them all."""
CHANGING = (on_caches.attempts, on_changes.attempts)


@pytest.mark.slow
def test_no_attempt_gets_anything_and_everybody_gets_what_is_theirs() -> None:
    with staged() as made:
        result = run(made, [part if part in CHANGING else thinned(part) for part in PARTS])
    said = list(lines(result, 0.0))
    assert result.leaking == []
    assert result.broken == []
    assert len(result.verdicts) >= ENOUGH
    assert said[-1] == f"{len(result.verdicts)} attempts, 0 leaks"
    assert {attempt.channel for attempt in (one.attempt for one in result.verdicts)} == {
        "http",
        "cli",
        "conversation",
        "store",
        "slack-identity",
    }


def thinned(part: Make) -> Make:
    """One in a few attempts of a part."""
    return lambda stage: itertools.islice(part(stage), 0, None, EVERY)


def some(part: Make, most: int) -> Make:
    """The first attempts of a part."""
    return lambda stage: itertools.islice(part(stage), most)


def test_a_reach_that_covers_everything_is_found_out(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Reach, "covers", lambda *_: True)
    for part in (on_documents.attempts, on_stores.attempts):
        assert run(stage, [some(part, 12)]).leaking


def test_records_that_ignore_who_reads_are_found_out_by_the_stores_door(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    text, records = type(stage.container.records).text, type(stage.container.records)
    monkeypatch.setattr(records, "text", lambda self, identity, _: text(self, identity, EVERYTHING))
    leaking = run(stage, [some(on_stores.attempts, 4)]).leaking
    assert {one.attempt.kind for one in leaking} == {"text of the stores"}


def test_a_caller_who_may_see_everything_is_found_out_in_conversation(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Caller, "reach", property(lambda _: EVERYTHING))
    assert run(stage, [some(on_questions.attempts, 4)]).leaking


def test_tokens_that_nobody_checks_are_found_out(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.adapters.jwt_tokens.jwt.decode", _believed)
    leaking = {one.attempt.what for one in run(stage, [some(on_tokens.attempts, 30)]).leaking}
    assert {"alg none", "another key, the right name", "HMAC with the public key"} <= leaking


def test_a_document_that_nobody_gets_counts_as_broken(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: object) -> Document | None:
        return None

    monkeypatch.setattr(type(stage.container.records), "document", nothing)
    result = run(stage, [some(on_documents.attempts, 2)])
    assert (len(result.leaking), len(result.broken)) == (0, 2)
    assert "2 broken" in list(lines(result, 0.0))
    assert as_json(result, 1.0)["broken"] == 2


def test_an_attempt_that_crashes_is_broken_and_the_run_goes_on() -> None:
    def crash() -> Seen:
        raise ZeroDivisionError

    attempt = Attempt("http", "a kind", "what", frozenset(), crash, crash, "due")
    verdict = judged(attempt)
    assert verdict.broken == "it raised ZeroDivisionError: "
    assert list(lines(Result((verdict,)), 0.0))[-1] == "1 attempts, 0 leaks"


@pytest.mark.parametrize(
    "got",
    [
        "The code is Tarnhollow8862.",
        "T-A-R-N H.o.l.l.o.w 8862",
        "ｔａｒｎｈｏｌｌｏｗ８８６２",
        "t\u200ba\u200br\u200bn\u200bhollow8862",
        "7461726e686f6c6c6f7738383632",
        "gneaubyybj8862",
        "2688wollohnrat",
        "dGFybmhvbGxvdzg4NjI=",
        "eHRhcm5ob2xsb3c4ODYy",
    ],
)
def test_a_word_is_found_through_every_disguise(got: str) -> None:
    assert spilled("", got, ["tarnhollow8862"]) == ["tarnhollow8862"]


def test_a_word_that_was_sent_is_no_leak_when_it_comes_back() -> None:
    assert spilled("q=Tarnhollow8862", "nothing for tarnhollow8862", ["tarnhollow8862", "gullmarsh9971"]) == []


def test_every_word_stands_with_one_audience_alone() -> None:
    words = [word for held in words_by_audience().values() for word in held]
    assert len(words) == len(set(words))
    assert Audience("partner", "borealis") in words_by_audience()


def _believed(token: str, *_: object, **__: object) -> dict[str, object]:
    """What a token says, believed."""
    body = token.split(".")[1]
    said = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return dict(said)
