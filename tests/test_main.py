"""The application as a whole: its description and the chat page."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.api.schemas import AnswerBody, CitationBody
from app.conversation.wire import answer_as_json, citation_as_json
from app.domain.answers import Answer
from app.main import create_app
from tests.api.scene import CITATION, Scene


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    (tmp_path / "index.html").write_text("<!doctype html><title>Liaison</title>")
    (tmp_path / "chat.js").write_text("export {};\n")
    return TestClient(create_app(Scene(), tmp_path))


def test_the_page_may_run_its_own_scripts_and_nothing_else(client: TestClient) -> None:
    response = client.get("/")
    assert (response.status_code, "<title>Liaison</title>" in response.text) == (200, True)
    policy = dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_the_page_s_files_are_served_and_checked_again_each_time(client: TestClient) -> None:
    response = client.get("/static/chat.js")
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Cache-Control"] == "no-cache"
    assert client.get("/static/chat.js", headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_every_operation_is_described_with_its_refusals(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    assert "HTTPValidationError" not in description["components"]["schemas"]
    for path, methods in description["paths"].items():
        for operation in methods.values():
            assert operation["tags"], path
            assert operation["summary"], path
            if path.startswith("/v1"):
                problem = operation["responses"]["401"]["content"]["application/json"]["schema"]["$ref"]
                assert problem.endswith("/Problem"), path


def test_the_described_answer_is_the_one_that_is_sent() -> None:
    sent = answer_as_json(Answer("", abstained=False, citations=(), conversation_id="c", turn_id="t", mode="extractive"))
    assert set(AnswerBody.model_fields) == set(sent)
    assert set(CitationBody.model_fields) == set(citation_as_json(CITATION))


def test_no_documentation_page_that_loads_from_elsewhere_is_served(client: TestClient) -> None:
    assert client.get("/docs").status_code == client.get("/redoc").status_code == 404
