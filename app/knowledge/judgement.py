"""The fitted weights: which sentence answers best, and how sure one may be that it answers at all.

`weights.json` holds them with the data they were fitted on, the seed and the cross-validated scores; `python -m
eval.calibrate` makes it anew. Both are linear in the signs, so that anyone can see what counts.
"""

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.knowledge.signs import NAMES, Signs

FILE = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Judgement:
    """Linear weights for ranking and for confidence, and the confidence from which Liaison answers."""

    ranking: tuple[float, ...]
    confidence: tuple[float, ...]
    intercept: float
    enough: float

    def rank(self, signs: Signs) -> float:
        """The ranking score of a sentence: higher is better, comparable within a question."""
        return sum(weight * value for weight, value in zip(self.ranking, signs.values(), strict=True))

    def sure(self, signs: Signs, margin: float) -> float:
        """The probability that the sentence answers, 0 to 1; `margin` is its lead in rank over the next other sentence."""
        terms = zip(self.confidence, (*signs.values(), margin), strict=True)
        total = self.intercept + sum(weight * value for weight, value in terms)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@lru_cache(maxsize=1)
def fitted() -> Judgement:
    """The weights that ship with Liaison."""
    content = json.loads(FILE.read_text(encoding="utf-8"))
    ranking, confidence = content["ranking"], content["confidence"]
    return Judgement(
        tuple(ranking[name] for name in NAMES),
        tuple(confidence[name] for name in (*NAMES, "margin")),
        content["intercept"],
        content["enough"],
    )
