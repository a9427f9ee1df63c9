"""Our figures beside those of tools/score.py, which knows nothing but the rankings file and the questions."""

import json
import runpy
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings

from eval.retrieval.rankings import write_rankings
from eval.retrieval.scores import score_spans
from eval.retrieval.systems import Located
from eval.retrieval.tests import Gold, SpanTest
from tests.eval.retrieval.random_rankings import ASKED, Asked

INDEPENDENT = Path(__file__).parents[4] / "shared" / "tools" / "score.py"
pytestmark = pytest.mark.skipif(
    not INDEPENDENT.is_file(), reason="The independent scorer, tools/score.py, does not lie beside this checkout."
)


def test_the_scorer_prints_our_figures_for_a_rankings_file(tmp_path: Path) -> None:
    tests = [
        SpanTest("Notice?", (Gold("a.pdf", 0, 900), Gold("a.pdf", 2000, 2100))),
        SpanTest("Law?", (Gold("b.pdf", 5, 6),)),
        SpanTest("Notice?", (Gold("b.pdf", 10, 400),)),
        SpanTest("Nothing?", (Gold("b.pdf", 10, 400),)),
    ]
    rankings = [
        [Located("a.pdf", 500, 2050, 0.9), Located("a.pdf", 700, 800, 0.8), Located("b.pdf", 0, 5000, 0.7)],
        [Located("b.pdf", 7, 7, 0.9), Located("a.pdf", 5, 6, 0.8), Located("b.pdf", 0, 60, 0.7)],
        [Located("b.pdf", 0, 250, 0.9), Located("b.pdf", 300, 401, 0.8)],
        [],
    ]
    write(tmp_path, tests, rankings)
    command = [sys.executable, str(INDEPENDENT), "retrieval", str(tmp_path / "rankings.jsonl"), str(tmp_path / "tests.json")]
    said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert score_spans(tests, rankings) == said


@pytest.fixture(scope="module")
def scorer() -> Any:
    return runpy.run_path(str(INDEPENDENT))["retrieval"]


@settings(max_examples=60, deadline=None)
@given(asked=ASKED)
def test_random_rankings_score_the_same(scorer: Any, asked: Asked) -> None:
    tests = [SpanTest(f"question {n}", tuple(gold)) for n, (gold, _) in enumerate(asked)]
    with TemporaryDirectory() as folder:
        write(Path(folder), tests, [ranking for _, ranking in asked])
        said = scorer(Path(folder) / "rankings.jsonl", Path(folder) / "tests.json")
    assert score_spans(tests, [ranking for _, ranking in asked]) == said


def write(folder: Path, tests: list[SpanTest], rankings: list[Any]) -> None:
    """The two files the scorer reads; its questions name the text twins, and a question without a ranking has no line."""
    found = [(test.query, ranking) for test, ranking in zip(tests, rankings, strict=True) if ranking is not None]
    write_rankings(folder / "rankings.jsonl", [query for query, _ in found], [ranking for _, ranking in found])
    entries = [
        {
            "query": test.query,
            "snippets": [
                {"file_path": one.document.replace(".pdf", ".txt"), "span": [one.start, one.end]} for one in test.gold
            ],
        }
        for test in tests
    ]
    (folder / "tests.json").write_text(json.dumps({"tests": entries}))
