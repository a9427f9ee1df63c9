"""What comes out of a question: citations, the events of a streamed answer, and the finished answer."""

from dataclasses import dataclass, field, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Citation:
    """Proof for a claim: number `n` in the answer, bound to a passage by id.

    `start` and `end` are character offsets of `quote` in the document's extracted text; `quote` is exact.
    """

    n: int
    passage_id: str
    document_id: str
    document: str
    title: str
    page: int | None
    section: str
    start: int
    end: int
    quote: str
    version: str | None = None
    effective: date | None = None


def scrubbed(citation: Citation) -> Citation:
    """A citation of a document that was erased: where it stood, and not a word of it or about it."""
    return replace(citation, document="", title="", section="", quote="", version=None, effective=None)


@dataclass(frozen=True, slots=True)
class TextDelta:
    """More of the answer's text. Concatenated, the deltas are the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class CitationFound:
    """A citation the text just used."""

    citation: Citation


@dataclass(frozen=True, slots=True)
class Card:
    """A table that goes with the answer: `rows` of cells under `columns`."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished turn. `mode` is `extractive`, `generative`, `conversation` or `abstained`; timings are in milliseconds."""

    text: str
    abstained: bool
    citations: tuple[Citation, ...]
    conversation_id: str
    turn_id: str
    mode: str
    cards: tuple[Card, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """The turn is stored; nothing more will come."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Failed:
    """The turn could not be answered: an error kind and a sentence for the person."""

    kind: str
    sentence: str


AnswerEvent = TextDelta | CitationFound | Card | Done | Failed
