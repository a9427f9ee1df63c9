"""From settings to one frozen container: the only place that builds adapters."""

from dataclasses import dataclass
from pathlib import Path

from app.adapters.chroma_index import ChromaIndex
from app.adapters.file_store import FolderFileStore
from app.adapters.onnx_embedder import OnnxEmbedder
from app.adapters.pdf_pages import PdfPages
from app.adapters.sql_audit import SqlAuditLog
from app.adapters.sql_conversations import SqlConversations
from app.adapters.sql_people import SqlKeys, SqlPeople
from app.adapters.sql_privacy import SqlReceipts
from app.adapters.sql_records import SqlRecords
from app.adapters.sql_schema import open_engine
from app.adapters.system_clock import SystemClock
from app.adapters.tantivy_index import TantivyIndex
from app.config import Settings
from app.conversation.assistant import Assistant
from app.conversation.extractive import ExtractiveAnswerer
from app.conversation.generative import GenerativeAnswerer
from app.identity.keys import KeyService
from app.identity.service import Identities, SignedTokens, Site
from app.knowledge.clauses import ClauseModel, clause_model
from app.knowledge.evidence import Weigher
from app.knowledge.finder import Finder
from app.knowledge.locator import Locator, Parts
from app.knowledge.naming import Naming
from app.knowledge.weights import weights_digest
from app.ports import (
    AuditLog,
    ChatModel,
    Clock,
    Conversations,
    Embedder,
    FileStore,
    LexicalIndex,
    People,
    Receipts,
    Records,
    VectorIndex,
)
from app.privacy.gather import Stores


@dataclass(frozen=True, slots=True)
class Container:
    """Everything a running Liaison needs, built once."""

    settings: Settings
    clock: Clock
    embedder: Embedder
    vectors: VectorIndex
    lexical: LexicalIndex
    records: Records
    conversations: Conversations
    people: People
    keys: KeyService
    identities: Identities
    audit: AuditLog
    receipts: Receipts
    files: FileStore
    pages: PdfPages
    finder: Finder
    locator: Locator
    assistant: Assistant
    chat: ChatModel | None

    @property
    def lock(self) -> Path:
        """The file that lets one run at a time change the documents of this home."""
        return self.settings.home / "ingest.lock"


def build(settings: Settings) -> Container:
    """Open the home and connect everything; nothing heavy is loaded before it is used. Raises Unavailable."""
    home = settings.home
    engine = open_engine(home)
    clock, records, files = SystemClock(), SqlRecords(engine), FolderFileStore(home / "files")
    embedder = OnnxEmbedder(home / "models", settings.threads, settings.precision)
    vectors, lexical = ChromaIndex(home / "chroma"), TantivyIndex(home / "tantivy")
    conversations, people, audit = SqlConversations(engine), SqlPeople(engine), SqlAuditLog(engine)
    keys = KeyService(SqlKeys(engine), audit, clock, settings.token_days)
    finder, weigher = Finder(embedder, vectors, lexical, records), Weigher(embedder, lexical, records)
    naming = Naming(records, lexical, clause_model().asking)
    chat = _chat_model(settings)
    extractive = ExtractiveAnswerer(finder, weigher, records)
    answerer = GenerativeAnswerer(chat, extractive, clock) if chat else extractive
    return Container(
        settings=settings,
        clock=clock,
        embedder=embedder,
        vectors=vectors,
        lexical=lexical,
        records=records,
        conversations=conversations,
        people=people,
        keys=keys,
        identities=Identities(keys, people, records, audit, clock, _issuer_of, _provider(settings), _sites(settings)),
        audit=audit,
        receipts=SqlReceipts(engine),
        files=files,
        pages=PdfPages(files),
        finder=finder,
        locator=Locator(embedder, finder, weigher, records, naming),
        assistant=Assistant(answerer, records, conversations, audit, clock, naming, _models(embedder, chat)),
        chat=chat,
    )


def stores_of(container: Container) -> Stores:
    """Where `container` keeps things of people."""
    return Stores(container.people, container.keys.kept, container.conversations, container.records)


def locator_of(
    container: Container, *, parts: Parts, model: ClauseModel | None = None, records: Records | None = None
) -> Locator:
    """A locator over `container`'s indexes without some parts, with another model or other records; for measuring."""
    kept = records or container.records
    return Locator(
        container.embedder,
        Finder(container.embedder, container.vectors, container.lexical, kept, model),
        Weigher(container.embedder, container.lexical, kept),
        kept,
        Naming(kept, container.lexical, (model or clause_model()).asking),
        model,
        parts,
    )


def _models(embedder: Embedder, chat: ChatModel | None) -> dict[str, str]:
    """What answers here, with what identifies it."""
    return {"embedding": embedder.name, "weights": weights_digest(), **({"chat": chat.name} if chat else {})}


WIDGET_AUDIENCE = "liaison"
"""What a widget's token must be meant for."""


def _issuer_of(token: str) -> str | None:
    # Late, here and below: what checks signatures takes a tenth of a second to import, and a command needs none of it.
    from app.adapters.jwt_tokens import issuer_of

    return issuer_of(token)


def _provider(settings: Settings) -> SignedTokens | None:
    """Raises Invalid for algorithms that cannot be used."""
    if settings.oidc_issuer is None:
        return None
    from app.adapters.jwt_tokens import OidcTokens

    algorithms = [one.strip() for one in settings.oidc_algorithms.split(",") if one.strip()]
    return OidcTokens(settings.oidc_issuer, settings.oidc_audience or "", settings.oidc_keys or "", algorithms)


def _sites(settings: Settings) -> dict[str, Site]:
    if not settings.widget_sites:
        return {}
    from app.adapters.jwt_tokens import WidgetTokens

    return {
        name: Site(
            WidgetTokens(name, WIDGET_AUDIENCE, site.secret.get_secret_value(), settings.widget_seconds),
            frozenset(site.origins),
            None if site.partners is None else frozenset(site.partners),
        )
        for name, site in settings.widget_sites.items()
    }


LOCAL_MODEL = "transformers:"
"""Names a model folder on this machine; a path that exists needs no prefix."""


def _chat_model(settings: Settings) -> ChatModel | None:
    if settings.chat_model is None:
        return None
    # Chat models bring heavy libraries, and most homes do without one.
    local = Path(settings.chat_model.removeprefix(LOCAL_MODEL)).expanduser()
    if settings.chat_model.startswith(LOCAL_MODEL) or local.exists():
        from app.adapters.transformers_chat import TransformersChat

        return TransformersChat(local)
    from app.adapters.langchain_chat import LangChainChat

    key = settings.chat_api_key.get_secret_value() if settings.chat_api_key else None
    return LangChainChat(settings.chat_model, key, settings.chat_base_url, settings.chat_timeout)
