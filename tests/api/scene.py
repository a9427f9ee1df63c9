"""A small programme to serve: two partners, a few documents, a scripted assistant, and everything else in memory."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from app.adapters.pdf_pages import PdfPages
from app.config import Settings, load_settings
from app.domain.access import INTERNAL, PUBLIC, Audience, Caller
from app.domain.answers import Answer, AnswerEvent, Card, Citation, CitationFound, Done, Failed, TextDelta
from app.domain.conversations import Turn
from app.domain.documents import Document, DocumentState, DocumentText, PageSpan, Partner, Passage
from app.domain.errors import Forbidden, Invalid, Unauthenticated, Unavailable
from app.domain.people import EVERY_SCOPE, SignedIn
from app.ports import Stored
from tests.fakes.audit import MemoryAuditLog
from tests.fakes.conversations import MemoryConversations
from tests.fakes.files import MemoryFiles
from tests.fakes.records import MemoryRecords

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
TOKENS = {"lia_acme": "partner:acme", "lia_borealis": "partner:borealis", "lia_manager": "manager"}

NOTICE = "Either party may terminate this Agreement upon sixty days' notice."
SECRET = "secret detail"  # what unexpected exceptions say, and nobody may read
PAGE_ONE = f"Acme Reseller Agreement\n{NOTICE}"
PAGE_TWO = "Governing law is the law of Norway."
AGREEMENT = f"{PAGE_ONE}\n\n{PAGE_TWO}"
PRICES = "Price list\n\nProduct: <Atlas>; Price: 1,200\n\nProduct: Borel; Price: 80"


class Noon:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOW


class Part:
    """Something that can be pinged, and breaks on demand."""

    def __init__(self) -> None:
        self.error: Exception | None = None

    def ping(self) -> None:
        if self.error:
            raise self.error


class TableOfTokens:
    """Knows the tokens above, and those a test adds to `signed_in`."""

    def __init__(self) -> None:
        self.signed_in = {secret: SignedIn(Caller.parse(who), EVERY_SCOPE, f"key {who}") for secret, who in TOKENS.items()}

    def sign_in(self, secret: str, origin: str | None = None) -> SignedIn:
        if secret not in self.signed_in:
            message = "That access token is not valid."
            raise Unauthenticated(message)
        return self.signed_in[secret]


CITATION = Citation(1, "p1", "agreement", "acme.pdf", "Acme Reseller Agreement", 1, "12 Term", 24, 24 + len(NOTICE), NOTICE)
CARD = Card("Notice", ("Partner", "Days"), (("Acme", "60"),))


@dataclass
class ScriptedAssistant:
    """Answers every question alike, except for those whose words name a failure."""

    conversations: MemoryConversations
    asked: list[tuple[str, str, str | None]] = field(default_factory=list)

    def ask(self, question: str, caller: Caller, conversation_id: str | None = None) -> Iterator[AnswerEvent]:
        self.asked.append((question, str(caller), conversation_id))
        if not question.strip():
            message = "Ask a question."
            raise Invalid(message)
        if conversation_id == "foreign":
            message = "This conversation belongs to somebody else."
            raise Forbidden(message)
        if question == "explode":
            raise RuntimeError(SECRET)
        yield TextDelta("Sixty days' notice. ")
        yield from self._trouble(question)
        yield TextDelta("[1]")
        yield CitationFound(CITATION)
        yield CARD
        number = len(self.asked)
        answer = Answer(
            "Sixty days' notice. [1]",
            question == "unknown",
            (CITATION,),
            conversation_id or f"c{number}",
            f"t{number}",
            "extractive",
            (CARD,),
            {"total": 12.34},
        )
        self.conversations.save(Turn(answer.turn_id, answer.conversation_id, NOW, question, question, answer), caller)
        yield Done(answer)

    def _trouble(self, question: str) -> Iterator[AnswerEvent]:
        if question == "explode midway":
            raise RuntimeError(SECRET)
        if question == "refuse midway":
            message = "The chat model cannot be reached."
            raise Unavailable(message)
        if question == "fail midway":
            yield Failed("unavailable", "The chat model cannot be reached.")


def pdf(*pages: str) -> bytes:
    """A PDF with one line of text a line, the first 100 points from the top."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for page in pages:
        for number, line in enumerate(page.splitlines()):
            canvas.drawString(72, A4[1] - 100 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _document(document_id: str, audience: Audience, media_type: str, revision: str, **more: Any) -> Document:
    values = {
        "name": f"{document_id}.pdf",
        "title": document_id.title(),
        "kind": "agreement",
        "source": "/secret/place",
        **more,
    }
    return Document(document_id, audience=audience, media_type=media_type, revision=revision, **values)


def _stored(document: Document, text: str = "", pages: tuple[PageSpan, ...] = (), passages: tuple[Passage, ...] = ()) -> Stored:
    return Stored(document, DocumentText(text, pages), passages)


def stocked(files: MemoryFiles) -> MemoryRecords:
    """Records with a document of every sort."""
    content = pdf(PAGE_ONE, PAGE_TWO)
    digest = hashlib.sha256(content).hexdigest()
    files.save(digest, content)
    spans = (PageSpan(1, 0, len(PAGE_ONE)), PageSpan(2, len(PAGE_ONE) + 2, len(AGREEMENT)))
    acme, borealis = Audience("partner", "acme"), Audience("partner", "borealis")
    row_start = PRICES.index("Product: <Atlas>")
    row = Passage("row1", "prices", 1, row_start, PRICES.index("\n\nProduct: Borel"), "", kind="row")
    records = MemoryRecords()
    records.save_partners([Partner("acme", "Acme Ltd"), Partner("borealis", "Borealis AS")])
    records.replace(
        [
            _stored(
                _document(
                    "agreement",
                    acme,
                    "application/pdf",
                    digest,
                    partner="acme",
                    effective=date(2025, 3, 1),
                    pages=2,
                    parties=("Zenith",),
                ),
                AGREEMENT,
                spans,
            ),
            _stored(
                _document(
                    "scan",
                    acme,
                    "application/pdf",
                    digest,
                    partner="acme",
                    state=DocumentState.UNREADABLE,
                    reason="No text layer.",
                )
            ),
            _stored(
                _document("lost", acme, "application/pdf", "0" * 64, partner="acme", pages=1), "Gone.", (PageSpan(1, 0, 5),)
            ),
            _stored(_document("other", borealis, "application/pdf", digest, partner="borealis"), "Secret of Borealis."),
            _stored(_document("plan", INTERNAL, "text/plain", "1" * 64, kind="note"), "Internal."),
            _stored(_document("prices", PUBLIC, "text/csv", f"{'2' * 64}/acme", kind="price list"), PRICES, (), (row,)),
            _stored(
                _document("blank", PUBLIC, "text/plain", "3" * 64, state=DocumentState.UNREADABLE, reason="The file is empty."),
            ),
        ]
    )
    return records


@dataclass
class Scene:
    """Everything the service is given, open for tests to look at and to break."""

    settings: Settings = field(default_factory=load_settings)
    clock: Noon = field(default_factory=Noon)
    embedder: Any = field(default_factory=Part)
    vectors: Any = field(default_factory=Part)
    lexical: Any = field(default_factory=Part)
    chat: Any = None
    files: MemoryFiles = field(default_factory=MemoryFiles)
    conversations: MemoryConversations = field(default_factory=MemoryConversations)
    identities: TableOfTokens = field(default_factory=TableOfTokens)
    audit: MemoryAuditLog = field(default_factory=MemoryAuditLog)

    def __post_init__(self) -> None:
        self.records: Any = stocked(self.files)
        self.assistant: Any = ScriptedAssistant(self.conversations)
        self.pages = PdfPages(self.files)


def raising(error: Exception) -> Any:
    """A function that raises `error` whatever it is given."""

    def fail(*_: object, **__: object) -> None:
        raise error

    return fail
