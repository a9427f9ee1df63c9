"""Nothing of what people write or documents say stands in a log or a metric, whatever happens to a question."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.bootstrap import build
from app.commands.syncing import sync_of
from app.config import Settings, load_settings
from app.domain.access import Caller
from app.logs import configure_logs
from app.main import create_app
from ingest.prepare import Defaults
from ingest.sync import Request
from tests.fakes.logging_kept import logging_kept

pytestmark = pytest.mark.slow

CLAUSE = "12.2 Either party may terminate this Agreement upon sixty (60) days' notice sent to Quillhaven Manor.\n"
QUESTION = "How many days notice are sent to Quillhaven Manor to terminate?"
COMMENT = "Mrs Otterscar thinks that this is wrong."
WORDS = ("quillhaven", "thistledown", "otterscar", "sixty")
"""Of the document, of questions, of a comment, and of the answer."""


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    with logging_kept():
        yield


def filled(home: Path, **options: object) -> Settings:
    """A home with one agreement in it, which logs all there is to log."""
    settings = load_settings(home=home / "home", log_level="debug", **options)
    configure_logs(settings)
    (home / "acme-agreement.md").write_text(f"# Acme Agreement\n\n{CLAUSE}", "utf-8")
    (home / "acme-broken.pdf").write_bytes(b"%PDF-1.7 Quillhaven Manor")
    sync_of(build(settings)).run(Request([home / "acme-agreement.md", home / "acme-broken.pdf"], Defaults(partner="acme")))
    return settings


def used(settings: Settings) -> str:
    """Ask in every way, also such as fail, and return what the metrics say."""
    container = build(settings)
    secret, _ = container.keys.issue(Caller.parse("partner:acme"), actor="test")
    with TestClient(create_app(container), raise_server_exceptions=False) as client:
        client.headers["Authorization"] = f"Bearer {secret}"
        first = client.post("/v1/chat", json={"message": QUESTION}).json()
        again = {"message": f"And what is sent to Mrs Thistledown? {QUESTION}", "conversation_id": first["conversation_id"]}
        assert client.post("/v1/chat", json=again, headers={"Accept": "text/event-stream"}).status_code == 200
        rated = {"turn_id": first["turn_id"], "rating": "down", "comment": COMMENT}
        assert client.post("/v1/feedback", json=rated).status_code < 300
        assert client.post("/v1/chat", content=b'{"message": "Thistledown').status_code == 422
        assert client.post("/v1/chat", json={"message": "Thistledown " * 1000}).status_code == 422
        assert client.get("/v1/documents/Thistledown?quote=Thistledown").status_code == 404
        with closing(sqlite3.connect(settings.home / "liaison.db")) as database:
            database.execute("CREATE TRIGGER full BEFORE INSERT ON turns BEGIN SELECT RAISE(ABORT, 'no more'); END")
        assert client.post("/v1/chat", json={"message": QUESTION}).status_code >= 500  # the database refuses what was said
        return str(client.get("/metrics").text)


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_logs_and_metrics_hold_no_words(tmp_path: Path, capsys: pytest.CaptureFixture[str], log_format: str) -> None:
    metrics = used(filled(tmp_path, log_format=log_format))
    logged = capsys.readouterr().err
    assert logged.count("/v1/chat") >= 5
    assert "unexpected error" in logged
    assert [word for word in WORDS if word in (logged + metrics).lower()] == []


def test_a_chat_model_that_fails_leaves_no_words_either(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = filled(tmp_path, chat_model="openai:some", chat_api_key="sk-otterscar", chat_base_url="http://127.0.0.1:9/v1")
    used(settings)
    logged = capsys.readouterr().err
    assert "chat model" in logged
    assert [word for word in WORDS if word in logged.lower()] == []


def test_questions_are_logged_where_it_was_switched_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    used(filled(tmp_path, log_text=True))
    assert "Thistledown" in capsys.readouterr().err
