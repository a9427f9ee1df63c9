"""Each test that can be is asked again as people ask, and keeps its answer."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from eval.clauses.natural import main, natural

TITLES = {
    "acme.txt": "Reseller Agreement between Acme, Inc. and Borealis AS",
    "north.txt": "Supply Agreement between Northwind Traders and Borealis AS",
    "plain.txt": "Supply Agreement",
}


def posed(document: str, category: str) -> dict[str, Any]:
    return {
        "query": f"Consider the {TITLES[document]}; what about {category}?",
        "category": category,
        "snippets": [{"file_path": document, "span": [3, 9]}],
    }


TESTS = [posed("acme.txt", "Governing Law"), posed("plain.txt", "Insurance"), posed("north.txt", "Audit Rights")]


def test_a_test_keeps_its_answer_and_one_whose_contract_has_no_name_is_left_out() -> None:
    found = natural(TESTS, TITLES, random.Random(1))  # noqa: S311  # a repeatable choice
    assert [one["snippets"] for one in found] == [TESTS[0]["snippets"], TESTS[2]["snippets"]]
    assert [one["category"] for one in found] == ["Governing Law", "Audit Rights"]
    assert all("Consider" not in str(one["query"]) and "{" not in str(one["query"]) for one in found)
    assert "acm" in str(found[0]["query"]).lower()


def test_the_command_writes_a_file_in_the_same_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "questions.json").write_text(json.dumps({"tests": TESTS}))
    (tmp_path / "documents.json").write_text(json.dumps({name: {"title": title} for name, title in TITLES.items()}))
    out = tmp_path / "natural.json"
    assert main(["--contracts", str(tmp_path), "--out", str(out)]) == 0
    first = out.read_text()
    assert main(["--contracts", str(tmp_path), "--out", str(out)]) == 0
    assert out.read_text() == first
    assert len(json.loads(first)["tests"]) == 2
    assert "2 of 3 tests asked naturally." in capsys.readouterr().out
