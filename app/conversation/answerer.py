"""What an answerer is given and what it gives back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.conversation.witness import Witness
from app.domain.access import Caller
from app.domain.answers import Card, Citation, CitationFound, TextDelta
from app.domain.conversations import Turn
from app.knowledge.directory import Directory
from app.knowledge.question import Understood


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as understood, who asks, the names they may know, and the turns before it, oldest first.

    `witness` is told of every search that is made for it.
    """

    question: Understood
    caller: Caller
    directory: Directory
    history: Sequence[Turn] = ()
    witness: Witness = field(default_factory=Witness, compare=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """A finished answer before it is stored. `prompt` names the prompt when a chat model wrote it."""

    text: str
    citations: tuple[Citation, ...] = ()
    abstained: bool = False
    mode: str = "extractive"
    cards: tuple[Card, ...] = ()
    prompt: str | None = None


Piece = TextDelta | CitationFound | Card | Draft


class Answerer(Protocol):
    """Answers questions in pieces; the last piece is the Draft whose text the deltas spell."""

    def answer(self, asked: Asked) -> Iterator[Piece]: ...


def spelled(draft: Draft) -> Iterator[Piece]:
    """A finished draft as a stream: a delta a line, each followed by the citations it uses first."""
    shown: set[int] = set()
    for line in draft.text.splitlines(keepends=True):
        yield TextDelta(line)
        for citation in draft.citations:
            if citation.n not in shown and f"[{citation.n}]" in line:
                shown.add(citation.n)
                yield CitationFound(citation)
    yield from draft.cards
    yield draft
