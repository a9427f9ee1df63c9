"""Conversations: whose they are, and what was said."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.domain.answers import Answer, scrubbed


@dataclass(frozen=True, slots=True)
class Considered:
    """A passage that was looked at for an answer: where it stands, its score in the search, and whether it is cited."""

    passage: str
    document: str
    name: str
    start: int
    end: int
    score: float
    cited: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """How an answer came about. `reach` is the filter as a list of audiences, `asker` the role it was answered for.

    `found` counts the passages that were looked at, of which `considered` are the best; `withheld` those that an index
    offered and the records forbade. `models` names the embedding model, the fitted weights and the chat model, each with what
    identifies it.
    """

    asker: str
    reach: tuple[str, ...]
    considered: tuple[Considered, ...] = ()
    found: int = 0
    withheld: int = 0
    models: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and its answer. `understood` is the question as it was read, references and follow-ups resolved.

    `topics` are the partner ids and document ids the turn was about; `prompt` is the prompt's name, version and hash
    when a chat model wrote the answer.
    """

    id: str
    conversation_id: str
    asked_at: datetime
    question: str
    understood: str
    answer: Answer
    partners: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    prompt: str | None = None
    trace: Trace | None = None


def without_documents(turn: Turn, documents: Collection[str], sentence: str) -> Turn | None:
    """The turn without a word of erased `documents` (ids), or about them; None where it says nothing of them.

    An answer that quotes one of them becomes `sentence`.
    """
    cites = any(one.document_id in documents for one in turn.answer.citations)
    considered = turn.trace.considered if turn.trace else ()
    left = tuple(one for one in considered if one.document not in documents)
    if not cites and len(left) == len(considered):
        return None
    trace = replace(turn.trace, considered=left) if turn.trace else None
    if not cites:
        return replace(turn, trace=trace)
    citations = tuple(scrubbed(one) if one.document_id in documents else one for one in turn.answer.citations)
    return replace(turn, trace=trace, answer=replace(turn.answer, text=sentence, cards=(), citations=citations))


@dataclass(frozen=True, slots=True)
class Conversation:
    """A caller's thread of turns. `owner` is `person:ID`, or the text of a bare role (`manager`, `partner:acme`)."""

    id: str
    owner: str
    title: str
    started_at: datetime
    turns: tuple[Turn, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person thought of an answer: `rating` is `up` or `down`, with an optional comment."""

    turn_id: str
    rating: str
    comment: str | None
    given_at: datetime
    given_by: str
