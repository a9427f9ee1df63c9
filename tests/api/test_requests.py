"""What surrounds every request: ids, log lines, headers."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from app.config import load_settings
from app.logs import configure_logs
from app.main import create_app
from tests.api.scene import Scene, raising
from tests.fakes.logging_kept import logging_kept


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    with logging_kept():
        yield


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


@pytest.mark.parametrize("broken", [False, True])
@pytest.mark.parametrize("token", ["lia_acme", "lia_guessed", "e30.e30.c2lnbmF0dXJl"])
def test_tokens_stay_out_of_the_log(
    scene: Scene,
    capsys: pytest.CaptureFixture[str],
    token: str,
    broken: bool,  # noqa: FBT001  # with and without an exception
) -> None:
    if broken:
        scene.identities.sign_in = raising(RuntimeError("a store broke"))  # type: ignore[method-assign]
    configure_logs(load_settings(log_level="debug", log_format="json", log_text=True))
    logging.getLogger("httpx2").setLevel(logging.WARNING)  # the test's own client writes down what it asks for
    client = TestClient(create_app(scene), headers={"Authorization": f"Bearer {token}", "Cookie": f"session={token}"})
    for address in ("/v1/documents", f"/v1/documents?token={token}", f"/{token}", f"/v1/documents/{token}"):
        assert token not in client.get(address).text
    client.post("/v1/chat", json={"message": "Q", "conversation_id": token})
    assert token not in (written := capsys.readouterr().err)
    assert ("a store broke" in written) == broken


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


def test_private_answers_are_not_kept_by_caches(acme: TestClient) -> None:
    private, public = acme.get("/v1/documents").headers, acme.get("/healthz").headers
    assert private["Cache-Control"] == "no-store"
    assert public["Cache-Control"] == "no-cache"
