"""What surrounds every request: ids, log lines, headers."""

from typing import Any

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from app.config import load_settings
from app.main import create_app
from tests.api.scene import Scene


def line_of(client: TestClient, method: str, path: str, **more: Any) -> dict[str, Any]:
    with capture_logs() as logs:
        client.request(method, path, **more)
    return dict(next(line for line in logs if line["event"] == "request"))


def test_each_request_leaves_one_line_with_its_route_and_caller(acme: TestClient) -> None:
    line = line_of(acme, "GET", "/v1/documents/agreement?text=true")
    assert (line["method"], line["route"], line["status"]) == ("GET", "/v1/documents/{document_id}", 200)
    assert line["caller"] == "partner:acme"
    assert line["ms"] >= 0


def test_an_unknown_address_is_not_repeated_in_the_log(acme: TestClient) -> None:
    assert line_of(acme, "GET", "/v1/lia_secret")["route"] == "unmatched"


def test_questions_stay_out_of_the_log(acme: TestClient) -> None:
    assert "How much notice" not in str(line_of(acme, "POST", "/v1/chat", json={"message": "How much notice?"}))


def test_questions_are_logged_where_that_is_wanted() -> None:
    client = TestClient(create_app(Scene(load_settings(log_text=True))), headers={"Authorization": "Bearer lia_acme"})
    assert line_of(client, "POST", "/v1/chat", json={"message": "How much notice?"})["question"] == "How much notice?"


def test_a_request_id_is_returned(acme: TestClient) -> None:
    assert acme.get("/healthz", headers={"X-Request-ID": "abc-1"}).headers["X-Request-ID"] == "abc-1"
    assert len(acme.get("/healthz").headers["X-Request-ID"]) == 32


@pytest.mark.parametrize("forged", ["a b", "x" * 65, "{}", "é"])
def test_a_request_id_that_could_forge_log_lines_is_replaced(acme: TestClient, forged: str) -> None:
    given = acme.get("/healthz", headers={b"X-Request-ID": forged.encode("latin-1")}).headers["X-Request-ID"]
    assert len(given) == 32


def test_private_answers_are_not_kept_by_caches_and_nothing_is_sniffed(acme: TestClient) -> None:
    private, public = acme.get("/v1/documents").headers, acme.get("/healthz").headers
    assert private["Cache-Control"] == "no-store"
    assert public["Cache-Control"] == "no-cache"
    assert private["X-Content-Type-Options"] == public["X-Content-Type-Options"] == "nosniff"
    assert private["Referrer-Policy"] == "no-referrer"
