"""Whatever is thrown at the service, it answers, and never with its own failure."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.main import create_app
from tests.api.scene import Scene

CLIENT = TestClient(create_app(Scene()), headers={"Authorization": "Bearer lia_acme"})
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
