"""The stock pipeline: LangChain, Chroma and MiniLM as their tutorials put them together, to compare with.

Loaders hand over a text whole and a PDF page by page, RecursiveCharacterTextSplitter cuts at 500 characters,
HuggingFaceEmbeddings runs the packaged MiniLM in sentence-transformers on PyTorch, and Chroma keeps the vectors on disk.
Everything is at its default, but that the model runs on the processor, as ours does. The two loaders are written out below
after langchain-community's TextLoader and PyPDFLoader, which would bring two dozen other packages for these few lines.
"""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from langchain_core.documents import Document
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from app.adapters.compiled_model import find_packaged_model
from app.domain.errors import Invalid, Unavailable
from eval.retrieval.corpus import Corpus, CorpusFile, names_by_path
from eval.retrieval.systems import Loaded, Located, Tell, Unread

NEEDED = ("langchain_chroma", "langchain_huggingface", "langchain_text_splitters", "sentence_transformers")
CHUNK = 500
"""Characters of a chunk: the size LegalBench-RAG publishes its figures for."""

PAGE_BREAK = "\n\n"
"""Between pages where a PDF is taken as one text."""


def require_installed() -> None:
    """Raise Unavailable with the command that installs the pipeline, if it is not there."""
    if any(find_spec(name) is None for name in NEEDED):
        message = "The stock pipeline is not installed: run 'make install EXTRAS=baseline'."
        raise Unavailable(message)


class LangChainSystem:
    """The stock pipeline with its store in `folder`; raises Unavailable where it or the model is not installed."""

    name = "langchain"

    def __init__(self, folder: Path) -> None:
        require_installed()
        self._folder = folder
        self._model = find_packaged_model()
        self._embeddings: Any = None
        self._store: Any = None
        self._names: dict[str, str] = {}
        self._pages: dict[str, list[str]] = {}

    def prepare(self) -> None:
        # Late, here and below: PyTorch takes seconds to import and is there only where this pipeline is wanted.
        from langchain_huggingface import HuggingFaceEmbeddings
        from transformers.utils import logging

        logging.disable_progress_bar()  # one is enough on a screen
        self._embeddings = HuggingFaceEmbeddings(model_name=str(self._model.folder), model_kwargs={"device": "cpu"})
        self._embeddings.embed_query("to warm up")

    def load(self, corpus: Corpus, tell: Tell) -> Loaded:
        from langchain_chroma import Chroma
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=0, add_start_index=True)
        self._names = names_by_path(corpus.files)
        texts: list[Document] = []
        unread: list[Unread] = []
        for done, file in enumerate(corpus.files):
            tell(done, len(corpus.files), file.name)
            try:
                found = list(load_file(file))
            except (OSError, UnicodeDecodeError, PyPdfError) as error:
                unread.append(Unread(file.name, f"{file.path.name} cannot be read: {error}"))
                continue
            texts += found
            self._pages[file.name] = [text.page_content for text in found]
        chunks = splitter.split_documents(texts)
        if not chunks:
            message = f"The stock pipeline finds no text in {corpus.folder}; it reads PDFs and plain text only."
            raise Invalid(message)
        tell(len(corpus.files), len(corpus.files), f"embedding {len(chunks):,} chunks")
        self._store = Chroma.from_documents(chunks, self._embeddings, persist_directory=str(self._folder))
        return Loaded(sum(len(text.page_content) for text in texts), len(chunks), tuple(unread))

    def rank(self, query: str, k: int) -> list[Located]:
        """The nearest chunks; Chroma gives distances, so the score is the distance below zero."""
        return [self._located(chunk, distance) for chunk, distance in self._store.similarity_search_with_score(query, k=k)]

    def text(self, document: str) -> str:
        return PAGE_BREAK.join(self._pages.get(document, ()))

    def _located(self, chunk: Document, distance: float) -> Located:
        """The chunk in characters of the whole text: its index counts from the start of its page."""
        name = self._names[chunk.metadata["source"]]
        before = self._pages[name][: chunk.metadata.get("page", 0)]
        start = sum(len(page) + len(PAGE_BREAK) for page in before) + chunk.metadata["start_index"]
        return Located(name, start, start + len(chunk.page_content), -distance)


def load_file(file: CorpusFile) -> Iterator[Document]:
    """A text whole, a PDF page by page; raises OSError, UnicodeDecodeError or PyPdfError."""
    source = str(file.path)
    if file.path.suffix.lower() == ".pdf":
        for number, page in enumerate(PdfReader(file.path).pages):
            yield Document(page_content=page.extract_text().strip(), metadata={"source": source, "page": number})
    else:
        yield Document(page_content=file.path.read_text(encoding="utf-8"), metadata={"source": source})
