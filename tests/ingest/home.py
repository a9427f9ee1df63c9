"""A home in memory that counts what it embeds, and a folder of files to read into it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.domain.access import EVERYTHING
from app.domain.documents import Document
from app.ports import Embedder, FileStore, LexicalIndex, Records, VectorIndex, Vectors
from ingest.changes import Note, unnoted
from ingest.doctor import Stores, examine
from ingest.load.registry import load
from ingest.load.source import Limits
from ingest.load.worker_process import Load, Loading
from ingest.parts import parts_of
from ingest.prepare import Defaults
from ingest.sync import Progress, Report, Request, Sync
from ingest.units import Measure, no_kinds
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.files import MemoryFiles
from tests.fakes.lexical_index import MemoryLexicalIndex
from tests.fakes.records import MemoryRecords
from tests.fakes.vector_index import MemoryVectorIndex

LIMITS = Limits(max_bytes=100_000, max_pages=20)
DIMENSION = 8
"""Enough to tell vectors apart; nothing here searches by meaning."""


@contextmanager
def in_this_process(limits: Limits) -> Iterator[Load]:
    """Loads without a worker: its start would be most of a test's time."""
    yield lambda name, content, wanted: parts_of(load(name, content, limits), name, wanted)


class CountingEmbedder(FakeEmbedder):
    """Keeps every text it was given."""

    def __init__(self) -> None:
        super().__init__(DIMENSION)
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return super().embed(texts)


class Home:
    """All stores and the folder that is read. A new `sync` is what a new process would build over the same stores."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve() / "documents"
        self.folder.mkdir(exist_ok=True)
        self.lock = folder / "ingest.lock"
        self.records, self.files = MemoryRecords(), MemoryFiles()
        self.vectors, self.lexical = MemoryVectorIndex(), MemoryLexicalIndex()
        self.embedder = CountingEmbedder()
        self.loading: Loading = in_this_process

    def sync(
        self,
        wrapped: Callable[[Any], Any] = lambda store: store,
        measure: Measure = no_kinds,
        measured_by: str = "",
        note: Note = unnoted,
    ) -> Sync:
        """A Sync over the stores, each as `wrapped` hands it on."""
        records: Records = wrapped(self.records)
        vectors: VectorIndex = wrapped(self.vectors)
        lexical: LexicalIndex = wrapped(self.lexical)
        embedder: Embedder = wrapped(self.embedder)
        files: FileStore = wrapped(self.files)
        return Sync(records, vectors, lexical, embedder, files, LIMITS, self.lock, measure, measured_by, self.loading, note)

    def write(self, files: Mapping[str, str]) -> None:
        """Put files into the folder; others there stay."""
        for name, text in files.items():
            (self.folder / name).write_text(text, encoding="utf-8")

    def describe(self, *documents: Mapping[str, str], partners: Sequence[str] = ()) -> None:
        """Write the folder's manifest."""
        content = {"partners": [{"id": partner} for partner in partners], "documents": documents}
        self.write({"manifest.json": json.dumps(content)})

    def read(
        self, *, prune: bool = False, defaults: Defaults | None = None, progress: Callable[[Progress], None] = lambda _: None
    ) -> Report:
        """One run over the folder."""
        return self.sync().run(Request([self.folder], defaults or Defaults(), prune=prune), progress)

    def document(self, name: str) -> Document:
        """The only document called `name`."""
        (found,) = [document for document in self.records.documents(EVERYTHING) if document.name == name]
        return found

    def kept(self) -> dict[str, frozenset[str]]:
        """Everything that must not depend on crashes: documents by revision, texts, units, audiences, indexes, kept files."""
        documents = self.records.documents(EVERYTHING)
        audiences = self.records.passage_audiences()
        return {
            "documents": frozenset(f"{document.id} {document.revision} {document.state}" for document in documents),
            "texts": frozenset(self.records.text(document.id, EVERYTHING).text for document in documents),
            "units": frozenset(
                f"{document_id} {units.starts.tolist()} {units.ends.tolist()} {len(units.vectors)}"
                for document_id, units in self.records.units([document.id for document in documents], EVERYTHING).items()
            ),
            "audiences": frozenset(f"{passage} {audience}" for passage, audience in audiences.items()),
            "vectors": frozenset(self.vectors.ids()),
            "words": self.lexical.ids(),
            "files": self.files.digests(),
        }

    def faults(self) -> list[str]:
        """What is not as it should be: the doctor's findings, and kept files that belong to no document."""
        stores = Stores(self.records, self.vectors, self.lexical, self.embedder, self.files)
        strays = self.files.digests() - {document.revision.split("/")[0] for document in self.records.documents(EVERYTHING)}
        return [finding.detail for finding in examine(stores) if not finding.ok] + sorted(strays)
