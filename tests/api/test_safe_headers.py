"""Every response tells browsers what not to do with it."""

from collections.abc import Iterator

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from app.config import load_settings
from app.main import create_app
from tests.api.conftest import signed_in
from tests.api.scene import Scene, raising

SITES = {
    "portal": {"secret": "x" * 32, "origins": ["https://portal.example"]},
    "shop": {"secret": "y" * 32, "origins": ["https://shop.example"]},
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
REQUESTS = [
    ("GET", "/", 200),
    ("GET", "/healthz", 200),
    ("GET", "/openapi.json", 200),
    ("GET", "/static/chat.js", 200),
    ("GET", "/static/nosuch.js", 404),
    ("GET", "/nosuch", 404),
    ("GET", "/v1/documents", 200),
    ("GET", "/v1/documents/prices/pages/1", 200),
    ("GET", "/v1/documents/agreement/pages/1", 200),
    ("DELETE", "/v1/documents", 405),
    ("POST", "/v1/chat", 422),
    ("GET", "/v1/conversations", 500),
    ("GET", "/v1/documents?q=" + "x" * 9000, 414),
    ("OPTIONS", "/v1/chat", 403),
]


def policy_of(response: Response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


@pytest.fixture
def acme(scene: Scene) -> Iterator[TestClient]:
    scene.conversations.list = raising(RuntimeError("secret detail"))  # type: ignore[method-assign]
    with TestClient(create_app(scene)) as anyone:
        yield signed_in(anyone, "lia_acme")


@pytest.mark.parametrize(("method", "path", "status"), REQUESTS)
def test_every_response_has_them(acme: TestClient, method: str, path: str, status: int) -> None:
    asks = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"} if method == "OPTIONS" else {}
    with capture_logs():
        response = acme.request(method, path, headers=asks)
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in ALWAYS} == ALWAYS
    assert "camera=()" in response.headers["Permissions-Policy"]
    policy = policy_of(response)
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in response.headers


def test_outside_the_page_nothing_may_run_or_load(acme: TestClient) -> None:
    assert "script-src" not in acme.get("/v1/documents").headers["Content-Security-Policy"]
    assert "script-src" not in acme.get("/nosuch").headers["Content-Security-Policy"]


def test_the_page_may_be_framed_by_sites_with_the_widget_only_and_their_pages_load_its_files() -> None:
    client = TestClient(create_app(Scene(load_settings(widget_sites=SITES, cors_origins="https://tools.example"))))
    page, script, other = (client.get(path).headers for path in ("/", "/static/chat.js", "/healthz"))
    assert "frame-ancestors https://portal.example https://shop.example" in page["Content-Security-Policy"]
    assert "X-Frame-Options" not in page
    assert "frame-ancestors 'none'" in script["Content-Security-Policy"]
    assert script["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert (other["X-Frame-Options"], other["Cross-Origin-Resource-Policy"]) == ("DENY", "same-origin")


def test_browsers_are_told_to_keep_to_https_where_they_came_by_it_or_the_settings_say_so() -> None:
    plain = create_app(Scene())
    told = "max-age=31536000"
    assert TestClient(plain, base_url="https://liaison.example").get("/").headers["Strict-Transport-Security"] == told
    behind = TestClient(create_app(Scene(load_settings(https=True))))
    assert behind.get("/nosuch").headers["Strict-Transport-Security"] == told
