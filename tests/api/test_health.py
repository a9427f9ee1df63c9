"""Alive, ready, and counted."""

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from app.domain.errors import Unavailable
from app.main import create_app
from tests.api.scene import Part, Scene, raising

PARTS = ["records", "vectors", "lexical", "embedder"]


def test_the_service_is_alive(anyone: TestClient) -> None:
    assert anyone.get("/healthz").status_code == 200


def test_the_service_is_ready_when_every_part_is(anyone: TestClient) -> None:
    response = anyone.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"ready": True, "checks": dict.fromkeys(PARTS, "ok")})


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_cannot_be_used_is_named_with_its_reason(anyone: TestClient, scene: Scene, part: str) -> None:
    getattr(scene, part).ping = raising(Unavailable("It is gone."))
    response = anyone.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"ready": False, "checks": {**dict.fromkeys(PARTS, "ok"), part: "It is gone."}}


def test_a_chat_model_is_asked_too_where_there_is_one(anyone: TestClient, scene: Scene) -> None:
    scene.chat = Part()
    assert anyone.get("/readyz").json()["checks"]["chat"] == "ok"
    scene.chat.error = Unavailable("The chat model cannot be reached.")
    assert anyone.get("/readyz").json()["checks"]["chat"] == "The chat model cannot be reached."


def test_a_part_that_breaks_unexpectedly_shows_only_a_reference(anyone: TestClient, scene: Scene) -> None:
    scene.vectors.error = RuntimeError("secret detail")
    with capture_logs():
        checks = anyone.get("/readyz").json()["checks"]
    assert checks["vectors"].startswith("Something went wrong (ref ")


def test_requests_are_counted_by_route_template(acme: TestClient) -> None:
    acme.get("/v1/documents/agreement")
    acme.get("/v1/documents/nosuch")
    acme.request("BREW", "/v1/documents/agreement")
    text = acme.get("/metrics").text
    route = 'route="/v1/documents/{document_id}"'
    assert f'liaison_http_requests_total{{method="GET",{route},status="200"}} 1.0' in text
    assert f'liaison_http_requests_total{{method="GET",{route},status="404"}} 1.0' in text
    assert 'method="other"' in text
    assert "BREW" not in text
    assert "agreement" not in text


def test_turns_are_counted_by_mode_and_outcome(acme: TestClient) -> None:
    for question in ("How much notice?", "unknown", "fail midway"):
        acme.post("/v1/chat", json={"message": question})
    acme.app.state.turns.close()  # type: ignore[attr-defined]  # the metrics are written after the last event
    text = acme.get("/metrics").text
    assert 'liaison_turns_total{abstained="false",mode="extractive"} 1.0' in text
    assert 'liaison_turns_total{abstained="true",mode="extractive"} 1.0' in text
    assert 'liaison_turns_total{abstained="false",mode="failed"} 1.0' in text
    assert "liaison_answer_seconds_count 3.0" in text
    assert "liaison_first_delta_seconds_count 3.0" in text


def test_documents_are_counted_by_state(anyone: TestClient) -> None:
    text = anyone.get("/metrics").text
    assert 'liaison_documents{state="ready"} 5.0' in text
    assert 'liaison_documents{state="unreadable"} 2.0' in text


def test_counters_are_shown_while_the_records_cannot_be_read(anyone: TestClient, scene: Scene) -> None:
    scene.records.documents = raising(Unavailable("The database is gone."))
    anyone.get("/healthz")
    response = anyone.get("/metrics")
    assert response.status_code == 200
    assert "liaison_documents{" not in response.text
    assert 'route="/healthz"' in response.text


def test_two_applications_count_for_themselves(acme: TestClient) -> None:
    acme.get("/v1/documents")
    assert "/v1/documents" not in TestClient(create_app(Scene())).get("/metrics").text
