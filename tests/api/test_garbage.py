"""Whatever is thrown at the service, it answers, and never with its own failure."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.config import load_settings
from app.main import create_app
from tests.api.scene import Scene

MANY = 10**6
UNLIMITED = load_settings(questions_per_minute=MANY, questions_per_day=MANY, requests_per_minute=MANY)
CLIENT = TestClient(create_app(Scene(UNLIMITED)), headers={"Authorization": "Bearer lia_acme"})
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
BODIES = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("message", "question", "conversation_id", "stream", "turn_id", "rating"), VALUES)
)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["/v1/chat", "/v1/feedback"]), st.binary(max_size=40) | BODIES.map(lambda body: json.dumps(body).encode())
)
def test_no_body_breaks_the_service(path: str, content: bytes) -> None:
    response = CLIENT.post(path, content=content, headers={"Content-Type": "application/json"})
    assert response.status_code < 500
    if response.status_code >= 400:
        assert set(response.json()) == {"error", "detail"}


@settings(max_examples=60, deadline=None)
@given(st.text(), st.text() | st.integers(), st.text() | st.integers(), st.text() | st.integers())
def test_no_address_breaks_the_service(document: str, number: str | int, start: str | int, end: str | int) -> None:
    query = {"start": str(start), "end": str(end), "q": document, "kind": str(number), "text": str(end)}
    for path in ("/v1/documents", "/v1/documents/agreement", f"/v1/documents/agreement/pages/{number!r}"):
        assert CLIENT.get(path, params=query).status_code < 500


DEEP = "[" * 10_000 + "]" * 10_000
ODD = [r"\u0000", r"a\u0000b", r"\ud800", r"\udfff\ud800", r"\ufffe", r"\u202e"]
NUMBERS = ["1e400", "-1e400", "NaN", "Infinity", "9" * 5000, "1" + "0" * 400, "-0.0"]


@pytest.mark.parametrize("name", ["message", "question", "conversation_id", "stream", "turn_id", "rating", "comment", "other"])
@pytest.mark.parametrize(
    "value", [*(f'"{text}"' for text in ODD), *NUMBERS, DEEP, DEEP.replace("[", '{"a":').replace("]", "}")]
)
def test_no_odd_value_in_any_field_breaks_the_service(name: str, value: str) -> None:
    fields = {"message": '"Q"', "turn_id": '"t1"', "rating": '"up"'} | {name: value}
    content = "{" + ",".join(f'"{key}":{text}' for key, text in fields.items()) + "}"
    for path in ("/v1/chat", "/v1/feedback"):
        response = CLIENT.post(path, content=content, headers={"Content-Type": "application/json"})
        assert response.status_code in {200, 204, 403, 404, 422, 413}
        if response.status_code >= 400:
            assert set(response.json()) == {"error", "detail"}


@pytest.mark.parametrize("text", ["%00", "%ED%A0%80", "%FF", "a%00b", "..%2f..%2f", "%F4%90%80%80", "1e400", "-1", "9" * 400])
@pytest.mark.parametrize(
    "address",
    [
        "/{}",
        "/v1/documents?q={}",
        "/v1/documents?kind={}&partner={}",
        "/v1/documents/{}?text={}",
        "/v1/documents/{}/pages/{}?start={}&end={}",
        "/v1/documents/agreement/pages/{}?start=0&end={}",
        "/v1/documents/prices/pages/1?start=0&end={}",
        "/v1/conversations/{}",
        "/v1/turns/{}/replay",
        "/static/{}",
    ],
)
def test_no_odd_text_in_an_address_breaks_the_service(address: str, text: str) -> None:
    response = CLIENT.get(address.replace("{}", text))
    assert response.status_code < 500
    if response.status_code >= 400:
        assert set(response.json()) == {"error", "detail"}


@pytest.mark.parametrize(
    "name", ["Authorization", "Accept", "Origin", "X-Request-ID", "Content-Type", "Content-Length", "Cookie"]
)
@pytest.mark.parametrize("value", [b"\xff\xfe", b"\xed\xa0\x80", b"Bearer \xed\xa0\x80", b";;q=1e400,,", b"1" * 5000])
def test_no_odd_header_breaks_the_service(name: str, value: bytes) -> None:
    headers = {b"authorization": b"Bearer lia_acme", name.lower().encode(): value}
    assert CLIENT.get("/v1/documents/prices/pages/1", headers=headers).status_code < 500
