"""Pages of other sites may call the service where they are on the list, and nowhere else."""

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from app.config import load_settings
from app.main import create_app
from tests.api.conftest import signed_in
from tests.api.scene import Scene, raising

LISTED = ["https://portal.example", "https://tools.example:8443"]
UNKNOWN = [
    "https://evil.example",
    "https://portal.example.evil.example",
    "http://portal.example",
    "null",
    "https://portal.example/",
]
SITES = {"portal": {"secret": "x" * 32, "origins": ["https://portal.example"]}}
ASKS = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}


@pytest.fixture
def scene() -> Scene:
    return Scene(load_settings(widget_sites=SITES, cors_origins=" https://tools.example:8443 , "))


def preflight(client: TestClient, origin: str, path: str = "/v1/chat", **more: str) -> dict[str, str]:
    response = client.options(path, headers={"Origin": origin, **ASKS, **more})
    return {"status": str(response.status_code), "text": response.text, **response.headers}


@pytest.mark.parametrize("origin", LISTED)
def test_a_listed_page_may_ask_with_what_the_service_uses_and_no_cookies(anyone: TestClient, origin: str) -> None:
    answer = preflight(anyone, origin)
    assert (answer["status"], answer["access-control-allow-origin"]) == ("200", origin)
    assert answer["access-control-allow-methods"] == "GET, POST"
    assert answer["access-control-allow-headers"] == "Accept, Accept-Language, Authorization, Content-Language, Content-Type"
    assert "access-control-allow-credentials" not in answer
    assert "Origin" in answer["vary"]


@pytest.mark.parametrize("origin", UNKNOWN)
def test_a_page_that_is_not_listed_is_refused_and_its_origin_not_repeated(anyone: TestClient, origin: str) -> None:
    answer = preflight(anyone, origin)
    assert (answer["status"], '"error":"forbidden"' in answer["text"]) == ("403", True)
    assert not [name for name in answer if name.startswith("access-control-")]
    plain = anyone.get("/healthz", headers={"Origin": origin})
    assert "Access-Control-Allow-Origin" not in plain.headers
    assert origin not in str(plain.headers) + plain.text + answer["text"]


@pytest.mark.parametrize(
    "asks", [{"Access-Control-Request-Method": "DELETE"}, {"Access-Control-Request-Headers": "authorization,x-evil"}]
)
def test_methods_and_headers_that_nothing_uses_are_refused(anyone: TestClient, asks: dict[str, str]) -> None:
    assert preflight(anyone, LISTED[0], **asks)["status"] == "403"


def test_by_default_no_other_page_may_call() -> None:
    client = TestClient(create_app(Scene()))
    assert preflight(client, "https://portal.example")["status"] == "403"


def test_a_listed_page_reads_answers_and_refusals_alike(anyone: TestClient, scene: Scene) -> None:
    acme = signed_in(anyone, "lia_acme")
    scene.records.partners = raising(RuntimeError("secret detail"))
    statuses = {}
    for path in ("/v1/documents", "/v1/nosuch", "/v1/me", "/v1/documents?q=" + "x" * 9000):
        with capture_logs():
            response = acme.get(path, headers={"Origin": LISTED[0]})
        statuses[response.status_code] = response.headers.get("Access-Control-Allow-Origin")
        assert response.headers["Access-Control-Expose-Headers"] == "Retry-After, X-Request-ID"
    assert statuses == dict.fromkeys((200, 404, 500, 414), LISTED[0])
    assert anyone.get("/v1/me", headers={"Origin": LISTED[0]}).headers["Access-Control-Allow-Origin"] == LISTED[0]
