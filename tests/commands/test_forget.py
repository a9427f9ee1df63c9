"""Which document is meant."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.commands.forget import chosen
from app.domain.access import PUBLIC
from app.domain.documents import Document
from app.domain.errors import Invalid, NotFound
from tests.commands.conftest import liaison_in

FIRST = Document("id1", "guide.md", "Guide", "guide", PUBLIC, "2025/guide.md", "text/markdown", "r")
SECOND = replace(FIRST, id="id2", source="2026/guide.md")
TABLE = [replace(FIRST, id=f"part{n}", name="deals.csv", source="deals.csv") for n in range(3)]


def test_an_id_names_one_document() -> None:
    assert chosen("id2", [FIRST, SECOND]) == [SECOND]


def test_a_name_that_two_files_have_is_refused_with_their_ids() -> None:
    with pytest.raises(Invalid, match=r"id1 \(2025/guide.md\), id2 \(2026/guide.md\)"):
        chosen("guide.md", [FIRST, SECOND])


def test_a_shared_table_is_forgotten_with_all_its_parts() -> None:
    assert chosen("deals.csv", [FIRST, *TABLE]) == TABLE


def test_a_name_nobody_has_is_refused() -> None:
    with pytest.raises(NotFound, match=r"no document 'x\.pdf'"):
        chosen("x.pdf", [FIRST])


def test_what_comes_and_goes_stands_in_the_audit_log(corpus: Path, tmp_path: Path) -> None:
    liaison = liaison_in(tmp_path)
    assert liaison("ingest", str(corpus)).exit_code == 0
    assert liaison("forget", "acme.md", "--yes").exit_code == 0
    told = [json.loads(line) for line in liaison("audit", "export").stdout.splitlines()]
    of_documents = [one for one in told if one["event"].startswith("document.")]
    assert [one["event"] for one in of_documents] == ["document.added", "document.added", "document.removed"]
    assert {one["detail"]["after"]["audience"] for one in of_documents[:2]} == {"partner:acme", "public"}
    assert of_documents[2]["detail"] == {"before": of_documents[2]["detail"]["before"], "after": None}
    assert of_documents[2]["detail"]["before"]["audience"] == "partner:acme"
