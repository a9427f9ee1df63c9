"""What a retrieval system is to the measurement, whoever built it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from eval.retrieval.corpus import Corpus

Tell = Callable[[int, int, str], None]
"""Told about progress: steps done, steps in all, the name of the one at hand."""


@dataclass(frozen=True, slots=True)
class Located:
    """Characters `start` to `end` of a document, called as the corpus calls it; a higher score is better."""

    document: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Unread:
    """A document that could not be read, and the sentence why."""

    document: str
    reason: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a system took in: `characters` of extracted text, cut into `passages`, and what it could not read."""

    characters: int
    passages: int
    unread: tuple[Unread, ...] = ()


class System(Protocol):
    """Takes in a corpus once and ranks its passages for questions."""

    name: str

    def prepare(self) -> None:
        """Load models, so that no figure holds the time for it."""
        ...

    def load(self, corpus: Corpus, tell: Tell) -> Loaded:
        """Take in the whole corpus; searchable on return."""
        ...

    def rank(self, query: str, k: int) -> Sequence[Located]:
        """At most `k` passages for `query`, best first, in characters of `text`."""
        ...

    def text(self, document: str) -> str:
        """The text the system extracted from a document; empty for one it could not read."""
        ...
