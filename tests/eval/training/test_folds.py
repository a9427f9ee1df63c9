"""A document is ranked with the scores of a model that has not seen it."""

from pathlib import Path

import numpy as np
import pytest

from app.domain.access import EVERYTHING, PUBLIC
from app.domain.documents import Document, DocumentText
from app.knowledge.clauses import KINDS
from app.ports import Stored
from eval.training import folds as module
from eval.training.clauses import Questions
from eval.training.folds import Folds, UnseenRecords, fit_folds
from eval.training.sentences import Sentences
from tests.eval.training.labelled import CONTRACTS, labelled
from tests.fakes.clause_model import clauses_by_words
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.random_units import made_up
from tests.fakes.records import MemoryRecords

EMBEDDER = FakeEmbedder(8)
MODELS = [clauses_by_words(EMBEDDER, {kind: "law"}) for kind in ("Governing Law", "Insurance", "Exclusivity")]
FOLDS = Folds(MODELS, {"one": 0, "two": 2})
KIND_OF = [KINDS.index(kind) for kind in ("Governing Law", "Insurance", "Exclusivity")]


def records_with(name: str) -> MemoryRecords:
    """Records with a document called `name`, scored by all models."""
    _, states = EMBEDDER.embed_parts(["law law"], [[(0, 7), (0, 3)]])
    units = made_up(2)
    scored = type(units)(units.starts, units.ends, units.passages, units.vectors, FOLDS.measure([7, 3], states[0]))
    kept = MemoryRecords()
    facts = Document("d", name, name, "agreement", PUBLIC, name, "text/plain", "r")
    kept.replace([Stored(facts, DocumentText("law law"), (), scored)])
    return kept


def test_sentences_are_scored_by_every_model() -> None:
    _, states = EMBEDDER.embed_parts(["law"], [[(0, 3)]])
    scores = FOLDS.measure([3], states[0])
    assert scores.shape == (1, 3 * len(KINDS))
    assert np.flatnonzero(scores[0] > 1).tolist() == [len(KINDS) * fold + kind for fold, kind in enumerate(KIND_OF)]


@pytest.mark.parametrize(("name", "fold"), [("one.txt", 0), ("two.pdf", 2), ("sub/two.txt", 2), ("unknown.txt", 0)])
def test_a_document_shows_the_scores_of_the_model_of_its_fold(name: str, fold: int) -> None:
    unseen = UnseenRecords(records_with(name), FOLDS)
    for wanted in (None, {"d": [0]}):
        found = unseen.units(["d", "gone"], EVERYTHING, wanted)
        assert list(found) == ["d"]
        assert found["d"].kinds.shape == (2, len(KINDS))
        assert (found["d"].kinds > 1).nonzero()[1].tolist() == [KIND_OF[fold]] * 2


def test_everything_else_is_as_the_records_have_it() -> None:
    kept = records_with("one.txt")
    unseen = UnseenRecords(kept, FOLDS)
    assert unseen.documents(EVERYTHING) == kept.documents(EVERYTHING)
    assert unseen.generation() == kept.generation()


def test_no_model_is_fitted_on_the_contracts_of_its_fold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[set[str]] = []

    def fit(sentences: list[Sentences], questions: Questions, written: Sentences) -> object:
        seen.append({one.name for one in sentences})
        return MODELS[0]

    monkeypatch.setattr(module, "fit_model", fit)
    monkeypatch.setattr(module, "read_questions", lambda *_: None)
    monkeypatch.setattr(module, "read_written", lambda *_: None)
    fitted = fit_folds(labelled(tmp_path), 2, EMBEDDER, lambda *_: None)
    assert len(fitted.models) == len(seen) == 2
    assert seen[0] | seen[1] == set(CONTRACTS)
    assert not seen[0] & seen[1]
    assert fitted.asking is MODELS[0]
