"""What is fitted on labelled sentences and questions finds such sentences and recognises such questions."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.knowledge.clauses import KINDS
from eval.clauses.wording import SOMETHING_ELSE
from eval.training import clauses as module
from eval.training.clauses import SCORERS_FROM, Questions, fit_model, read_questions, read_written
from eval.training.linear import Recipe
from eval.training.marks import Labels, read_labels
from eval.training.sentences import Sentences, read_sentences
from tests.eval.training.labelled import AUDIT, AUDITING, FILLING, GOVERNING, LAW, labelled
from tests.fakes.embedder import STATES, FakeEmbedder

EMBEDDER = FakeEmbedder(16)
ASKED = [
    ("which law governs", "Governing Law"),
    ("may we audit the books", "Audit Rights"),
    ("how is the weather", SOMETHING_ELSE),
]


def states(*texts: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    _, rows = EMBEDDER.embed_parts(texts, [[(0, len(text))] for text in texts])
    return np.concatenate(rows)


@pytest.fixture
def labels(tmp_path: Path) -> Labels:
    return read_labels(labelled(tmp_path))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recipes for a handful of rows."""
    monkeypatch.setattr(module, "CLAUSES", Recipe(epochs=60, rate=0.05, dropout=0.0, decay=0.0))
    monkeypatch.setattr(module, "QUESTIONS", Recipe(epochs=80, rate=0.1, dropout=0.0, decay=0.0))


def questions() -> Questions:
    names = (*KINDS, SOMETHING_ELSE)
    texts = tuple(text for text, _ in ASKED)
    return Questions(texts, states(*texts), np.array([names.index(kind) for _, kind in ASKED]))


def nothing_written() -> Sentences:
    rows = np.zeros((1, STATES * EMBEDDER.dimension + 4), dtype=np.float32)
    return Sentences("written", rows, np.zeros((1, len(KINDS)), dtype=np.float32))


@pytest.mark.usefixtures("quick")
def test_marked_sentences_and_labelled_questions_are_recognised(labels: Labels) -> None:
    sentences = read_sentences(labels, EMBEDDER, lambda *_: None)
    model = fit_model(sentences, questions(), nothing_written())
    scores = model.clause_scores([len(FILLING), len(LAW), len(AUDIT)], states(FILLING, LAW, AUDIT))
    assert scores[:, GOVERNING].argmax() == 1
    assert scores[:, AUDITING].argmax() == 2
    for text, kind in ASKED:
        assert (*KINDS, SOMETHING_ELSE)[int(model.asked(states(text)).argmax())] == kind


@pytest.mark.usefixtures("quick")
def test_a_kind_with_too_few_contracts_is_not_believed(labels: Labels) -> None:
    sentences = read_sentences(labels, EMBEDDER, lambda *_: None)
    assert sum(one.marked[:, AUDITING].any() for one in sentences) < SCORERS_FROM
    fitted = fit_model(sentences, questions(), nothing_written()).fitted
    assert np.flatnonzero(fitted).tolist() == [GOVERNING]


@pytest.mark.usefixtures("quick")
def test_the_same_labels_give_the_same_model(labels: Labels) -> None:
    sentences = read_sentences(labels, EMBEDDER, lambda *_: None)
    one, again = (fit_model(sentences, questions(), nothing_written()) for _ in range(2))
    assert np.array_equal(one.clause_weight, again.clause_weight)
    assert np.array_equal(one.question_weight, again.question_weight)


def test_questions_are_the_projects_lines_and_the_labels_own_without_names(
    labels: Labels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "training_lines", lambda _seed: [("can we leave", "Termination For Convenience")])
    twice = replace(labels, queries=(*labels.queries, *labels.queries))
    found = read_questions(twice, EMBEDDER)
    assert found.texts == ("can we leave", "What about Governing Law?", "What about Audit Rights?")
    assert [KINDS[kind] for kind in found.kinds] == ["Termination For Convenience", "Governing Law", "Audit Rights"]
    assert np.allclose(found.states, states(*found.texts))


def test_written_sentences_stand_nowhere_in_particular() -> None:
    written = read_written(FakeEmbedder(4))
    assert np.unique(written.rows[:, -4:-2], axis=0).tolist() == [[0.5, 0.0]]
    assert (written.marked.sum(axis=1) == 1).all()
    assert written.marked[:, GOVERNING].any()
