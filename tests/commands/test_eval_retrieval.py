"""`liaison eval retrieval` as people run it, over a small corpus."""

import json
import subprocess
import sys
from dataclasses import fields, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from app.commands import eval_retrieval
from app.commands.eval_retrieval import Wanted, as_document, show
from app.domain.errors import Invalid, Unavailable
from app.knowledge.clauses import KINDS, clause_model
from app.knowledge.locator import Parts
from app.ports import Embedder, Units
from eval.retrieval import langchain_baseline
from eval.retrieval.langchain_baseline import NEEDED
from eval.training.folds import Folds, Tell
from tests.eval.retrieval.contract_pdf import CLAUSES, TWIN, contract_pdf

INDEPENDENT = Path(__file__).parents[3] / "shared" / "tools" / "score.py"
LAW = "13.1 This Agreement is governed by the laws of Norway."
AGREEMENT = f"Acme Reseller Agreement\n\n12.2 Either party may terminate upon sixty (60) days' written notice.\n\n{LAW}\n"
SCORES = {"n", "missing", "doc1"} | {f"{measure}{k}" for measure in "PR" for k in (1, 2, 4, 8, 16, 32, 64)}
BUDGETS = {"R@1000ch", "R@4000ch", "R@16000ch"}
COSTS = {"latency_ms", "files", "characters", "seconds", "characters_per_second", "passages", "peak_memory_mb"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus of a text and a PDF, the PDF's twin, and two questions."""
    for name in ("corpus", "twins"):
        (tmp_path / name).mkdir()
    (tmp_path / "corpus" / "acme.txt").write_text(AGREEMENT)
    (tmp_path / "corpus" / "contract.pdf").write_bytes(contract_pdf())
    (tmp_path / "twins" / "contract.txt").write_text(TWIN)
    start, clause = AGREEMENT.index(LAW), TWIN.index(CLAUSES[40])
    tests = [
        {"query": "Which laws govern?", "snippets": [{"file_path": "acme.txt", "span": [start, start + len(LAW)]}]},
        {"query": CLAUSES[40], "snippets": [{"file_path": "contract.txt", "span": [clause, clause + len(CLAUSES[40])]}]},
    ]
    (tmp_path / "tests.json").write_text(json.dumps({"tests": tests}))
    return tmp_path


def retrieval(folder: Path, home: Path, *words: str, questions: str = "tests.json") -> Result:
    places = ["--corpus", str(folder / "corpus"), "--questions", str(folder / questions), "--home", str(home)]
    return CliRunner().invoke(app, ["eval", "retrieval", *places, *words])


def test_figures_are_one_document_and_agree_with_an_independent_scorer(folder: Path, home: Path) -> None:
    rankings = folder / "rankings.jsonl"
    result = retrieval(folder, home, "--gold-text", str(folder / "twins"), "--rankings", str(rankings), "--json", "-k", "30")
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert set(figures) == SCORES | BUDGETS | COSTS | {"gold_aligned_share"}
    assert (figures["n"], figures["doc1"], figures["files"], figures["gold_aligned_share"]) == (2, 100.0, 2, 1.0)
    assert figures["R@4000ch"] == 100.0
    lines = [json.loads(line) for line in rankings.read_text().splitlines()]
    assert [line["query"] for line in lines] == ["Which laws govern?", CLAUSES[40]]
    assert CLAUSES[40] in TWIN[lines[1]["hits"][0]["start"] : lines[1]["hits"][0]["end"]]
    assert all(set(hit) == {"document", "start", "end", "score"} for line in lines for hit in line["hits"])
    if INDEPENDENT.is_file():  # the rest is checked without it
        command = [sys.executable, str(INDEPENDENT), "retrieval", str(rankings), str(folder / "tests.json")]
        said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        assert said == {name: figures[name] for name in said}


def test_questions_about_documents_print_how_early_the_right_one_comes(folder: Path, home: Path) -> None:
    lines = [
        {"id": "1", "query": "Norway?", "documents": ["acme.txt"]},
        {"id": "2", "query": "?", "documents": ["contract.pdf"]},
    ]
    (folder / "pages.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    result = retrieval(folder, home, "--json", questions="pages.jsonl")
    figures = json.loads(result.stdout)
    assert set(figures) == {"n", "missing", "doc1", "doc3", "doc10"} | COSTS
    assert (figures["n"], figures["doc3"]) == (2, 100.0)


def test_people_see_a_table_and_which_files_could_not_be_read(folder: Path, home: Path) -> None:
    (folder / "corpus" / "scan.pdf").write_bytes(b"%PDF-1.4 cut off")
    result = retrieval(folder, home, "--gold-text", str(folder / "twins"))
    assert "R@4000ch" in result.stdout
    assert "Not read by liaison: scan.pdf: scan.pdf is damaged or cut off" in " ".join(result.stderr.split())


def test_a_pdf_without_its_twin_is_a_sentence(folder: Path, home: Path) -> None:
    assert "name the folder of the texts with --gold-text" in str(retrieval(folder, home).exception)


def test_a_question_about_a_document_that_is_not_there_is_a_sentence(folder: Path, home: Path) -> None:
    (folder / "corpus" / "contract.pdf").unlink()
    error = retrieval(folder, home).exception
    assert isinstance(error, Invalid)
    assert "'contract.txt', which is not in" in error.sentence


def test_a_folder_for_the_rankings_that_is_not_there_is_said_before_any_work(folder: Path, home: Path) -> None:
    error = retrieval(folder, home, "--rankings", str(folder / "none" / "out.jsonl")).exception
    assert isinstance(error, Invalid)
    assert "there is no folder" in error.sentence


@pytest.mark.parametrize("system", ["langchain", "both"])
def test_a_stock_pipeline_that_is_not_installed_is_said_before_any_work(
    folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    monkeypatch.setattr(langchain_baseline, "NEEDED", ("a_package_that_nobody_has",))
    assert isinstance(retrieval(folder, home, "--system", system).exception, Unavailable)


def test_two_systems_stand_side_by_side_with_their_ratio(capsys: pytest.CaptureFixture[str]) -> None:
    figures: dict[str, dict[str, Any]] = {
        "liaison": {"n": 2, "R1": 50.0, "characters_per_second": 900, "latency_ms": {"p50": 1.5, "p95": 2.5}},
        "langchain": {"n": 2, "R1": 5.0, "characters_per_second": 300, "latency_ms": None},
    }
    assert as_document(figures) == figures | {"ratio": {"characters_per_second": 3.0}}
    assert as_document({"liaison": figures["liaison"]}) == figures["liaison"]
    show(figures)
    said = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "R1 50.0 5.0" in said
    assert "characters_per_second, ratio 3.0 1" in said
    assert "latency_ms p50 1.5, p95 2.5 —" in said


def test_each_part_left_out_has_its_figures(folder: Path, home: Path) -> None:
    words = ("--gold-text", str(folder / "twins"), "--ablation", "-k", "30")
    figures = json.loads(retrieval(folder, home, *words, "--json").stdout)
    assert list(figures["without"]) == [part.name for part in fields(Parts)]
    assert all(set(of_part) == SCORES | BUDGETS for of_part in figures["without"].values())
    said = retrieval(folder, home, *words).stdout
    assert "Liaison without" in said
    assert "routing" in said


def test_contracts_with_labels_are_ranked_by_scorers_that_have_not_seen_them(
    folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for: list[tuple[Path, int]] = []
    nothing = np.zeros_like(clause_model().clause_weight)
    folds = Folds([replace(clause_model(), clause_weight=nothing), clause_model()], {"acme": 1, "contract": 0})

    def fitted(labels: Path, count: int, _embedder: Embedder, _tell: Tell) -> Folds:
        asked_for.append((labels, count))
        return folds

    monkeypatch.setattr(eval_retrieval, "fit_folds", fitted)
    unseen = folds.unseen
    shown: list[tuple[str, tuple[int, ...]]] = []

    def showing(name: str, units: Units) -> Units:
        shown.append((name, units.kinds.shape))
        return unseen(name, units)

    monkeypatch.setattr(folds, "unseen", showing)
    result = retrieval(folder, home, "--gold-text", str(folder / "twins"), "--labels", "marked", "--folds", "2", "--json")
    assert result.exit_code == 0, result.output
    assert asked_for == [(Path("marked"), 2)]
    assert json.loads(result.stdout)["doc1"] == 100.0
    assert {name for name, _ in shown} == {"acme.txt", "contract.pdf"}
    assert {shape[1] for _, shape in shown} == {2 * len(KINDS)}


def test_the_stock_pipelines_rankings_go_beside_ours() -> None:
    wanted = Wanted(Path("c"), Path("q.json"), 200, Path("out/rankings.jsonl"))
    assert wanted.rankings_of("liaison") == Path("out/rankings.jsonl")
    assert wanted.rankings_of("langchain") == Path("out/rankings.langchain.jsonl")
    assert Wanted(Path("c"), Path("q.json"), 200).rankings_of("langchain") is None


@pytest.mark.slow
@pytest.mark.skipif(
    any(find_spec(name) is None for name in NEEDED), reason="The stock pipeline is not installed (EXTRAS=baseline)."
)
def test_both_systems_are_measured_in_one_run(folder: Path, home: Path) -> None:
    words = ("--system", "both", "--gold-text", str(folder / "twins"), "--rankings", str(folder / "out.jsonl"), "--json")
    result = retrieval(folder, home, *words)
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert set(figures) == {"liaison", "langchain", "ratio"}
    assert set(figures["liaison"]) == set(figures["langchain"]) == SCORES | BUDGETS | COSTS | {"gold_aligned_share"}
    assert figures["langchain"]["gold_aligned_share"] == 1.0
    assert figures["ratio"]["characters_per_second"] > 0
    assert all((folder / name).read_text().count("\n") == 2 for name in ("out.jsonl", "out.langchain.jsonl"))
