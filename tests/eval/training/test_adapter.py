"""Training turns questions towards what answers them, among the sentences of the same contract, and scores on unseen ones."""

from pathlib import Path

import numpy as np
import pytest

from app.knowledge.clauses import KINDS
from eval.training import adapter
from eval.training.adapter import Held, Wording, cross_validated, first_counts, in_context, read_wording, train
from eval.training.linear import Recipe
from eval.training.marks import read_labels
from eval.training.sentences import read_sentences
from tests.eval.training.labelled import AUDIT, CONTRACTS, GOVERNING, LAW, labelled
from tests.fakes.embedder import FakeEmbedder

DIMENSION = 4
OTHER = len(KINDS)
QUICK = Recipe(epochs=80, rate=0.05, dropout=0.0, decay=0.0)


def basis(*at: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.eye(DIMENSION, dtype=np.float32)[list(at)]


def held(name: str) -> Held:
    """What answers lies on the last two axes, and on the first two what only sounds like the question."""
    marked = np.zeros((4, len(KINDS)), dtype=np.float32)
    marked[[0, 1], [0, 1]] = 1.0
    return Held(name, basis(2, 3, 0, 1), marked)


WORDING = Wording(basis(0, 1), np.array([0, 1]), basis(2, 3), np.array([0, 1]))
QUESTIONS = (basis(0, 1), np.array([0, 1]))
CONTRACT = [held("one"), held("two")]


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "TEMPERATURE", 0.5)
    monkeypatch.setattr(adapter, "BATCH", 4)


@pytest.mark.usefixtures("_quick")
def test_training_brings_a_question_to_what_answers_it_past_what_sounds_like_it() -> None:
    assert first_counts(np.eye(DIMENSION, dtype=np.float32), CONTRACT, *QUESTIONS) == (0, 4)
    matrix = train(WORDING, CONTRACT, QUICK)
    assert matrix.shape == (DIMENSION, DIMENSION)
    assert first_counts(matrix, CONTRACT, *QUESTIONS) == (4, 4)
    assert np.array_equal(matrix, train(WORDING, CONTRACT, QUICK))


@pytest.mark.usefixtures("_quick")
def test_decay_draws_the_matrix_back_to_no_turn_at_all() -> None:
    free = train(WORDING, CONTRACT, QUICK)
    drawn = train(WORDING, CONTRACT, Recipe(epochs=80, rate=0.05, dropout=0.0, decay=10.0))
    unturned = np.eye(DIMENSION)
    assert 0 < np.abs(drawn - unturned).max() < np.abs(free - unturned).max() / 2


@pytest.mark.usefixtures("_quick")
def test_topics_that_are_no_kind_of_clause_are_learned_from_their_own_wording() -> None:
    topics = np.array([OTHER, OTHER + 1, OTHER + 2, OTHER + 2])
    wording = Wording(basis(0, 1), topics[:2], basis(2, 3, 0, 1), topics)
    turned = wording.asked @ train(wording, CONTRACT, QUICK).T
    assert np.argmax(turned @ wording.written.T, axis=1).tolist() == [0, 1]


def test_each_contract_is_scored_by_a_matrix_that_has_not_seen_it(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []

    def trained(_: Wording, contracts: list[Held]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        seen.append([one.name for one in contracts])
        return np.roll(np.eye(DIMENSION, dtype=np.float32), 2 if len(seen) == 1 else 0, axis=0)

    monkeypatch.setattr(adapter, "train", trained)
    told: list[tuple[int, int, str]] = []
    counts = cross_validated(WORDING, CONTRACT, {"one": 0, "two": 1}, QUESTIONS, lambda *at: told.append(at))
    assert seen == [["two"], ["one"]]
    assert counts == (2, 4)
    assert told == [(0, 2, ""), (1, 2, "")]


def test_a_contract_that_holds_no_sentence_of_a_kind_is_not_counted_for_it() -> None:
    half = Held("half", CONTRACT[0].vectors, CONTRACT[0].marked * (np.arange(len(KINDS)) == 0))
    turn = np.roll(np.eye(DIMENSION, dtype=np.float32), 2, axis=0)
    assert first_counts(turn, [half], *QUESTIONS) == (1, 1)


def test_sentences_in_context_are_the_last_block_of_the_scorers_features(tmp_path: Path) -> None:
    embedder = FakeEmbedder(8)
    sentences = read_sentences(read_labels(labelled(tmp_path)), embedder, lambda *_: None)
    found = in_context(next(one for one in sentences if one.name == "one"), embedder.dimension)
    assert LAW in CONTRACTS["one"]
    assert AUDIT in CONTRACTS["one"]
    assert np.allclose(found.vectors[found.marked[:, GOVERNING] > 0], embedder.embed([LAW]), atol=1e-6)
    assert len(found.kinds) == 2


def test_the_shipped_lines_ask_for_every_kind_and_every_topic_has_what_answers_it() -> None:
    wording = read_wording(FakeEmbedder(8))
    assert set(range(len(KINDS))) <= set(wording.asked_topic.tolist()) <= set(wording.written_topic.tolist())
    assert wording.written_topic.max() == wording.asked_topic.max() > 2 * len(KINDS)
    assert wording.asked.shape == (len(wording.asked_topic), 8)
    assert wording.lines_of(GOVERNING).size > 40
