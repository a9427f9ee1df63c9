"""Who sees which documents, and how little of the rest."""

import pytest
from starlette.testclient import TestClient

from tests.api.scene import AGREEMENT


def names(client: TestClient, query: str = "") -> list[str]:
    response = client.get(f"/v1/documents{query}")
    assert response.status_code == 200
    return [document["id"] for document in response.json()["documents"]]


def test_a_partner_lists_its_own_and_the_public_documents(acme: TestClient, borealis: TestClient) -> None:
    assert names(acme) == ["agreement", "blank", "lost", "prices", "scan"]
    assert names(borealis) == ["blank", "other", "prices"]


def test_a_manager_lists_everything(manager: TestClient) -> None:
    assert names(manager) == ["agreement", "blank", "lost", "other", "plan", "prices", "scan"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?kind=note", ["plan"]),
        ("?partner=borealis", ["other"]),
        ("?q=AGREE", ["agreement"]),
        ("?q=zenith", ["agreement"]),
        ("?q=agreement+lost", []),
        ("?kind=agreement&partner=acme&q=scan", ["scan"]),
    ],
)
def test_filters_narrow_the_list(manager: TestClient, query: str, expected: list[str]) -> None:
    assert names(manager, query) == expected


def test_filters_do_not_widen_what_a_partner_sees(acme: TestClient) -> None:
    assert names(acme, "?partner=borealis") == []
    assert names(acme, "?kind=note") == []


def test_a_document_is_described_without_where_it_came_from(acme: TestClient) -> None:
    assert acme.get("/v1/documents/agreement").json() == {
        "id": "agreement",
        "name": "agreement.pdf",
        "title": "Agreement",
        "kind": "agreement",
        "partner": "acme",
        "audience": "partner:acme",
        "version": None,
        "effective": "2025-03-01",
        "pages": 2,
        "characters": 0,
        "state": "ready",
        "reason": None,
    }


def test_the_text_comes_when_asked_for(acme: TestClient) -> None:
    assert acme.get("/v1/documents/agreement?text=true").json()["text"] == AGREEMENT


@pytest.mark.parametrize("path", ["", "?text=true", "/pages/1", "/pages/1?start=0&end=6", "/pages/99"])
@pytest.mark.parametrize("hidden", ["other", "plan"])
def test_a_hidden_document_is_told_in_the_words_of_an_unknown_one(acme: TestClient, hidden: str, path: str) -> None:
    known, unknown = acme.get(f"/v1/documents/{hidden}{path}"), acme.get(f"/v1/documents/nosuch{path}")
    assert known.status_code == unknown.status_code == 404
    assert known.content == unknown.content
    assert known.json() == {"error": "not_found", "detail": "There is no such document."}


def test_the_reason_is_told_to_those_it_concerns(acme: TestClient, manager: TestClient) -> None:
    assert acme.get("/v1/documents/scan").json()["reason"] == "No text layer."
    assert manager.get("/v1/documents/blank").json()["reason"] == "The file is empty."
    assert acme.get("/v1/documents/blank").json()["reason"] is None
