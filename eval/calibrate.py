"""Fits the weights of app/knowledge/weights.json on the sample programme's questions, and says how well they hold.

    python -m eval.calibrate [--questions FILE] [--home DIR] [--write]

Ranking is a listwise softmax over the candidate sentences of each answerable question; a sentence is right when it holds one of
the question's facts and stands in one of its documents. Confidence is a logistic regression on whether one of the first three
sentences is right; for unanswerable questions it never is. Both are scored by five-fold cross-validation over questions.
"""

import argparse
import json
import random
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.bootstrap import Container, build
from app.config import keep_models_offline, load_settings
from app.conversation.assistant import Assistant
from app.conversation.research import Researcher
from app.domain.access import Caller
from app.domain.answers import Done
from app.domain.conversations import Turn
from app.knowledge.evidence import Evidence, Weigher
from app.knowledge.judgement import FILE
from app.knowledge.signs import NAMES

SAMPLE = Path(__file__).parent / "sample"
SEED = 20261121
FOLDS = 5
HONESTY = 0.85
"""Share of the questions without an answer that must be refused: a wrong answer does more harm than a missing one."""

CANDIDATES = 40
"""Sentences looked at for each question when fitting; more than when answering, so that the fit sees what is passed over."""

SHOWN = 3
"""Sentences of an answer."""

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """One question: the signs of its candidates (one row each), which of them are right, whether it is answerable (`known`)."""

    id: str
    known: bool
    signs: Matrix
    right: NDArray[np.bool_]
    evidence: tuple[Evidence, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print the scores, and write the weights when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--questions", type=Path, nargs="+", default=[SAMPLE / "questions.jsonl", SAMPLE / "questions_indirect.jsonl"]
    )
    parser.add_argument("--home", type=Path, required=True, help="a home into which the sample programme has been loaded")
    parser.add_argument("--write", action="store_true", help="replace app/knowledge/weights.json")
    options = parser.parse_args(arguments)
    keep_models_offline()
    container = build(load_settings(home=options.home))
    cases = [case for file in options.questions for case in collect(container, file)]
    content = fit(cases)
    files = [f"{file.parent.name}/{file.name}" for file in options.questions]
    content["fitted_on"] = {"files": files, "questions": len(cases), "licence": "Apache-2.0"}
    text = json.dumps(content, indent=2) + "\n"
    sys.stdout.write(text)
    if options.write:
        FILE.write_text(text, encoding="utf-8")
    return 0


def collect(container: Container, questions: Path) -> list[Case]:
    """Ask every question and keep what was weighed."""
    assistant, researcher = (
        container.assistant,
        Researcher(container.finder, _Wide(container.embedder, container.lexical, container.records), container.records),
    )
    lines = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [_case(line, assistant, researcher, container) for line in lines]


class _Wide(Weigher):
    """A weigher that keeps more candidates than an answer needs."""

    def weigh(self, question: Any, found: Any, compared: int = CANDIDATES) -> list[Evidence]:
        return super().weigh(question, found, compared)


def _case(line: dict[str, Any], assistant: Assistant, researcher: Researcher, container: Container) -> Case:
    caller = Caller.parse(line["as"])
    asked = assistant.understand(line["question"], caller, _turns(line.get("turns") or (), assistant, caller, container))
    evidence = researcher.research(asked).weighed
    right = [line["answerable"] and _is_right(one, line) for one in evidence]
    signs = np.array([one.signs.values() for one in evidence], dtype=np.float64).reshape(len(evidence), len(NAMES))
    return Case(line["id"], line["answerable"], signs, np.array(right, dtype=bool), evidence)


def _turns(turns: Sequence[str], assistant: Assistant, caller: Caller, container: Container) -> tuple[Turn, ...]:
    conversation_id: str | None = None
    for turn in turns:
        last = list(assistant.ask(turn, caller, conversation_id))[-1]
        conversation_id = last.answer.conversation_id if isinstance(last, Done) else conversation_id
    conversation = container.conversations.conversation(conversation_id, caller) if conversation_id else None
    return conversation.turns if conversation else ()


def _is_right(evidence: Evidence, line: dict[str, Any]) -> bool:
    text = _flat(evidence.text)
    return evidence.ranked.document.name in line["documents"] and any(
        _flat(fact) in text for facts in line["facts"] for fact in facts
    )


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text.lower().replace("’", "'"))


def fit(cases: Sequence[Case]) -> dict[str, Any]:
    """The weights fitted on all cases, with the cross-validated scores."""
    order = list(range(len(cases)))
    random.Random(SEED).shuffle(order)  # noqa: S311  # folds, not secrets
    firsts: list[bool] = []
    shown: list[bool] = []
    judged: list[tuple[float, bool, bool]] = []
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS])
        train = [case for at, case in enumerate(cases) if at not in held]
        ranking = fit_ranking(train)
        weights = fit_confidence(train, ranking)
        for at in held:
            case = cases[at]
            best, row = _best(case, ranking)
            correct = _answered(case, ranking)
            firsts += [bool(len(case.right)) and bool(case.right[best])] if case.known else []
            shown += [correct] if case.known else []
            judged.append((float(1 / (1 + np.exp(-(row @ weights[:-1] + weights[-1])))), correct, case.known))
    ranking = fit_ranking(cases)
    weights = fit_confidence(cases, ranking)
    enough = _threshold(judged)
    return {
        "ranking": dict(zip(NAMES, np.round(ranking, 3).tolist(), strict=True)),
        "confidence": dict(zip((*NAMES, "margin"), np.round(weights[:-1], 3).tolist(), strict=True)),
        "intercept": round(float(weights[-1]), 3),
        "enough": enough,
        "seed": SEED,
        "cross_validated": {
            "folds": FOLDS,
            "right_sentence_first": round(float(np.mean(firsts)), 3),
            "right_sentence_among_first_three": round(float(np.mean(shown)), 3),
            "answered_of_answerable": round(float(np.mean([sure >= enough for sure, _, known in judged if known])), 3),
            "abstained_of_unanswerable": round(float(np.mean([sure < enough for sure, _, known in judged if not known])), 3),
        },
    }


def fit_ranking(cases: Sequence[Case], steps: int = 600, rate: float = 0.15, penalty: float = 0.002) -> Vector:
    """Listwise softmax by gradient ascent: the right sentences of a question against its others."""
    usable = [case for case in cases if case.right.any() and not case.right.all()]
    weights = np.zeros(len(NAMES))
    for _ in range(steps):
        gradient = -penalty * len(usable) * weights
        for case in usable:
            scores = case.signs @ weights
            share = np.exp(scores - scores.max())
            target = share * case.right
            gradient += (target / target.sum() - share / share.sum()) @ case.signs
        weights += rate * gradient / len(usable) * 10
    return weights


def fit_confidence(cases: Sequence[Case], ranking: Vector, steps: int = 60, penalty: float = 1.0) -> Vector:
    """Logistic regression by Newton's method; the last weight is the intercept and is not penalised."""
    rows, labels = [], []
    for case in cases:
        _, row = _best(case, ranking)
        rows.append(np.append(row, 1.0))
        labels.append(_answered(case, ranking))
    matrix, target = np.array(rows), np.array(labels, dtype=np.float64)
    weights = np.zeros(matrix.shape[1])
    shrink = np.full(matrix.shape[1], penalty)
    shrink[-1] = 0.0
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ weights, -30, 30)))
        gradient = matrix.T @ (target - chance) - shrink * weights
        curvature = (matrix * (chance * (1 - chance))[:, None]).T @ matrix + np.diag(shrink) + 1e-9 * np.eye(len(weights))
        weights += np.linalg.solve(curvature, gradient)
    return weights


def _answered(case: Case, ranking: Vector) -> bool:
    """Whether an answer made of the first sentences would be right."""
    return bool(len(case.right)) and bool(case.right[np.argsort(-(case.signs @ ranking))[:SHOWN]].any())


def _best(case: Case, ranking: Vector) -> tuple[int, Vector]:
    """The best-ranked candidate and its signs with its margin; zeros where there is no candidate."""
    if not len(case.signs):
        return 0, np.zeros(len(NAMES) + 1)
    scores = case.signs @ ranking
    best = int(np.argmax(scores))
    rivals = [
        score
        for score, one in zip(scores, case.evidence, strict=True)
        if one.ranked.passage.id != case.evidence[best].ranked.passage.id
    ]
    lead = max(-1.0, min(1.0, float(scores[best] - max(rivals, default=scores[best] - 1.0))))
    return best, np.append(case.signs[best], lead)


def _threshold(judged: Sequence[tuple[float, bool, bool]]) -> float:
    """The confidence at which most are answered while HONESTY of what has no answer is refused; the best balance otherwise."""

    def balance(enough: float) -> float:
        answered = np.mean([sure >= enough for sure, _, known in judged if known])
        abstained = np.mean([sure < enough for sure, _, known in judged if not known])
        return float(answered + abstained) + float(abstained >= HONESTY)

    return max((step / 100 for step in range(5, 95)), key=balance)


if __name__ == "__main__":
    sys.exit(main())
