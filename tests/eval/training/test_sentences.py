"""Sentences of marked contracts come as ingestion makes them, marked where their words are."""

from pathlib import Path

import numpy as np

from app.knowledge.clauses import KINDS
from eval.training.marks import read_labels
from eval.training.sentences import marked, read_sentences
from tests.eval.training.labelled import AUDITING, CONTRACTS, GOVERNING, labelled
from tests.fakes.embedder import STATES, FakeEmbedder

DIMENSION = 8


def test_every_contract_gives_its_sentences_with_their_marks(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    labels = read_labels(labelled(tmp_path))
    found = read_sentences(labels, FakeEmbedder(DIMENSION), lambda *at: told.append(at))
    assert [one.name for one in found] == sorted(CONTRACTS)
    assert all(one.rows.shape == (len(one.marked), STATES * DIMENSION + 4) for one in found)
    one = next(one for one in found if one.name == "one")
    assert one.marked[:, GOVERNING].sum() == one.marked[:, AUDITING].sum() == 1
    assert one.marked.sum() == 2
    assert np.flatnonzero(one.marked[:, AUDITING]) == np.flatnonzero(one.marked[:, GOVERNING]) + 1
    assert told[0] == (0, 4, "four.txt")
    assert told[-1] == (4, 4, "")


def test_a_sentence_is_marked_by_half_of_it_or_half_of_the_mark() -> None:
    starts, ends = np.array([0, 100, 200]), np.array([100, 200, 300])
    found = marked(starts, ends, [(50, 100, 0), (120, 125, 1), (0, 300, 2), (151, 349, 3)])
    assert found.shape == (3, len(KINDS))
    assert found[:, 0].tolist() == [1, 0, 0]
    assert found[:, 1].tolist() == [0, 1, 0]
    assert found[:, 2].tolist() == [1, 1, 1]
    assert found[:, 3].tolist() == [0, 0, 1]
    assert found[:, 4:].sum() == 0


def test_a_mark_that_touches_no_sentence_marks_none() -> None:
    assert marked(np.array([10]), np.array([20]), [(20, 30, 0), (0, 10, 1), (5, 5, 2)]).sum() == 0
