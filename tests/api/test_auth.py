"""Nobody gets anything under /v1 without a token."""

import pytest
from starlette.testclient import TestClient

PRIVATE = [
    ("GET", "/v1/me"),
    ("POST", "/v1/chat"),
    ("GET", "/v1/documents"),
    ("GET", "/v1/documents/agreement"),
    ("GET", "/v1/documents/agreement/pages/1"),
    ("GET", "/v1/conversations"),
    ("GET", "/v1/conversations/c1"),
    ("POST", "/v1/feedback"),
    ("GET", "/v1/turns/t1/replay"),
]


@pytest.mark.parametrize(("method", "path"), PRIVATE)
@pytest.mark.parametrize("header", [None, "Bearer ", "Bearer nonsense", "Basic bGlhOmxpYQ==", "lia_acme", "Bearer é"])
def test_a_request_without_a_valid_token_is_refused(anyone: TestClient, method: str, path: str, header: str | None) -> None:
    headers = {} if header is None else {b"Authorization": header.encode("latin-1")}
    response = anyone.request(method, path, headers=headers, json={"message": "Q", "turn_id": "t", "rating": "up"})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="liaison"'
    assert response.json()["error"] == "unauthenticated"
    assert response.json()["detail"].endswith(".")


def test_the_list_of_private_routes_is_complete(anyone: TestClient) -> None:
    described = anyone.get("/openapi.json").json()["paths"]
    private = {(method.upper(), path) for path, methods in described.items() if path.startswith("/v1") for method in methods}
    assert len(private) == len(PRIVATE)
    assert all("token" in described[path][method.lower()]["security"][0] for method, path in private)


def test_a_caller_learns_who_they_are(acme: TestClient, manager: TestClient) -> None:
    expected = {"as": "partner:acme", "role": "partner", "partner": "acme", "partner_name": "Acme Ltd"}
    assert acme.get("/v1/me").json() == expected
    assert manager.get("/v1/me").json() == {"as": "manager", "role": "manager", "partner": None, "partner_name": None}
