"""From settings to one frozen container: the only place that builds adapters."""

from dataclasses import dataclass
from pathlib import Path

from app.adapters.chroma_index import ChromaIndex
from app.adapters.file_store import FolderFileStore
from app.adapters.onnx_embedder import OnnxEmbedder
from app.adapters.pdf_pages import PdfPages
from app.adapters.sql_conversations import SqlConversations
from app.adapters.sql_records import SqlRecords
from app.adapters.sql_schema import open_engine
from app.adapters.sql_tokens import SqlTokens
from app.adapters.system_clock import SystemClock
from app.adapters.tantivy_index import TantivyIndex
from app.config import Settings
from app.conversation.assistant import Assistant
from app.conversation.extractive import ExtractiveAnswerer
from app.conversation.generative import GenerativeAnswerer
from app.identity import TokenService
from app.knowledge.clauses import ClauseModel, clause_model
from app.knowledge.evidence import Weigher
from app.knowledge.finder import Finder
from app.knowledge.locator import Locator, Parts
from app.knowledge.naming import Naming
from app.ports import ChatModel, Clock, Conversations, Embedder, FileStore, LexicalIndex, Records, VectorIndex


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
    tokens: TokenService
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
    conversations = SqlConversations(engine)
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
        tokens=TokenService(SqlTokens(engine), clock, settings.token_days),
        files=files,
        pages=PdfPages(files),
        finder=finder,
        locator=Locator(embedder, finder, weigher, records, naming),
        assistant=Assistant(answerer, records, conversations, clock, naming),
        chat=chat,
    )


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
