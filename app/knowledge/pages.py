"""What speaks for a document as a whole where no name says which one is meant.

Its best sentence alone is not enough: a handbook page answers with all of its text. Three signs are put together: the rank of
the best sentence, how well many sentences are about the question, and the words of the question anywhere in the text. The last
counts a word the more, the rarer it is among what the caller may see (`Weigher.wanted`).
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from app.knowledge.signs import Wanted
from app.knowledge.wish import Wish
from app.knowledge.words import stem
from app.ports import Units

SHARP = 12.0
"""Sharpness of the mean over a document's sentences: at 0 it is the plain mean, far above only the best sentence counts.

Between 8 and 24 the handbook's figures hardly differ.
"""

RANKED, MEANT, SAID = 0.6, 10.0, 0.15
"""What the three signs count: the rank of the best sentence, the mean likeness, the words said.

Chosen by cross-validation over the documents asked for, on 150 questions over a company's handbook, and so that a right one
comes first, and among the first three, no less often for the sample programme's 286 questions that name their documents.
"""

SATURATED, EVENED = 1.2, 0.75
"""BM25's usual k1 and b: how soon saying a word again adds nothing, how far long texts are made even with short ones."""

ENDINGS = "iey"
"""Letters in which a stem may end otherwise than its words begin: "policy" has the stem "polici", "pricing" has "price"."""

SHORTEST_CUT = 4
"""Shorter stems keep their last letter: what is left of them would begin too many words."""


def rank_of(best: float, mean: float) -> float:
    """The rank of a document by its `best` sentence and its mean likeness; a difference is one of log probabilities.

    The words said, times SAID, are added for the few documents whose whole text is looked through.
    """
    return RANKED * best + MEANT * mean


def meant(units: Units | None, wish: Wish) -> float:
    """How far a document is about what is asked: the soft mean of the cosines of its sentences; 0 for one without any."""
    if units is None or not len(units.vectors):
        return 0.0
    near = units.vectors @ wish.vector
    return float(np.log(np.mean(np.exp(SHARP * near))) / SHARP)


def said(wanted: Wanted, texts: Sequence[str]) -> list[float]:
    """BM25 (Robertson and Walker, 1994) of the words `wanted` over whole `texts`, lengths compared among these texts.

    Phrases are not looked for: their words are.
    """
    usual = sum(map(len, texts)) / max(1, len(texts)) or 1.0
    return [_said(wanted, text.lower(), len(text) / usual) for text in texts]


def _said(wanted: Wanted, text: str, length: float) -> float:
    even = SATURATED * (1 - EVENED + EVENED * length)
    counts = {one: _count(one, text) for one in wanted.rarity if one not in wanted.phrases}
    return sum(wanted.rarity[one] * (SATURATED + 1) * count / (count + even) for one, count in counts.items() if count)


def _count(wanted: str, text: str) -> int:
    """How often words with the stem `wanted` stand in `text`, lower case; only words that begin like the stem are looked at."""
    return sum(stem(word) == wanted for word in _beginning(wanted).findall(text))


@lru_cache(maxsize=4096)
def _beginning(wanted: str) -> re.Pattern[str]:
    """Finds the words that begin like a stem. The boundary is asked for behind the letters, which is ten times faster."""
    letters = re.escape(wanted[:-1] if len(wanted) >= SHORTEST_CUT and wanted[-1] in ENDINGS else wanted)
    return re.compile(rf"{letters}(?<=\b{letters})\w*")
