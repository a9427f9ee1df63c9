"""What is written reads back as it was, with what is told of it and its size; a clause model is named after its weights."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from app.knowledge.clauses import ClauseModel, read_model
from eval.training.shipped import write_adapter, write_model
from tests.fakes.clause_model import clauses_by_words
from tests.fakes.embedder import FakeEmbedder

MODEL = clauses_by_words(FakeEmbedder(8), {"Insurance": "insurance cover", "Governing Law": "law"})


def written(folder: Path, model: ClauseModel) -> ClauseModel:
    write_model(model, {"seed": 7, "licence": "CC BY 4.0"}, folder / "clauses.npz")
    return read_model(folder / "clauses.npz")


def test_a_model_reads_back_as_it_was_written(tmp_path: Path) -> None:
    found = written(tmp_path, MODEL)
    assert np.allclose(found.clause_weight, MODEL.clause_weight, rtol=1e-3)
    assert np.allclose(found.question_weight, MODEL.question_weight, rtol=1e-3)
    assert np.array_equal(found.question_bias, MODEL.question_bias)
    assert np.array_equal(found.clause_bias, MODEL.clause_bias)
    assert np.array_equal(found.fitted, MODEL.fitted)
    assert found.asking == MODEL.asking
    assert found.clause_weight.dtype == np.float32


def test_what_is_told_stands_beside_the_weights(tmp_path: Path) -> None:
    found = written(tmp_path, MODEL)
    told = json.loads((tmp_path / "clauses.json").read_text())
    assert (told["seed"], told["licence"], told["asking"]) == (7, "CC BY 4.0", ["asked"])
    assert told["name"] == found.name
    assert told["bytes"] == (tmp_path / "clauses.npz").stat().st_size


def test_other_weights_have_another_name_and_the_same_the_same(tmp_path: Path) -> None:
    first = written(tmp_path, MODEL).name
    assert written(tmp_path, MODEL).name == first
    assert written(tmp_path, replace(MODEL, question_bias=MODEL.question_bias + 1)).name != first


def test_a_query_adapter_reads_back_with_what_is_told_of_it(tmp_path: Path) -> None:
    matrix = np.linspace(-1, 1, 16, dtype=np.float32).reshape(4, 4)
    write_adapter(matrix, {"seed": 3}, tmp_path / "adapter.npz")
    with np.load(tmp_path / "adapter.npz") as kept:
        assert np.allclose(kept["matrix"], matrix, atol=1e-3)
    assert json.loads((tmp_path / "adapter.json").read_text()) == {
        "seed": 3,
        "bytes": (tmp_path / "adapter.npz").stat().st_size,
    }
