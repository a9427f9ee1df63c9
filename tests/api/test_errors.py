"""Every refusal has one shape, and none of them tells what broke."""

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from app.domain.errors import Conflict, Forbidden, Invalid, LiaisonError, NotFound, Unavailable
from tests.api.scene import Scene, raising


@pytest.mark.parametrize(
    ("error", "status"), [(Invalid, 422), (Forbidden, 403), (NotFound, 404), (Conflict, 409), (Unavailable, 503)]
)
def test_each_kind_of_error_has_its_status(acme: TestClient, scene: Scene, error: type[LiaisonError], status: int) -> None:
    scene.records.documents = raising(error("A sentence."))
    response = acme.get("/v1/documents")
    assert (response.status_code, response.json()) == (status, {"error": error.kind, "detail": "A sentence."})


def test_an_unexpected_exception_is_logged_and_shown_as_a_reference(acme: TestClient, scene: Scene) -> None:
    scene.records.documents = raising(RuntimeError("secret detail"))
    with capture_logs() as logs:
        response = acme.get("/v1/documents")
    reference = next(line for line in logs if line["event"] == "unexpected error")["reference"]
    assert response.status_code == 500
    assert response.json() == {"error": "failed", "detail": f"Something went wrong (ref {reference})."}
    assert next(line for line in logs if line["event"] == "request")["status"] == 500


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/nosuch", 404, "not_found"),
        ("GET", "/v1/nosuch", 404, "not_found"),
        ("DELETE", "/v1/documents", 405, "method_not_allowed"),
        ("GET", "/static/nosuch.js", 404, "not_found"),
        ("GET", "/static/../../app/config.py", 404, "not_found"),
    ],
)
def test_unknown_routes_and_methods_have_the_same_shape(
    acme: TestClient, method: str, path: str, status: int, kind: str
) -> None:
    response = acme.request(method, path)
    assert (response.status_code, response.json()["error"]) == (status, kind)
    assert set(response.json()) == {"error", "detail"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", "The body is not valid JSON."),
        (b'{"message": "\xff"}', "The body cannot be read as JSON."),
        (b"", "The body is missing or is not a JSON object."),
        (b"[]", "The body is missing or is not a JSON object."),
        (b"{}", "The field 'message' is missing."),
        (b'{"message": 3}', "The field 'message' is not usable: input should be a valid string."),
        (
            b'{"message": "Q", "conversation_id": 3}',
            "The field 'conversation_id' is not usable: input should be a valid string.",
        ),
        (b"[" * 60_000, "The body cannot be read as JSON."),
    ],
)
def test_a_malformed_body_is_named_in_one_sentence(acme: TestClient, content: bytes, sentence: str) -> None:
    response = acme.post("/v1/chat", content=content, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()) == (422, {"error": "invalid", "detail": sentence})


def test_a_body_that_is_too_large_is_refused(acme: TestClient) -> None:
    response = acme.post("/v1/chat", json={"message": "x" * 100_000})
    assert (response.status_code, response.json()) == (413, {"error": "too_large", "detail": "The request is too large."})


def test_a_body_of_undeclared_length_is_cut_off_too(acme: TestClient) -> None:
    response = acme.post("/v1/chat", content=iter([b"x" * 40_000, b"x" * 40_000]))
    assert (response.status_code, response.json()["error"]) == (413, "too_large")
