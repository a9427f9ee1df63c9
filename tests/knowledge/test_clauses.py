"""The fitted clause model: what it takes and gives, and that the shipped weights know a plain clause and a plain question."""

from pathlib import Path

import numpy as np
import pytest

from app.adapters.onnx_embedder import DIMENSION, OnnxEmbedder
from app.adapters.onnx_embedder import STATES as BLOCKS
from app.knowledge.clauses import CRUMB, FILE, KINDS, clause_model, features, read_model
from app.ports import Vectors
from tests.fakes.clause_model import clauses_by_words
from tests.fakes.embedder import STATES, FakeEmbedder

MOST_BYTES = 2_000_000
"""All fitted weights together stay under it."""

SENTENCES = {
    "Governing Law": "This Agreement shall be governed by the laws of the State of Delaware.",
    "Termination For Convenience": "Either party may terminate this Agreement for convenience upon sixty (60) days' notice.",
    "Audit Rights": "Company may audit the books and records of Distributor once in each calendar year.",
    "": "The Products are described in Exhibit A.",
}
QUESTIONS = {
    "Governing Law": "Which state's law governs the agreement?",
    "Termination For Convenience": "Can we leave without giving a reason?",
    "Audit Rights": "Are we allowed to look into their books?",
}


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> OnnxEmbedder:
    return OnnxEmbedder(tmp_path_factory.mktemp("models"))


def states(embedder: OnnxEmbedder, *texts: str) -> Vectors:
    _, rows = embedder.embed_parts(texts, [[(0, len(text))] for text in texts])
    return np.concatenate(rows)


def test_the_shipped_weights_fit_the_embedder_and_every_kind() -> None:
    model = clause_model()
    assert model.clause_weight.shape == (BLOCKS * DIMENSION + 4, len(KINDS))
    assert model.question_weight.shape == (BLOCKS * DIMENSION, len(KINDS) + 1)
    assert (model.clause_bias.shape, model.question_bias.shape) == ((len(KINDS),), (len(KINDS) + 1,))
    assert model.fitted.shape == (len(KINDS),)
    assert model.fitted.sum() > len(KINDS) / 2
    assert {"notice", "which"} <= model.asking
    assert all(word == word.lower() for word in model.asking)
    assert len(set(KINDS)) == len(KINDS) == 41
    assert sum(path.stat().st_size for path in FILE.parent.glob("*.npz")) < MOST_BYTES


def test_a_plain_clause_scores_highest_for_its_kind(embedder: OnnxEmbedder) -> None:
    texts = list(SENTENCES.values())
    scores = clause_model().clause_scores([len(text) for text in texts], states(embedder, *texts))
    assert scores.shape == (len(texts), len(KINDS))
    for row, kind in enumerate(SENTENCES):
        assert not kind or scores[:, KINDS.index(kind)].argmax() == row
        assert not kind or scores[row].argmax() == KINDS.index(kind)


def test_a_plain_question_is_recognised_and_what_is_no_clause_is_something_else(embedder: OnnxEmbedder) -> None:
    for kind, question in QUESTIONS.items():
        asked = clause_model().asked(states(embedder, question))
        assert asked.argmax() == KINDS.index(kind)
        assert asked.max() > 0.5
    asked = clause_model().asked(states(embedder, "How do I reset my password?"))
    assert asked.argmax() == len(KINDS)
    assert asked.sum() == pytest.approx(1.0, abs=1e-5)


CALLED = ("the agreement", "the reseller agreement", "the distribution agreement", "our service contract")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How much notice do we need to leave {}?", "Termination For Convenience"),
        ("Which law governs {}?", "Governing Law"),
        ("May {} be assigned?", "Anti-Assignment"),
    ],
)
def test_what_an_agreement_is_called_does_not_tell_what_is_asked(embedder: OnnxEmbedder, question: str, kind: str) -> None:
    for called in CALLED:
        asked = clause_model().asked(states(embedder, question.format(called)))
        assert KINDS[int(asked.argmax())] == kind


def test_probabilities_add_up_however_large_the_scores() -> None:
    model = clauses_by_words(FakeEmbedder(8), {"Insurance": "insurance cover"})
    asked = model.asked(np.full((1, STATES * 8), 1e4, dtype=np.float32))
    assert asked.shape == (len(KINDS) + 1,)
    assert asked.sum() == pytest.approx(1.0)


def test_a_sentence_is_told_by_its_words_its_place_and_its_length() -> None:
    found = features([CRUMB - 1, CRUMB, 1100, 5000], np.eye(4, 6, dtype=np.float32))
    assert found.shape == (4, 10)
    assert found.dtype == np.float32
    assert np.array_equal(found[:, :6], np.eye(4, 6))
    assert found[:, 6].tolist() == [0.0, 0.25, 0.5, 0.75]
    assert found[0, 7] == 1.0
    assert np.all(np.diff(found[:, 7]) < 0)
    assert found[2, 8] == pytest.approx(1.0, abs=0.01)
    assert found[:, 9].tolist() == [1, 0, 0, 0]


def test_no_sentences_have_no_scores() -> None:
    model = clauses_by_words(FakeEmbedder(8))
    assert model.clause_scores([], np.empty((0, STATES * 8), dtype=np.float32)).shape == (0, len(KINDS))


def test_weights_that_are_not_there_are_not_made_up(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_model(tmp_path / "clauses.npz")
