"""Vectors kept for building the index anew."""

from pathlib import Path

import numpy as np
import pytest

from app.adapters.kept_vectors import KeptVectors
from app.domain.access import INTERNAL, PUBLIC
from tests.fakes.passages import ACME, BOREALIS, passage

VECTORS = np.arange(12, dtype=np.float32).reshape(3, 4)
PASSAGES = [passage("p", "", PUBLIC), passage("q", "", ACME, "d2"), passage("r", "", INTERNAL)]


@pytest.fixture
def kept(tmp_path: Path) -> KeptVectors:
    made = KeptVectors(tmp_path / "vectors.sqlite3")
    made.put(PASSAGES, VECTORS)
    return made


def test_what_was_put_comes_back_in_portions(kept: KeptVectors) -> None:
    portions = list(kept.all(2))
    assert [len(passages) for passages, _ in portions] == [2, 1]
    assert [one for passages, _ in portions for one in passages] == PASSAGES
    assert np.array_equal(np.concatenate([vectors for _, vectors in portions]), VECTORS)


def test_a_replaced_passage_is_kept_once(kept: KeptVectors) -> None:
    kept.put([passage("q", "", BOREALIS, "d2")], VECTORS[:1])
    assert kept.audiences(["p", "q", "unknown"]) == {"p": PUBLIC, "q": BOREALIS}
    assert np.array_equal(next(iter(kept.all(9)))[1], VECTORS[[0, 0, 2]])


def test_removing_for_another_audience_keeps_the_passage(kept: KeptVectors) -> None:
    kept.remove({"p": PUBLIC, "q": BOREALIS, "unknown": PUBLIC})
    assert kept.audiences(["p", "q"]) == {"q": ACME}


def test_cleared_vectors_are_gone_even_from_a_damaged_file(tmp_path: Path) -> None:
    (tmp_path / "vectors.sqlite3").write_bytes(b"no database " * 1000)
    kept = KeptVectors(tmp_path / "vectors.sqlite3")
    kept.clear()
    assert list(kept.all(9)) == []
