"""`liaison eval plots` as people run it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from app.domain.errors import Invalid
from eval.retrieval.rankings import write_rankings
from eval.retrieval.systems import Located

TIMES = {"p50": 5.0, "p95": 9.0}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Questions in two files, rankings of them by both systems, and search times."""
    for asked in ("plain", "odd"):
        tests = [{"query": f"{asked}?", "snippets": [{"file_path": "a.txt", "span": [0, 500]}]}]
        (tmp_path / f"{asked}.json").write_text(json.dumps({"tests": tests}))
        write_rankings(tmp_path / f"{asked}.jsonl", [f"{asked}?"], [[Located("a.txt", 0, 500, 1.0)]])
        write_rankings(tmp_path / f"{asked}.stock.jsonl", [f"{asked}?"], [[Located("b.txt", 0, 500, 1.0)]])
    sizes = [{"passages": size, "search_ms": {"partner": TIMES}} for size in (100, 1000)]
    (tmp_path / "scale.json").write_text(json.dumps({"sizes": sizes}))
    return tmp_path


def plots(folder: Path, *words: str) -> Result:
    typed = [str(folder / word) if word.endswith((".json", ".jsonl")) else word for word in words]
    return CliRunner().invoke(app, ["eval", "plots", *typed, "--out", str(folder / "images")])


def test_both_plots_are_drawn_into_a_new_folder(folder: Path) -> None:
    pairs = ["--rankings", "plain.jsonl", "--questions", "plain.json", "--rankings", "odd.jsonl", "--questions", "odd.json"]
    stock = ["--baseline", "plain.stock.jsonl", "--label", "as written", "--scale", "scale.json"]
    result = plots(folder, *pairs, *stock)
    assert result.exit_code == 0, result.output
    assert "recall.svg" in result.stdout
    recall = (folder / "images" / "recall.svg").read_text(encoding="utf-8")
    for said in ("Liaison, as written", "stock pipeline, as written", "Liaison, odd"):
        assert f">{said}<" in recall
    assert "stock pipeline, odd" not in recall
    assert ">Within 4,000 characters, Liaison 100% and stock pipeline 0% of what answers<" in recall
    assert ">partner<" in (folder / "images" / "latency.svg").read_text(encoding="utf-8")


def test_search_times_alone_make_one_plot(folder: Path) -> None:
    assert plots(folder, "--scale", "scale.json").exit_code == 0
    assert [path.name for path in (folder / "images").iterdir()] == ["latency.svg"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "There is nothing to draw"),
        (["--rankings", "plain.jsonl"], "1 --rankings need as many --questions, not 0"),
        (["--scale", "scale.json", "--label", "x"], "more --baseline or --label than --rankings"),
        (["--rankings", "plain.jsonl", "--questions", "odd.json"], "ranks none of the questions"),
    ],
)
def test_what_cannot_be_drawn_is_a_sentence(folder: Path, words: list[str], says: str) -> None:
    error = plots(folder, *words).exception
    assert isinstance(error, Invalid)
    assert says in error.sentence
