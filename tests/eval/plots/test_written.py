"""What measurements wrote is read back; anything else is refused in a sentence that names the file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import Invalid
from eval.plots.written import Latencies, read_latencies, read_questions, read_rankings
from eval.retrieval.rankings import write_rankings
from eval.retrieval.systems import Located
from eval.retrieval.tests import Gold, SpanTest

TIMES = {"p50": 5, "p95": 9.5}


def write(folder: Path, content: Any) -> Path:
    path = folder / "file.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_documents_of_questions_and_rankings_are_called_alike(tmp_path: Path) -> None:
    tests = [{"query": "Law?", "snippets": [{"file_path": "contracts/acme.txt", "span": [3, 8]}]}]
    assert read_questions(write(tmp_path, {"tests": tests})) == [SpanTest("Law?", (Gold("acme", 3, 8),))]
    write_rankings(tmp_path / "out.jsonl", ["Law?"], [[Located("pdf/acme.pdf", 1, 5, 0.5)]])
    assert read_rankings(tmp_path / "out.jsonl") == {"Law?": (Located("acme", 1, 5, 0.5),)}


def test_search_times_are_read_by_caller_from_the_smallest_collection_on(tmp_path: Path) -> None:
    sizes = [
        {"passages": 1000, "search_ms": {"partner": {"p50": 7, "p95": 12}}, "plain_where": None, "disk_mb": {}},
        {"passages": 10, "search_ms": {"partner": TIMES}, "plain_where": {"search_ms": TIMES, "ratio": 2.0}},
    ]
    assert read_latencies(write(tmp_path, {"partners": 3, "sizes": sizes})) == {
        "partner": Latencies((10, 1000), (5.0, 7.0), (9.5, 12.0)),
        "plain where": Latencies((10,), (5.0,), (9.5,)),
    }


@pytest.mark.parametrize(
    ("read", "content", "says"),
    [
        (read_questions, {"tests": []}, "There are no questions in"),
        (read_questions, {"tests": [{"query": "?"}]}, "holds no questions in LegalBench-RAG's form"),
        (read_questions, {"tests": [{"query": "?", "snippets": [{"file_path": "a", "span": [5, 5]}]}]}, "holds no questions"),
        (read_questions, "not JSON", "has no 'tests'"),
        (read_rankings, '{"query": "?"}', "holds no rankings"),
        (read_rankings, "not JSON", "holds no rankings"),
        (read_latencies, [], "has no 'sizes'"),
        (read_latencies, {"sizes": [{"passages": 10}]}, "holds no search times"),
        (read_latencies, {"sizes": []}, "holds no search times"),
    ],
)
def test_anything_else_is_refused_by_name(tmp_path: Path, read: Callable[[Path], Any], content: Any, says: str) -> None:
    with pytest.raises(Invalid, match=says) as refused:
        read(write(tmp_path, content))
    assert "file.json" in refused.value.sentence


@pytest.mark.parametrize("read", [read_questions, read_rankings, read_latencies])
def test_a_file_that_is_not_there_is_refused(tmp_path: Path, read: Callable[[Path], Any]) -> None:
    with pytest.raises(Invalid, match=r"none\.json"):
        read(tmp_path / "none.json")
