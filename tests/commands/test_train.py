"""`liaison train` as people run it, over three short contracts, with recipes for a handful of rows and a model of words."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from app.commands import train as command
from app.commands.train import share, shipped_score
from app.domain.errors import Invalid
from app.knowledge import adapter as shipped_adapter
from app.knowledge.clauses import FILE, read_model
from eval.training import adapter, clauses, scores, shipped
from eval.training.linear import Recipe
from eval.training.marks import read_labels
from eval.training.provenance import fingerprint
from tests.eval.training.labelled import CONTRACTS, labelled
from tests.fakes.embedder import FakeEmbedder

DIMENSION = 384
"""The shipped matrix is of this dimension, and is compared with the new one."""


@pytest.fixture
def contracts(tmp_path: Path) -> Path:
    return labelled(tmp_path / "contracts")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where weights are written instead of into the package, with the shipped ones in it."""
    for file in (FILE, shipped_adapter.FILE):
        for path in (file, file.with_suffix(".json")):
            shutil.copy(path, tmp_path)
    monkeypatch.setattr(shipped_adapter, "FILE", tmp_path / "adapter.npz")
    monkeypatch.setattr(shipped.write_model, "__defaults__", (tmp_path / "clauses.npz",))
    monkeypatch.setattr(shipped.write_adapter, "__defaults__", (tmp_path / "adapter.npz",))
    return tmp_path


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, kept: Path) -> None:
    """Few lines, few steps and no model; nothing is written into the package."""

    @contextmanager
    def embedder(_: Path | None) -> Iterator[FakeEmbedder]:
        yield FakeEmbedder(DIMENSION)

    assert kept.is_dir()
    monkeypatch.setattr(command, "_embedder", embedder)
    lines = [("which laws govern the agreement", "Governing Law"), ("may Acme audit the books", "Audit Rights")]
    for module in (adapter, clauses):
        monkeypatch.setattr(module, "training_lines", lambda _seed: [*lines, ("how is the weather", "something else")])
    monkeypatch.setattr(scores, "held_out_lines", lambda: lines)
    for name in ("CLAUSES", "QUESTIONS"):
        monkeypatch.setattr(clauses, name, Recipe(epochs=2, rate=1e-2, dropout=0.0, decay=0.0))


def train(part: str, contracts: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["train", part, "--contracts", str(contracts), "--folds", "2", *words])


def test_clauses_are_scored_by_kind_and_nothing_is_written_unasked(contracts: Path, kept: Path) -> None:
    before = (kept / "clauses.npz").read_bytes()
    result = train("clauses", contracts)
    assert result.exit_code == 0, result.output
    said = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert any(line.startswith("Governing Law 4 ") for line in said)
    assert any(line.startswith("Audit Rights 2 ") for line in said)
    assert any(line.startswith("all 6 ") for line in said)
    assert any(line.startswith("kind first, another writer's questions") for line in said)
    assert said[-1] == "Nothing was written."
    assert (kept / "clauses.npz").read_bytes() == before


def test_written_clauses_read_back_with_their_provenance_and_scores(contracts: Path, kept: Path) -> None:
    result = train("clauses", contracts, "--write", "--json")
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    told = json.loads((kept / "clauses.json").read_text(encoding="utf-8"))
    assert said.pop("written") is True
    assert said == {name: told[name] for name in said}
    assert (told["folds"], told["trained_on"]["contracts"]) == (2, len(CONTRACTS))
    assert set(told["scores"]["sentences"]["by_kind"]) == {"Governing Law", "Audit Rights"}
    assert read_model(kept / "clauses.npz").name == told["name"]


def test_an_adapter_is_shown_beside_the_shipped_one_and_none(contracts: Path) -> None:
    result = train("adapter", contracts)
    assert result.exit_code == 0, result.output
    for said in ("without an adapter", "fitted now, on unseen contracts", "shipped", "Nothing was written."):
        assert said in result.stdout


def test_an_adapter_replaces_only_one_that_is_no_better(contracts: Path, kept: Path) -> None:
    path = kept / "adapter.json"
    told = {"trained_on": {"marks": fingerprint(read_labels(contracts))}, "folds": 2}
    path.write_text(json.dumps({**told, "scores": {"marked_sentence_first_with": 1.01}}))
    said = json.loads(train("adapter", contracts, "--write", "--json").stdout)
    assert (said["shipped"], said["written"]) == (1.01, False)
    assert json.loads(path.read_text())["scores"] == {"marked_sentence_first_with": 1.01}
    path.write_text(json.dumps({**told, "scores": {"marked_sentence_first_with": 0.0}}))
    said = json.loads(train("adapter", contracts, "--write", "--json").stdout)
    assert (said["shipped"], said["written"]) == (0.0, True)
    assert json.loads(path.read_text())["scores"] == said["scores"]


def test_only_a_score_of_the_same_contracts_and_folds_compares() -> None:
    told = {"trained_on": {"marks": "abc"}, "folds": 5, "scores": {"marked_sentence_first_with": 0.4}}
    assert shipped_score(told, "abc", 5) == 0.4
    assert shipped_score(told, "abc", 4) is None
    assert shipped_score(told, "xyz", 5) is None
    assert shipped_score({"trained_on": {}, "scores": {}}, "abc", 5) is None
    assert (share((1, 3)), share((0, 0))) == (0.333, 0.0)


@pytest.mark.parametrize("part", ["clauses", "adapter"])
def test_a_folder_without_labels_is_a_sentence(tmp_path: Path, part: str) -> None:
    error = train(part, tmp_path / "none").exception
    assert isinstance(error, Invalid)
    assert "questions.json" in error.sentence
