"""The shapes of requests and responses, for checking what comes in and for the OpenAPI description."""

from datetime import date, datetime
from typing import Any, Literal, Self

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from app.domain.access import Caller
from app.domain.conversations import Conversation
from app.domain.documents import Document

ID_LENGTH = 200  # ids of ours are far shorter; the limit keeps nonsense out of the log and the database
COMMENT_LENGTH = 2000


class Problem(BaseModel):
    """A refusal: a kind for machines and a sentence for people."""

    error: str
    detail: str


PROBLEMS: dict[int | str, dict[str, Any]] = {
    401: {"model": Problem, "description": "No valid token came with the request."},
    403: {"model": Problem, "description": "The caller may not do this."},
    404: {"model": Problem, "description": "No such thing, as far as this caller may know."},
    408: {"model": Problem, "description": "The request did not arrive in time."},
    409: {"model": Problem, "description": "The state of things does not allow it now."},
    413: {"model": Problem, "description": "The body is too large."},
    414: {"model": Problem, "description": "The address is too long."},
    422: {"model": Problem, "description": "The request itself is wrong."},
    429: {
        "model": Problem,
        "description": "The caller's share is used up for now.",
        "headers": {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}},
    },
    431: {"model": Problem, "description": "The headers are too large."},
    500: {"model": Problem, "description": "Something unexpected; the sentence carries a reference."},
    503: {"model": Problem, "description": "Something needed cannot be used at the moment."},
}


class Question(BaseModel):
    """What a person asks."""

    model_config = ConfigDict(populate_by_name=True)

    message: str = Field(
        validation_alias=AliasChoices("message", "question"),
        description="The question, in plain words.",
        json_schema_extra={"minLength": 1, "maxLength": 4000, "pattern": r"\S"},  # what the assistant refuses, in its own words
    )
    conversation_id: str | None = Field(None, max_length=ID_LENGTH, description="The conversation it goes on with.")
    stream: bool = Field(default=False, description="Whether to answer as server-sent events.")


class CitationBody(BaseModel):
    """Proof for a claim; `start` and `end` count characters of the document's text."""

    n: int
    document_id: str
    document: str
    title: str
    page: int | None
    section: str
    start: int
    end: int
    quote: str
    version: str | None
    effective: date | None


class KeptCitationBody(CitationBody):
    """A citation of a stored turn."""

    withheld: bool = Field(
        description="Whether the document is gone or no longer the caller's; then nothing is said of it but its id."
    )


class CardBody(BaseModel):
    """A table that goes with an answer."""

    title: str
    columns: list[str]
    rows: list[list[str]]


class AnswerBody(BaseModel):
    """A finished answer; timings are in milliseconds."""

    answer: str
    abstained: bool
    citations: list[CitationBody]
    cards: list[CardBody]
    conversation_id: str
    turn_id: str
    mode: str
    timings_ms: dict[str, float]


class TurnBody(AnswerBody):
    """A turn of a stored conversation. With a citation withheld, `answer` says so in place of what it said, without cards."""

    citations: list[KeptCitationBody]  # type: ignore[assignment]  # narrower than that of the answer it was

    id: str
    asked_at: datetime
    question: str


class ConversationSummary(BaseModel):
    """A conversation without its turns."""

    id: str
    title: str
    started_at: datetime

    @classmethod
    def of(cls, conversation: Conversation) -> Self:
        """What a list shows of `conversation`."""
        return cls(id=conversation.id, title=conversation.title, started_at=conversation.started_at)


class ConversationList(BaseModel):
    """The caller's conversations, latest first."""

    conversations: list[ConversationSummary]


class ConversationDetail(ConversationSummary):
    """A conversation with its turns, oldest first."""

    turns: list[TurnBody]


class ConsideredBody(BaseModel):
    """A passage that was looked at for an answer; `text` is null where it is not there any more."""

    passage: str
    document_id: str
    document: str
    start: int
    end: int
    score: float
    cited: bool
    text: str | None


class Replay(BaseModel):
    """How an answer came about."""

    owner: str = Field(description="Whose conversation it stands in: `person:ID`, or a role.")
    as_: str = Field(alias="as", description="The role it was answered for.")
    understood: str
    partners: list[str]
    documents: list[str]
    filter: list[str] = Field(description="The audiences whose documents could be used.")
    found: int
    withheld: int = Field(description="Passages an index offered and the records forbade.")
    considered: list[ConsideredBody]
    prompt: str | None
    models: dict[str, str]
    turn: TurnBody


class Rating(BaseModel):
    """What a person thought of an answer."""

    turn_id: str = Field(max_length=ID_LENGTH)
    rating: Literal["up", "down"]
    comment: str | None = Field(None, max_length=COMMENT_LENGTH)


class DocumentSummary(BaseModel):
    """A document as lists show it. `reason` says why an unreadable one is so, to those it concerns."""

    id: str
    name: str
    title: str
    kind: str
    partner: str | None
    audience: str
    version: str | None
    effective: date | None
    pages: int
    characters: int
    state: str
    reason: str | None

    @classmethod
    def of(cls, document: Document, caller: Caller) -> Self:
        """What `caller`, who may see `document`, is told about it."""
        concerned = caller.of_vendor or document.audience.partner is not None
        return cls(
            id=document.id,
            name=document.name,
            title=document.title,
            kind=document.kind,
            partner=document.partner,
            audience=str(document.audience),
            version=document.version,
            effective=document.effective,
            pages=document.pages,
            characters=document.characters,
            state=document.state.value,
            reason=document.reason if concerned else None,
        )


class DocumentList(BaseModel):
    """The documents the caller may see, by name."""

    documents: list[DocumentSummary]


class DocumentDetail(DocumentSummary):
    """One document; `text` is there when it was asked for."""

    text: str | None = None


class ExcerptBody(BaseModel):
    """A span of a document with the text around it."""

    before: str
    span: str
    after: str


class Me(BaseModel):
    """Who the token belongs to."""

    as_: str = Field(serialization_alias="as", description="`manager`, `admin` or `partner:ID`.")
    role: str
    partner: str | None
    partner_name: str | None


class Readiness(BaseModel):
    """Whether everything the service depends on can be used; each check is `ok` or a sentence."""

    ready: bool
    checks: dict[str, str]
