"""Kinds of clause: which one a question asks for, and how far a sentence is one. Fitted weights over the frozen embedding.

Both models are linear in the mean token states of a text (after the embedding layer, in the middle and at the end of the
model): the first layer knows the words, the last the meaning. `clauses.json` says on what they were fitted and how well they
did; `liaison train clauses` makes them anew.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.ports import Vectors

FILE = Path(__file__).with_name("clauses.npz")

KINDS = (
    "Document Name",
    "Parties",
    "Agreement Date",
    "Effective Date",
    "Expiration Date",
    "Renewal Term",
    "Notice Period To Terminate Renewal",
    "Governing Law",
    "Most Favored Nation",
    "Competitive Restriction Exception",
    "Non-Compete",
    "Exclusivity",
    "No-Solicit Of Customers",
    "No-Solicit Of Employees",
    "Non-Disparagement",
    "Termination For Convenience",
    "Rofr/Rofo/Rofn",
    "Change Of Control",
    "Anti-Assignment",
    "Revenue/Profit Sharing",
    "Price Restrictions",
    "Minimum Commitment",
    "Volume Restriction",
    "Ip Ownership Assignment",
    "Joint Ip Ownership",
    "License Grant",
    "Non-Transferable License",
    "Affiliate License-Licensor",
    "Affiliate License-Licensee",
    "Unlimited/All-You-Can-Eat-License",
    "Irrevocable Or Perpetual License",
    "Source Code Escrow",
    "Post-Termination Services",
    "Audit Rights",
    "Uncapped Liability",
    "Cap On Liability",
    "Liquidated Damages",
    "Warranty Duration",
    "Insurance",
    "Covenant Not To Sue",
    "Third Party Beneficiary",
)
"""CUAD's 41 kinds (Hendrycks et al., 2021), in the order of the weights' columns."""

OPENING_UNITS = 15
"""How fast "stands at the very start" fades, in sentences."""

LONG_UNIT = 7.0
"""The logarithm of about 1,100 characters, so that a sentence's length is a feature between 0 and 1."""

CRUMB = 40
"""Characters below which a sentence is a heading or a fragment."""

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ClauseModel:
    """The fitted weights.

    `clause_weight` is features x kinds and `question_weight` states x (kinds + 1): the last column is "something else".
    `asking` are the words people ask with, lower case; `fitted` tells, for each kind, whether there were examples to learn it
    from.
    """

    clause_weight: Scores
    clause_bias: Scores
    question_weight: Scores
    question_bias: Scores
    fitted: NDArray[np.bool_]
    asking: frozenset[str]
    name: str

    def clause_scores(self, lengths: Sequence[int], states: Vectors) -> Scores:
        """How far each sentence of one document, in reading order, is a clause of each kind: log odds, n x kinds.

        `lengths` are characters, `states` the sentences' mean token states (n x states).
        """
        return np.asarray(features(lengths, states) @ self.clause_weight + self.clause_bias, dtype=np.float32)

    def asked(self, states: Vectors) -> Scores:
        """The probability of each kind, and last of something else, that a question (its states, one row) asks for."""
        scores = states.reshape(-1) @ self.question_weight + self.question_bias
        raised = np.exp(scores - scores.max())
        return np.asarray(raised / raised.sum(), dtype=np.float32)


def features(lengths: Sequence[int], states: Vectors) -> Vectors:
    """What a sentence is judged by: its states, where in the document it stands, and how long it is."""
    count = len(lengths)
    order, length = np.arange(count), np.asarray(lengths, dtype=np.float32)
    place = [order / max(1, count), np.exp(-order / OPENING_UNITS), np.log1p(length) / LONG_UNIT, length < CRUMB]
    return np.hstack([states, np.stack(place, axis=1)]).astype(np.float32)


@lru_cache(maxsize=1)
def clause_model() -> ClauseModel:
    """The weights that ship with Liaison."""
    return read_model(FILE)


def read_model(path: Path) -> ClauseModel:
    """The weights in `path` (.npz), with what the .json beside it says of them."""
    told = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    with np.load(path) as arrays:
        return ClauseModel(
            clause_weight=arrays["clause_weight"].astype(np.float32),
            clause_bias=arrays["clause_bias"].astype(np.float32),
            question_weight=arrays["question_weight"].astype(np.float32),
            question_bias=arrays["question_bias"].astype(np.float32),
            fitted=arrays["fitted"],
            asking=frozenset(told["asking"]),
            name=told["name"],
        )
