"""What is said of fitted weights beside them: on which data, under which licences, and how much of it."""

import hashlib
from collections.abc import Sequence
from typing import Any

from eval.training.marks import Labels
from eval.training.sentences import Sentences

CONTRACTS = "CUAD v1, The Atticus Project, CC BY 4.0; no text ships"
LINES = "eval/clauses/asked.yaml and eval/topics.yaml, Apache-2.0"
QUERIES = "the wording of the queries that come with the marks, names out of it"
WRITER = "eval/clauses/asked_held_out.yaml, by another writer; nothing is trained on it"

DIGITS = 12
"""Hex digits of a hash: enough to tell two sets of marks apart."""


def trained_on(labels: Labels, sentences: Sequence[Sentences], lines: int, questions: str = LINES) -> dict[str, Any]:
    """The data sets with their licences and counts; `marks` tells whether two fits saw the same contracts and marks."""
    return {
        "sentences": CONTRACTS,
        "questions": questions,
        "contracts": len(labels.marks),
        "marks": fingerprint(labels),
        "contract_sentences": sum(len(one.rows) for one in sentences),
        "marked_sentences": int(sum(one.marked.any(axis=1).sum() for one in sentences)),
        "question_lines": lines,
    }


def fingerprint(labels: Labels) -> str:
    """The same for the same contracts with the same marks."""
    return hashlib.sha256(repr(sorted(labels.marks.items())).encode()).hexdigest()[:DIGITS]
