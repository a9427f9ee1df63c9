"""Fitting the query adapter: the matrix that turns a question's embedding towards the sentences that answer it.

Questions are the lines of eval/clauses/asked.yaml and eval/topics.yaml. What answers them: for a kind of clause, the sentences
of a contract that CUAD's lawyers marked, against all others of the same contract, read in context as at search time; for every
topic, its own `written` lines against those of all other topics. The loss is the multi-positive InfoNCE of Khosla et al.
(2020), fitted as a change to the identity that decay draws back to none.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import yaml
from numpy.typing import NDArray

from app.knowledge.clauses import KINDS
from app.ports import Embedder, Vectors
from eval.clauses.wording import SOMETHING_ELSE, TOPIC_OF, TOPICS, training_lines
from eval.training.linear import Adam, Numbers, Recipe, softmax
from eval.training.sentences import Sentences

RECIPE = Recipe(epochs=10, rate=2e-3, dropout=0.4, decay=1.0, seed=0)
TEMPERATURE = 0.02
"""Found on unseen contracts together with kinds and topics that were left out. Twice the rate of decay or a temperature of 0.05
lost a point on the former and up to ten on the latter; less dropout gained two on the former and lost twenty on the latter."""

BATCH = 32
"""Lines of all topics in a step, beside one line for each kind of clause that the step's contract holds."""

BESIDE = 4
"""Features of a sentence behind its states: where it stands and how long it is."""

TINY = 1e-9

Indices = NDArray[np.int64]
Tell = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """Embedded lines with the number of their topic: first KINDS, then the topics that are no kind of clause.

    `asked` and `written` are of shape (lines, dimension), rows of length 1.
    """

    asked: Vectors
    asked_topic: Indices
    written: Vectors
    written_topic: Indices

    def lines_of(self, topic: int) -> Indices:
        """The rows of `asked` that ask for a topic."""
        return np.flatnonzero(self.asked_topic == topic)


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """One contract: its sentences in context (n x dimension) and which are marked as which kind (n x kinds, 0 or 1)."""

    name: str
    vectors: Vectors
    marked: NDArray[np.float32]

    @property
    def kinds(self) -> Indices:
        """The kinds that it holds a marked sentence of."""
        return np.flatnonzero(self.marked.max(axis=0, initial=0.0) > 0)


def in_context(sentences: Sentences, dimension: int) -> Held:
    """The part of the scorers' features that is compared with questions: the last block of the states."""
    return Held(sentences.name, sentences.rows[:, -BESIDE - dimension : -BESIDE], sentences.marked)


def read_wording(embedder: Embedder, seed: int = RECIPE.seed) -> Wording:
    """The lines of asked.yaml and topics.yaml, names out of them, embedded."""
    kind_of = {TOPIC_OF.get(kind, kind.lower()): kind for kind in KINDS}
    topics = yaml.safe_load(TOPICS.read_text(encoding="utf-8"))
    others = [entry["topic"] for entry in topics if entry["topic"] not in kind_of]
    number = {name: at for at, name in enumerate([*KINDS, *others])}
    asked = [(line, number[kind]) for line, kind in training_lines(seed) if kind != SOMETHING_ELSE]
    asked += [(line, number[entry["topic"]]) for entry in topics if entry["topic"] in number for line in entry["asked"]]
    written = [(line, number[kind_of.get(entry["topic"], entry["topic"])]) for entry in topics for line in entry["written"]]
    return Wording(*_embedded(asked, embedder), *_embedded(written, embedder))


def train(wording: Wording, contracts: Sequence[Held], recipe: Recipe = RECIPE) -> Vectors:
    """The matrix (dimension x dimension), fitted on these lines and contracts."""
    rng = np.random.default_rng(recipe.seed)
    unturned = np.eye(wording.asked.shape[1], dtype=np.float32)
    state = Adam(np.zeros_like(unturned), recipe, recipe.epochs * len(contracts))
    lines = {int(topic): wording.lines_of(topic) for topic in np.unique(wording.asked_topic)}
    for _ in range(recipe.epochs):
        for at in rng.permutation(len(contracts)):
            state.step(_gradient(unturned + state.weights, wording, contracts[at], lines, recipe, rng))
    return unturned + state.weights


def cross_validated(
    wording: Wording, contracts: Sequence[Held], fold_of: Mapping[str, int], held_out: tuple[Vectors, Indices], tell: Tell
) -> tuple[int, int]:
    """`first_counts` over all contracts, each with a matrix that was fitted without its fold."""
    hits = total = 0
    folds = sorted(set(fold_of.values()))
    for fold in folds:
        tell(fold, len(folds), "")
        matrix = train(wording, [one for one in contracts if fold_of[one.name] != fold])
        counted = first_counts(matrix, [one for one in contracts if fold_of[one.name] == fold], *held_out)
        hits, total = hits + counted[0], total + counted[1]
    return hits, total


def first_counts(matrix: Vectors, contracts: Sequence[Held], questions: Vectors, kinds: Indices) -> tuple[int, int]:
    """How often the sentence of a contract nearest to a turned question is a marked one, and how often one could be.

    `questions` are of shape (n, dimension), `kinds` the number of the kind of each.
    """
    turned = questions @ matrix.T
    hits = total = 0
    for contract in contracts:
        asked = np.flatnonzero(np.isin(kinds, contract.kinds))
        best = np.argmax(turned[asked] @ contract.vectors.T, axis=1)
        hits += int(contract.marked[best, kinds[asked]].sum())
        total += len(asked)
    return hits, total


def _gradient(
    matrix: Vectors, wording: Wording, contract: Held, lines: Mapping[int, Indices], recipe: Recipe, rng: np.random.Generator
) -> Numbers:
    """The slope of one step: a line for each kind that the contract holds, and some lines of all topics."""
    kept = np.asarray((rng.random(len(matrix)) >= recipe.dropout) / (1 - recipe.dropout), dtype=np.float32)
    asked = np.array([rng.choice(lines[int(kind)]) for kind in contract.kinds if int(kind) in lines], dtype=np.int64)
    some = rng.choice(len(wording.asked), BATCH)
    found = _slope(matrix, wording.asked[asked] * kept, contract.vectors, contract.marked[:, wording.asked_topic[asked]].T)
    right = wording.written_topic == wording.asked_topic[some][:, None]
    return found + _slope(matrix, wording.asked[some], wording.written, right.astype(np.float32))


def _slope(matrix: Vectors, questions: Vectors, candidates: Vectors, right: NDArray[np.float32]) -> Numbers:
    """The slope of minus the logarithm of the share that `right` (questions x candidates, 0 or 1) get, meant over questions."""
    if not len(questions):
        return np.zeros_like(matrix)
    share = softmax(np.asarray(questions @ matrix.T @ candidates.T / TEMPERATURE, dtype=np.float32), axis=1)
    among = share * right
    pull = (share - among / np.maximum(among.sum(axis=1, keepdims=True), TINY)) @ candidates
    return np.asarray((pull / TEMPERATURE / len(questions)).T @ questions, dtype=np.float32)


def _embedded(lines: Sequence[tuple[str, int]], embedder: Embedder) -> tuple[Vectors, Indices]:
    return embedder.embed([line for line, _ in lines]), np.array([topic for _, topic in lines], dtype=np.int64)
