"""The service does what its OpenAPI description says, whoever asks, and shows nobody what is another's."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis import Case, CheckFunction, GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from app.config import load_settings
from app.domain.access import Caller
from app.domain.answers import Answer, AnswerEvent, Citation, CitationFound, Done, TextDelta
from app.domain.conversations import Considered, Trace, Turn
from app.domain.errors import Invalid
from app.main import create_app
from tests.api.scene import NOTICE, NOW, TOKENS, Scene

OWN = {"lia_acme": "agreement", "lia_borealis": "other", "lia_manager": "plan"}
TEXTS = {"agreement": (NOTICE, "law of Norway", "Zenith", "Gone."), "other": ("Secret of Borealis",), "plan": ("Internal.",)}
FOREIGN = {"lia_acme": ("other", "plan"), "lia_borealis": ("agreement", "plan"), "lia_manager": ()}
KNOWN = {
    "document_id": ["agreement", "scan", "lost", "other", "plan", "prices", "blank"],
    "conversation_id": ["c1", "c2", "c3"],
    "turn_id": ["t1", "t2", "t3"],
}
MANY = 10**6
LIMITS = ("questions_per_minute", "questions_per_day", "requests_per_minute", "failed_sign_ins_per_minute")


class OwnDocuments:
    """Answers everybody with the text of their own document."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._asked = 0

    def ask(self, question: str, caller: Caller, conversation_id: str | None = None) -> Iterator[AnswerEvent]:
        if not question.strip():
            message = "Ask a question."
            raise Invalid(message)
        self._asked += 1
        own = next(OWN[token] for token, who in TOKENS.items() if who == str(caller))
        quote = self._scene.records.text(own, caller.reach).text
        citation = Citation(1, f"p-{own}", own, f"{own}.pdf", own.title(), None, "", 0, len(quote), quote)
        conversation, turn = conversation_id or f"c{self._asked}", f"t{self._asked}"
        answer = Answer(f"{quote} [1]", False, (citation,), conversation, turn, "extractive", (), {"total": 12.34})  # noqa: FBT003
        trace = Trace(
            str(caller), tuple(caller.reach.as_list()), (Considered("p", own, own, 0, 1, 0.5, cited=True),), 1, 0, {"a": "b"}
        )
        self._scene.conversations.save(Turn(turn, conversation, NOW, question, question, answer, trace=trace), caller)
        yield TextDelta(f"{quote} [1]")
        yield CitationFound(citation)
        yield Done(answer)


def scene_with_a_turn_of_everybody() -> Scene:
    scene = Scene(load_settings(**dict.fromkeys(LIMITS, MANY)))
    scene.assistant = OwnDocuments(scene)
    for who in TOKENS.values():
        list(scene.assistant.ask("What is in my document?", Caller.parse(who)))
    return scene


APP = create_app(scene_with_a_turn_of_everybody())
CLIENT = TestClient(APP)


async def started_once(scope: Scope, receive: Receive, send: Send) -> None:
    """The application, without the start and the end that Schemathesis would give it around every request."""
    if scope["type"] == "http":
        await APP(scope, receive, send)
        return
    for step in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{step}.complete"})


SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", started_once)
# Unknown parameters are passed over, and that `start` needs `end` is more than a description can say.
UNCHECKED: list[CheckFunction] = [negative_data_rejection, positive_data_acceptance]


def with_known_ids(case: Case[Any], number: int) -> None:
    """Made-up ids name nothing: in half of the valid requests put one in that is there, the caller's or not."""
    if case.meta is None or case.meta.generation.mode is not GenerationMode.POSITIVE or not number:
        return
    parts: list[Any] = [case.path_parameters, case.query, case.body]
    for part in parts:
        for name in KNOWN.keys() & part.keys() if isinstance(part, dict) else ():
            part[name] = KNOWN[name][number % len(KNOWN[name])]


@pytest.mark.parametrize("token", TOKENS)
@SCHEMA.given(number=st.integers(1, 21) | st.just(0))
@SCHEMA.parametrize()
@settings(max_examples=20, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_every_operation_keeps_to_its_description_and_to_the_caller_s_own(case: Case[Any], number: int, token: str) -> None:
    with_known_ids(case, number)
    response = case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, excluded_checks=UNCHECKED)
    assert foreign_words(response.content, token) == []


def foreign_words(content: bytes, token: str) -> list[str]:
    text = content.decode("utf-8", "replace")
    return [word for document in FOREIGN[token] for word in TEXTS[document] if word in text]


def addresses() -> Iterator[str]:
    """Every address that can be read, with every id there is."""
    for path, methods in CLIENT.get("/openapi.json").json()["paths"].items():
        names = re.findall(r"{(\w+)}", path)
        for values in product(*(KNOWN.get(name, ["1"]) for name in names)) if "get" in methods else ():
            yield path.format(**dict(zip(names, values, strict=True)))


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
@pytest.mark.parametrize("token", TOKENS)
def test_no_address_with_an_id_that_is_there_shows_what_is_another_s(token: str, accept: str) -> None:
    headers = {"Authorization": f"Bearer {token}", "Accept": accept}
    answers = {address: CLIENT.get(address, params={"text": "true"}, headers=headers) for address in addresses()}
    assert {address: words for address, one in answers.items() if (words := foreign_words(one.content, token))} == {}
    assert {one.status_code for one in answers.values()} <= {200, 403, 404}
    own = answers[f"/v1/documents/{OWN[token]}"].text
    assert any(word in own for word in TEXTS[OWN[token]]), "what is looked for must be there to be found"


@pytest.mark.parametrize(("token", "turn"), [("lia_acme", "t1"), ("lia_borealis", "t2"), ("lia_manager", "t3")])
def test_nobody_goes_on_with_or_rates_what_is_another_s(token: str, turn: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    for other in {"1", "2", "3"} - {turn[1:]}:
        asked = CLIENT.post("/v1/chat", json={"message": "And then?", "conversation_id": f"c{other}"}, headers=headers)
        rated = CLIENT.post("/v1/feedback", json={"turn_id": f"t{other}", "rating": "up"}, headers=headers)
        assert (asked.status_code, rated.status_code) == (403, 404)
        assert foreign_words(asked.content, token) == []
