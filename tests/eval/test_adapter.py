"""Training turns questions towards what answers them, from data read exactly, and scores on contracts held out."""

import json
from pathlib import Path

import numpy as np
import pytest

from eval import adapter
from eval.adapter import CLAUSES, Contracts, Wording, first_share, read_contracts, read_wording, train
from tests.fakes.embedder import FakeEmbedder

NOTICE = "Either party may end this agreement on sixty days written notice."
LAW = "This agreement is governed by the laws of Norway."
TEXT = f"{NOTICE} {LAW} The parties met in Oslo to talk about it."
DIMENSION = 4


def corpus(folder: Path) -> Path:
    """One contract with its notice clause marked, and half a word of the law clause."""
    (folder / "txt").mkdir()
    (folder / "txt" / "one.txt").write_text(TEXT, encoding="utf-8")
    spans = [("Notice", 0, len(NOTICE)), ("Governing Law", TEXT.index(LAW), TEXT.index(LAW) + 4)]
    tests = [{"category": kind, "snippets": [{"file_path": "one.txt", "span": [start, end]}]} for kind, start, end in spans]
    (folder / "questions.json").write_text(json.dumps({"tests": tests}), encoding="utf-8")
    return folder


def basis(*at: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.eye(DIMENSION, dtype=np.float32)[list(at)]


WORDING = Wording(("leave", "law"), basis(0, 1), np.array([0, 1]), basis(2, 3), np.array([0, 1]))
"""Questions on the first two axes; what answers them lies on the last two."""
SENTENCES = Contracts(
    np.vstack([basis(2, 3), basis(0, 1)] * 2), np.array([0, 0, 0, 0, 1, 1, 1, 1]),
    (frozenset({0}), frozenset({1}), frozenset(), frozenset()) * 2,
)  # fmt: skip


def test_the_shipped_topics_each_have_questions_and_wordings() -> None:
    wording = read_wording(FakeEmbedder())
    assert len(set(wording.names)) == len(wording.names) > 20
    assert set(wording.asked_topic.tolist()) == set(wording.written_topic.tolist()) == set(range(len(wording.names)))
    assert set(CLAUSES.values()) <= set(wording.names)
    assert wording.asked.shape == (len(wording.asked_topic), 384)


def test_a_sentence_bears_the_topic_of_a_mark_that_covers_half_of_it(tmp_path: Path) -> None:
    contracts = read_contracts(corpus(tmp_path), ["notice", "governing law and jurisdiction"], FakeEmbedder())
    assert contracts.topics == (frozenset({0}), frozenset(), frozenset())
    assert contracts.sentences.shape == (3, 384)
    assert contracts.contract.tolist() == [0, 0, 0]


def test_training_brings_a_question_to_what_answers_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"STEPS": 200, "BATCH": 8, "NEGATIVES": 4, "RATE": 0.05}.items():
        monkeypatch.setattr(adapter, name, value)
    every, held = np.ones(8, dtype=bool), SENTENCES.contract == 1
    assert first_share(np.eye(DIMENSION), WORDING, SENTENCES, held) == 0.0
    matrix = train(WORDING, SENTENCES, every)
    assert matrix.shape == (DIMENSION, DIMENSION)
    assert first_share(matrix, WORDING, SENTENCES, held) == 1.0
    assert np.array_equal(matrix, train(WORDING, SENTENCES, every))


def test_a_contract_without_a_marked_sentence_for_a_topic_is_not_counted() -> None:
    half = Contracts(SENTENCES.sentences, SENTENCES.contract, (frozenset({0}), *[frozenset[int]()] * 7))
    turned = np.roll(np.eye(DIMENSION), 2, axis=0)
    assert first_share(turned, WORDING, half, half.contract == 0) == 1.0
