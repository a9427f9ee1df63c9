"""A model that is written reads back as it was, named after its weights, with what is told of it."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from app.knowledge.clauses import ClauseModel, read_model
from eval.training.shipped import write_model
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


def test_other_weights_have_another_name_and_the_same_the_same(tmp_path: Path) -> None:
    first = written(tmp_path, MODEL).name
    assert written(tmp_path, MODEL).name == first
    assert written(tmp_path, replace(MODEL, question_bias=MODEL.question_bias + 1)).name != first
