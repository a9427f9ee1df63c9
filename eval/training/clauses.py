"""Fitting the clause model: which sentences are a clause of a kind, and which kind a question asks for.

Sentences: for each contract and each kind it holds, the marked sentences against all others of that contract (a softmax over
the contract, as in ListNet of Cao et al., 2007), with a little of the logistic loss, so that scores compare between contracts.
Questions: the softmax over kinds. Both linear.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.knowledge.clauses import KINDS, ClauseModel, features
from app.knowledge.topic import topic_of
from app.ports import Embedder, Vectors
from eval.clauses.wording import SOMETHING_ELSE, Line, training_lines, words_to_ask_with, written_lines
from eval.training.linear import Linear, Numbers, Recipe, Slope, fit, softmax
from eval.training.marks import Labels
from eval.training.sentences import Sentences

SEED = 0
CLAUSES = Recipe(epochs=16, rate=3e-3, dropout=0.2, decay=1e-4, seed=SEED)
QUESTIONS = Recipe(epochs=20, rate=1e-2, dropout=0.3, decay=1e-2, seed=SEED)
"""Found by cross-validation over contracts and over writers; half or twice of each changed less than a point."""

LOGISTIC = 0.015
"""Weight of the logistic loss of a sentence."""

LISTED = 0.25
"""Weight of a contract's softmax for one kind."""

RARE = 4.0
"""Log odds against a sentence being of a kind, to begin with: about one in fifty is."""

BATCH = 64

SCORERS_FROM = 3
"""Contracts with a clause of a kind from which its scorer is believed."""


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions to learn from: their states (n x states), the number of the kind of each (the last is something else)."""

    texts: tuple[str, ...]
    states: Vectors
    kinds: NDArray[np.int64]


def read_questions(labels: Labels, embedder: Embedder) -> Questions:
    """The lines of this project and the wording of the labels' own queries, names out of them."""
    names = (*KINDS, SOMETHING_ELSE)
    lines: list[Line] = [*training_lines(SEED), *dict.fromkeys(_without_title(query, kind) for query, kind in labels.queries)]
    texts = tuple(text for text, _ in lines)
    _, states = embedder.embed_parts(texts, [[(0, len(text))] for text in texts])
    return Questions(texts, np.concatenate(states), np.array([names.index(kind) for _, kind in lines], dtype=np.int64))


def fit_model(sentences: Sequence[Sentences], questions: Questions, written: Sentences) -> ClauseModel:
    """The clause model fitted on these contracts, questions and written lines."""
    clauses = fit_clauses([*sentences, written])
    asked = fit_questions(questions)
    held = sum((one.marked.max(axis=0) for one in sentences), start=np.zeros(len(KINDS)))
    return ClauseModel(
        clauses.weight,
        clauses.bias,
        asked.weight,
        asked.bias,
        fitted=held >= SCORERS_FROM,
        asking=frozenset(words_to_ask_with(questions.texts)),
        name="fitted now",
    )


def read_written(embedder: Embedder) -> Sentences:
    """The sentences written for this project, as one document without an order."""
    lines = [line for line in written_lines() if line[1] != SOMETHING_ELSE]
    _, states = embedder.embed_parts([text for text, _ in lines], [[(0, len(text))] for text, _ in lines])
    rows = features([len(text) for text, _ in lines], np.concatenate(states))
    rows[:, -4:-2] = (0.5, 0.0)  # they stand nowhere: half-way, not at the start
    marked = np.zeros((len(lines), len(KINDS)), dtype=np.float32)
    marked[np.arange(len(lines)), [KINDS.index(kind) for _, kind in lines]] = 1.0
    return Sentences("written", rows, marked)


def fit_clauses(documents: Sequence[Sentences]) -> Linear:
    """Scores of sentences for each kind."""

    def batches(rng: np.random.Generator) -> Iterator[tuple[Numbers, Slope]]:
        for at in rng.permutation(len(documents)):
            yield documents[at].rows, _listwise(documents[at].marked)

    sample = np.concatenate([one.rows for one in documents])
    return fit(batches, sample, len(KINDS), CLAUSES, len(documents))


def fit_questions(questions: Questions) -> Linear:
    """Scores of questions for each kind and for something else."""
    steps = max(1, len(questions.kinds) // BATCH)

    def batches(rng: np.random.Generator) -> Iterator[tuple[Numbers, Slope]]:
        for chosen in np.array_split(rng.permutation(len(questions.kinds)), steps):
            yield questions.states[chosen], _classes(questions.kinds[chosen])

    return fit(batches, questions.states, len(KINDS) + 1, QUESTIONS, steps)


def _listwise(marked: Numbers) -> Slope:
    """The slope of a document's loss."""
    counts = marked.sum(axis=0)
    wanted = marked / np.maximum(counts, 1)

    def slope(scores: Numbers) -> Numbers:
        listed = np.where(counts > 0, softmax(scores, axis=0) - wanted, 0.0)
        alone = 1 / (1 + np.exp(RARE - scores)) - marked
        return np.asarray(LISTED * listed + LOGISTIC * alone, dtype=np.float32)

    return slope


def _classes(kinds: NDArray[np.int64]) -> Slope:
    """The slope of a batch of questions."""

    def slope(scores: Numbers) -> Numbers:
        shares = softmax(scores, axis=1)
        shares[np.arange(len(kinds)), kinds] -= 1
        return np.asarray(shares / len(kinds), dtype=np.float32)

    return slope


def _without_title(query: str, kind: str) -> Line:
    """A benchmark's query without the part that names the contract."""
    return topic_of(query, []).rsplit(";", 1)[-1].strip(), kind
