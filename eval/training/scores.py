"""How well the clause model does on what it has not seen: contracts of other folds, questions by another writer.

All figures are shares, 0 to 1.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.knowledge.clauses import KINDS
from app.ports import Embedder, Vectors
from eval.clauses.wording import HELD_OUT, filled, lines
from eval.training.clauses import Questions, fit_clauses, fit_questions
from eval.training.linear import Numbers
from eval.training.sentences import Sentences

DEPTHS = (3, 10)
"""What fits on a phone's screen, and on a page."""

EVERY = 4
"""One in so many lines of topics that are no kind of clause is kept back from fitting, to be told apart."""

DEAL, PARTNER = "the agreement", "the partner"
"""What stands in a held-out line where people name a contract or a company."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One contract's sentences, ranked for a kind it holds: is a marked one first, what share of them is within DEPTHS."""

    kind: int
    first: bool
    within: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """Shares of questions: whose kind is first, whose kind is among the first two, and that are told to ask for no kind."""

    first: float
    first_two: float
    something_else: float


def place_sentences(sentences: Sequence[Sentences], written: Sentences, fold_of: Mapping[str, int]) -> Iterator[Placed]:
    """Every pair of a contract and a kind it holds, by a model that was fitted without the contract's fold."""
    for fold in sorted(set(fold_of.values())):
        model = fit_clauses([*(one for one in sentences if fold_of[one.name] != fold), written])
        for one in sentences:
            if fold_of[one.name] == fold:
                yield from placed(model(one.rows), one.marked)


def placed(scores: Numbers, marked: NDArray[np.float32]) -> Iterator[Placed]:
    """What the scores of one contract's sentences (n x kinds) come to, for each kind with a marked sentence."""
    for kind in np.flatnonzero(marked.max(axis=0, initial=0.0) > 0):
        best = marked[np.argsort(-scores[:, kind], kind="stable"), kind]
        yield Placed(int(kind), bool(best[0]), tuple(float(best[:depth].sum() / best.sum()) for depth in DEPTHS))


def by_kind(found: Sequence[Placed]) -> dict[str, dict[str, float]]:
    """The figures of each kind that a contract holds, in the order of KINDS."""
    held = {kind: [one for one in found if one.kind == kind] for kind in range(len(KINDS))}
    return {KINDS[kind]: summed(of_kind) for kind, of_kind in held.items() if of_kind}


def summed(found: Sequence[Placed]) -> dict[str, float]:
    """`held` pairs of a contract and a kind, and means over them; not empty."""
    means = {f"within_{depth}": round(float(np.mean([one.within[at] for one in found])), 3) for at, depth in enumerate(DEPTHS)}
    return {"held": len(found), "first": round(float(np.mean([one.first for one in found])), 3)} | means


def held_out_lines() -> list[tuple[str, str]]:
    """The lines of the writer nothing is trained on, names out of them, with their kind."""
    return [(filled(line, DEAL, PARTNER), kind) for kind, asked in lines(HELD_OUT).items() for line in asked]


def recognise(questions: Questions, embedder: Embedder) -> Recognised:
    """How well kinds are recognised in the held-out writer's lines, and something else in the lines that were kept back."""
    kept_back = _kept_back(questions)
    fitted = Questions(questions.texts, questions.states[~kept_back], questions.kinds[~kept_back])
    model = fit_questions(fitted)
    asked = held_out_lines()
    _, states = embedder.embed_parts([text for text, _ in asked], [[(0, len(text))] for text, _ in asked])
    ranks = _ranks(model(np.concatenate(states)), np.array([KINDS.index(kind) for _, kind in asked], dtype=np.int64))
    others = _ranks(model(questions.states[kept_back]), questions.kinds[kept_back])
    return Recognised(_share(ranks < 1), _share(ranks < 2), _share(others < 1))  # noqa: PLR2004 - the first two


def _kept_back(questions: Questions) -> NDArray[np.bool_]:
    """Which rows are one in EVERY lines of something else, each with all the rows of the same words."""
    other = len(KINDS)
    texts = dict.fromkeys(text for text, kind in zip(questions.texts, questions.kinds, strict=True) if kind == other)
    chosen = frozenset(list(texts)[::EVERY])
    return np.array([kind == other and text in chosen for text, kind in zip(questions.texts, questions.kinds, strict=True)])


def _ranks(scores: Vectors, wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many outputs score higher than the wanted one, for each row."""
    own = scores[np.arange(len(wanted)), wanted]
    return np.asarray((scores > own[:, None]).sum(axis=1), dtype=np.int64)


def _share(which: NDArray[np.bool_]) -> float:
    return round(float(which.mean()), 3)
