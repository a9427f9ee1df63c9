"""Measuring on contracts that the scorers did not learn from: five models, each fitted without a fifth of the contracts.

While documents are read, every sentence is scored by all models; when they are ranked, each document shows the scores of the
model that has not seen it. A document is known by its file's stem, so that a PDF belongs to the fold of its text.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from app.domain.access import Reach
from app.knowledge.clauses import KINDS, ClauseModel
from app.ports import Embedder, Records, Units, Vectors
from eval.training.clauses import SEED, fit_model, read_questions, read_written
from eval.training.marks import read_labels
from eval.training.sentences import read_sentences

Tell = Callable[[int, int, str], None]


class Folds:
    """The models of a cross-validation and which one a document belongs to."""

    def __init__(self, models: Sequence[ClauseModel], fold_of: Mapping[str, int]) -> None:
        self.models = tuple(models)
        self._fold_of = fold_of

    @property
    def asking(self) -> ClauseModel:
        """The model that reads questions; its part for questions is the same in all of them."""
        return self.models[0]

    def measure(self, lengths: Sequence[int], states: Vectors) -> Vectors:
        """The scores by all models, side by side: n x (models x kinds)."""
        return np.hstack([model.clause_scores(lengths, states) for model in self.models])

    def unseen(self, name: str, units: Units) -> Units:
        """The units of the document called `name` with the scores of the model that has not seen it."""
        fold = self._fold_of.get(Path(name).stem, 0)
        return replace(units, kinds=units.kinds[:, fold * len(KINDS) : (fold + 1) * len(KINDS)])


class UnseenRecords:
    """The records, each document's units with the scores of the model that has not seen it; all else as it is."""

    def __init__(self, records: Records, folds: Folds) -> None:
        self._records = records
        self._folds = folds

    def units(
        self, document_ids: Sequence[str], reach: Reach, passages: Mapping[str, Collection[int]] | None = None
    ) -> dict[str, Units]:
        found = self._records.units(document_ids, reach, passages)
        documents = {identity: self._records.document(identity, reach) for identity in found}
        return {
            identity: self._folds.unseen(document.name, units)
            for identity, units in found.items()
            if (document := documents[identity])
        }

    def __getattr__(self, name: str) -> Any:
        return getattr(self._records, name)


def fit_folds(folder: Path, count: int, embedder: Embedder, tell: Tell) -> Folds:
    """Fit `count` models on the marked contracts in `folder`, each without one part of them."""
    labels = read_labels(folder)
    fold_of = labels.folds(count, SEED)
    questions, written = read_questions(labels, embedder), read_written(embedder)
    sentences = read_sentences(labels, embedder, tell)
    models = [fit_model([one for one in sentences if fold_of[one.name] != fold], questions, written) for fold in range(count)]
    return Folds(models, fold_of)
