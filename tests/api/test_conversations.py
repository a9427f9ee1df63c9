"""Conversations and ratings belong to those who had them."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from app.conversation.shown import WITHHELD
from app.domain.access import EVERYTHING, INTERNAL
from app.domain.documents import DocumentText
from app.ports import Stored
from tests.api.scene import AGREEMENT, NOTICE, NOW, Scene


@pytest.fixture
def conversation(acme: TestClient) -> str:
    return str(acme.post("/v1/chat", json={"message": "How much notice?"}).json()["conversation_id"])


def test_the_owner_lists_and_reads_a_conversation(acme: TestClient, conversation: str) -> None:
    listed = acme.get("/v1/conversations").json()
    summary = {"id": conversation, "title": "How much notice?", "started_at": NOW.isoformat().replace("+00:00", "Z")}
    assert listed == {"conversations": [summary]}
    whole = acme.get(f"/v1/conversations/{conversation}").json()
    assert {key: whole[key] for key in summary} == summary
    (turn,) = whole["turns"]
    assert (turn["id"], turn["question"], turn["answer"]) == ("t1", "How much notice?", "Sixty days' notice. [1]")
    assert turn["asked_at"] == summary["started_at"]


def test_a_stored_turn_has_every_field_of_the_answer_it_was(acme: TestClient) -> None:
    answer = acme.post("/v1/chat", json={"message": "How much notice?"}).json()
    (turn,) = acme.get(f"/v1/conversations/{answer['conversation_id']}").json()["turns"]
    (citation,) = turn["citations"]
    assert citation.pop("withheld") is False
    assert {key: turn[key] for key in answer} == answer


@pytest.mark.parametrize("moved", [False, True])
def test_the_words_of_a_document_that_is_gone_or_no_longer_theirs_are_not_shown_again(
    acme: TestClient,
    scene: Scene,
    conversation: str,
    moved: bool,  # noqa: FBT001  # both ways to lose a document
) -> None:
    cited = scene.records.document("agreement", EVERYTHING)
    assert cited is not None
    scene.records.delete(["agreement"])
    if moved:
        scene.records.replace([Stored(replace(cited, audience=INTERNAL), DocumentText(AGREEMENT), ())])
    response = acme.get(f"/v1/conversations/{conversation}")
    (turn,) = response.json()["turns"]
    assert (turn["question"], turn["answer"], turn["cards"]) == ("How much notice?", WITHHELD, [])
    assert [(one["n"], one["withheld"], one["quote"]) for one in turn["citations"]] == [(1, True, "")]
    assert NOTICE not in response.text


def test_nobody_else_sees_a_conversation(borealis: TestClient, manager: TestClient, conversation: str) -> None:
    for other in (borealis, manager):
        assert other.get("/v1/conversations").json() == {"conversations": []}
        hidden, unknown = other.get(f"/v1/conversations/{conversation}"), other.get("/v1/conversations/nosuch")
        assert hidden.status_code == 404
        assert hidden.content == unknown.content


@pytest.mark.usefixtures("conversation")
def test_a_rating_is_kept_and_the_last_word_counts(acme: TestClient, scene: Scene) -> None:
    first = acme.post("/v1/feedback", json={"turn_id": "t1", "rating": "down", "comment": " Wrong clause. "})
    assert (first.status_code, first.content) == (204, b"")
    kept = scene.conversations.feedback["t1", "partner:acme"]
    assert (kept.rating, kept.comment, kept.given_at) == ("down", "Wrong clause.", NOW)
    acme.post("/v1/feedback", json={"turn_id": "t1", "rating": "up"})
    kept = scene.conversations.feedback["t1", "partner:acme"]
    assert (kept.rating, kept.comment) == ("up", None)
    rated = [one.event for one in scene.audit.kept if one.event.what == "answer.rated"]
    assert [(one.actor, one.subject) for one in rated] == [("partner:acme", "t1")] * 2
    assert [one.detail for one in rated] == [{"before": None, "after": "down"}, {"before": "down", "after": "up"}]


@pytest.mark.usefixtures("conversation")
def test_another_person_cannot_rate_the_answer(borealis: TestClient, scene: Scene) -> None:
    response = borealis.post("/v1/feedback", json={"turn_id": "t1", "rating": "up"})
    assert (response.status_code, response.json()) == (404, {"error": "not_found", "detail": "There is no such answer."})
    assert not scene.conversations.feedback


@pytest.mark.parametrize(
    "body",
    [
        {"turn_id": "t1", "rating": "sideways"},
        {"turn_id": "t1", "rating": "up", "comment": "x" * 2001},
        {"rating": "up"},
        {"turn_id": "t" * 201, "rating": "up"},
    ],
)
def test_a_rating_that_makes_no_sense_is_refused(acme: TestClient, body: dict[str, str]) -> None:
    assert acme.post("/v1/feedback", json=body).status_code == 422
