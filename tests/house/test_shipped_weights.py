"""Shipped weights are small and say what they were fitted on, under which licences, with which seed, and how well they do."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.house.checkout import ROOT

FOLDER = ROOT / "app" / "knowledge"
MOST = 2_000_000
"""Bytes of all fitted parts together, with what is said of them."""

WEIGHTS = sorted(FOLDER.glob("*.npz"))


def told(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return found


def test_all_weights_together_stay_small() -> None:
    assert [path.name for path in WEIGHTS] == ["adapter.npz", "clauses.npz"]
    assert sum(path.stat().st_size for path in [*WEIGHTS, *FOLDER.glob("*.json")]) < MOST


@pytest.mark.parametrize("path", WEIGHTS, ids=lambda path: path.stem)
def test_weights_say_where_they_come_from_and_how_well_they_do(path: Path) -> None:
    said = told(path)
    assert "CC BY 4.0" in said["trained_on"]["sentences"]
    assert "Apache-2.0" in said["trained_on"]["questions"]
    assert said["trained_on"]["contracts"] > 100
    assert {"seed", "folds", "scores"} <= set(said)
    assert said["bytes"] == path.stat().st_size


@pytest.mark.parametrize("path", WEIGHTS, ids=lambda path: path.stem)
def test_weights_are_numbers_and_no_text(path: Path) -> None:
    with np.load(path) as arrays:
        assert {arrays[name].dtype.kind for name in arrays.files} <= {"f", "b"}
        assert all(np.isfinite(arrays[name]).all() for name in arrays.files)


def test_the_scores_beside_the_weights_are_better_than_without_them() -> None:
    adapter = told(FOLDER / "adapter.npz")["scores"]
    assert adapter["marked_sentence_first_with"] > adapter["marked_sentence_first_without"]
    clauses = told(FOLDER / "clauses.npz")["scores"]
    assert clauses["sentences"]["first"] > adapter["marked_sentence_first_with"]
    assert clauses["questions"]["first"] <= clauses["questions"]["first_two"]
