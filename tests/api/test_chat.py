"""Questions over HTTP, whole and streamed."""

import json

import pytest
from starlette.testclient import TestClient

from tests.api.scene import NOTICE, Scene


def events(body: str) -> list[tuple[str, dict[str, object]]]:
    found = []
    for block in body.strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_an_answer_comes_whole_with_its_citations_and_cards(acme: TestClient) -> None:
    response = acme.post("/v1/chat", json={"message": "How much notice?"})
    assert response.status_code == 200
    body = response.json()
    assert body["answer"] == "Sixty days' notice. [1]"
    assert body["citations"][0]["quote"] == NOTICE
    assert "passage_id" not in body["citations"][0]
    assert body["cards"] == [{"title": "Notice", "columns": ["Partner", "Days"], "rows": [["Acme", "60"]]}]
    assert (body["conversation_id"], body["turn_id"], body["mode"], body["abstained"]) == ("c1", "t1", "extractive", False)
    assert response.headers["Cache-Control"] == "no-store"


def test_the_question_may_also_be_called_question(acme: TestClient, scene: Scene) -> None:
    assert acme.post("/v1/chat", json={"question": "How much notice?", "conversation_id": "c9"}).status_code == 200
    assert scene.assistant.asked == [("How much notice?", "partner:acme", "c9")]


def test_an_empty_conversation_id_starts_a_conversation(acme: TestClient, scene: Scene) -> None:
    acme.post("/v1/chat", json={"message": "Hello", "conversation_id": ""})
    assert scene.assistant.asked[0][2] is None


@pytest.mark.parametrize("how", [{"json": {"message": "Q", "stream": True}}, {"headers": {"Accept": "text/event-stream"}}])
def test_a_streamed_answer_ends_with_the_whole_one(acme: TestClient, how: dict[str, dict[str, str]]) -> None:
    response = acme.post("/v1/chat", **({"json": {"message": "Q"}} | how))  # type: ignore[arg-type]  # one of two keyword sets
    assert response.headers["Content-Type"].startswith("text/event-stream")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Accel-Buffering"] == "no"
    got = events(response.text)
    assert [name for name, _ in got] == ["delta", "delta", "citation", "card", "done"]
    assert "".join(str(data["text"]) for name, data in got if name == "delta") == "Sixty days' notice. [1]"
    assert got[-1][1] == {**acme.post("/v1/chat", json={"message": "Q"}).json(), "conversation_id": "c1", "turn_id": "t1"}


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({"message": " "}, 422, "invalid"),
        ({"message": "Q", "conversation_id": "foreign"}, 403, "forbidden"),
        ({"message": "explode"}, 500, "failed"),
    ],
)
def test_a_refusal_before_the_first_word_keeps_its_status(
    acme: TestClient, body: dict[str, str], status: int, kind: str, *, stream: bool
) -> None:
    response = acme.post("/v1/chat", json={**body, "stream": stream})
    assert (response.status_code, response.json()["error"]) == (status, kind)


@pytest.mark.parametrize("question", ["fail midway", "refuse midway"])
def test_a_failure_in_the_middle_is_an_event_when_streamed_and_a_status_when_not(acme: TestClient, question: str) -> None:
    expected = {"error": "unavailable", "detail": "The chat model cannot be reached."}
    streamed = acme.post("/v1/chat", json={"message": question, "stream": True})
    assert streamed.status_code == 200
    assert events(streamed.text) == [("delta", {"text": "Sixty days' notice. "}), ("failed", expected)]
    whole = acme.post("/v1/chat", json={"message": question})
    assert (whole.status_code, whole.json()) == (503, expected)


def test_an_exception_in_the_middle_of_a_stream_shows_only_a_reference(acme: TestClient) -> None:
    response = acme.post("/v1/chat", json={"message": "explode midway", "stream": True})
    name, data = events(response.text)[-1]
    assert name == "failed"
    assert str(data["detail"]).startswith("Something went wrong (ref ")
    assert "secret detail" not in response.text


def test_text_with_line_ends_stays_within_its_event(acme: TestClient, scene: Scene) -> None:
    acme.post("/v1/chat", json={"message": "line\n\nevent: done\ndata: {}"})
    history = acme.get("/v1/conversations/c1").json()
    assert history["turns"][0]["question"] == "line\n\nevent: done\ndata: {}"
