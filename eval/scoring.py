"""How good answers are: pure counts over questions and predictions.

An answerable question is right when its answer holds one spelling of every fact, whatever the case and the white space, and
right and cited when it also cites one of the documents that prove it. An unanswerable one is right when the answer abstains.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from eval.predictions import Prediction
from eval.questions import Question

EXTENSION = re.compile(r"\.(txt|pdf|md|html)$", re.IGNORECASE)
"""The same document is kept in these forms: its name counts without them."""

DIGITS = 3
"""Decimals of a share: a thousandth is less than one question of any set here."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts of questions; `wrong` are the ids of those not right and cited, or not rightly abstained, in order."""

    answerable: int
    abstained_wrongly: int
    right: int
    right_and_cited: int
    unanswerable: int
    abstained_rightly: int
    wrong: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The counts with their shares, 0 to 1."""
        return {
            "answerable": self.answerable,
            "abstained_wrongly": self.abstained_wrongly,
            "right": self.right,
            "right_and_cited": self.right_and_cited,
            "unanswerable": self.unanswerable,
            "abstained_rightly": self.abstained_rightly,
            "right_and_cited_share": round(self.right_and_cited / max(1, self.answerable), DIGITS),
            "abstained_share": round(self.abstained_rightly / max(1, self.unanswerable), DIGITS),
            "wrong": list(self.wrong),
        }


def score(questions: Sequence[Question], predictions: Iterable[Prediction]) -> Scores:
    """Score `predictions`; a question without one is wrong."""
    by_id = {prediction.id: prediction for prediction in predictions}
    asked = [(question, by_id.get(question.id) or Prediction(question.id, "", abstained=False)) for question in questions]
    answerable = [pair for pair in asked if pair[0].answerable]
    unanswerable = [pair for pair in asked if not pair[0].answerable]
    return Scores(
        answerable=len(answerable),
        abstained_wrongly=sum(given.abstained for _, given in answerable),
        right=sum(is_right(question, given) for question, given in answerable),
        right_and_cited=sum(is_good(question, given) for question, given in answerable),
        unanswerable=len(unanswerable),
        abstained_rightly=sum(given.abstained for _, given in unanswerable),
        wrong=tuple(question.id for question, given in asked if not is_good(question, given)),
    )


def is_good(question: Question, given: Prediction) -> bool:
    """Right and cited, or rightly abstained."""
    if not question.answerable:
        return given.abstained
    return is_right(question, given) and is_cited(question, given)


def is_right(question: Question, given: Prediction) -> bool:
    """Whether the answer holds every fact."""
    answer = _flat(given.answer)
    return all(any(_flat(spelling) in answer for spelling in spellings) for spellings in question.facts)


def is_cited(question: Question, given: Prediction) -> bool:
    """Whether the answer cites a document that proves it."""
    proving = {_stem(name) for name in question.documents}
    return any(_stem(str(citation["document"])) in proving for citation in given.citations)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text.lower().replace("’", "'"))


def _stem(name: str) -> str:
    return EXTENSION.sub("", PurePath(name).name)
