"""What the routes are given: the parts of the container that HTTP needs, as Protocols.

The container made at start-up fits without inheriting, and a test can hand in something much smaller.
"""

from collections.abc import Iterator
from typing import Annotated, Protocol, cast

from fastapi import Depends, Request

from app.config import Settings
from app.domain.access import Caller
from app.domain.answers import AnswerEvent
from app.domain.documents import Document
from app.domain.people import SignedIn
from app.ports import AuditLog, ChatModel, Clock, Conversations, Embedder, LexicalIndex, Records, VectorIndex


class Answers(Protocol):
    """Answers questions, one turn at a time."""

    def ask(self, question: str, caller: Caller, conversation_id: str | None = None) -> Iterator[AnswerEvent]:
        """The events of one turn; the last is Done or Failed. Bad input raises a LiaisonError before the first event."""
        ...


class KnowsPeople(Protocol):
    """Says who is asking."""

    def sign_in(self, secret: str, origin: str | None = None) -> SignedIn:
        """Who sends `secret` as a bearer token, from the web page at `origin` if any; raises Unauthenticated."""
        ...


class DrawsPages(Protocol):
    """Draws pages of kept files."""

    def image(self, document: Document, number: int, quote: str | None = None, before: str = "") -> bytes:
        """Page `number` (from 1) as PNG, with `quote` marked; raises NotFound where there is no such page."""
        ...


class Services(Protocol):
    """Everything a route may use."""

    @property
    def settings(self) -> Settings: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def embedder(self) -> Embedder: ...
    @property
    def vectors(self) -> VectorIndex: ...
    @property
    def lexical(self) -> LexicalIndex: ...
    @property
    def records(self) -> Records: ...
    @property
    def conversations(self) -> Conversations: ...
    @property
    def identities(self) -> KnowsPeople: ...
    @property
    def audit(self) -> AuditLog: ...
    @property
    def assistant(self) -> Answers: ...
    @property
    def chat(self) -> ChatModel | None: ...
    @property
    def pages(self) -> DrawsPages: ...


def _services(request: Request) -> Services:
    return cast("Services", request.app.state.services)


ServicesHere = Annotated[Services, Depends(_services)]
