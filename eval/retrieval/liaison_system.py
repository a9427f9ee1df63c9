"""Liaison itself as the measurement sees it: documents go in by `sync`, and a manager searches."""

from collections.abc import Callable
from copy import copy
from dataclasses import replace

from app.bootstrap import Container
from app.domain.access import EVERYTHING, Caller, Role
from app.domain.documents import DocumentState
from app.knowledge.locator import Locator, Parts
from eval.retrieval.corpus import Corpus, names_by_path
from eval.retrieval.systems import Loaded, Located, Tell, Unread
from ingest.sync import Request, Sync

MANAGER = Caller(Role.MANAGER)
"""Sees everything, so that nothing but the ranking decides what is found."""


class LiaisonSystem:
    """A home, empty until `load`, and what reads documents into it."""

    name = "liaison"

    def __init__(self, container: Container, sync: Sync, locator: Callable[..., Locator]) -> None:
        """`locator` makes one, of the `parts` it is given."""
        self._container = container
        self._locator = locator(parts=Parts())
        self._make = locator
        self._sync = sync
        self._names: dict[str, str] = {}
        self._ids: dict[str, str] = {}

    def prepare(self) -> None:
        self._container.embedder.embed_parts(["to warm up"], [[(0, 2)]])

    def load(self, corpus: Corpus, tell: Tell) -> Loaded:
        request = Request([file.path for file in corpus.files], manifest=corpus.manifest)
        report = self._sync.run(request, lambda at: tell(at.done, at.total, at.document))
        documents = self._container.records.documents(EVERYTHING)
        self._names = names_by_path(corpus.files)
        self._ids = {self._names[document.source]: document.id for document in documents}
        characters = sum(document.characters for document in documents if document.state is DocumentState.READY)
        unread = tuple(Unread(failure.document, failure.reason) for failure in report.failed)
        return Loaded(characters, report.passages, unread)

    def rank(self, query: str, k: int) -> list[Located]:
        found = self._locator.locate(query, MANAGER, k)
        return [Located(self._names[one.document.source], one.start, one.end, one.score) for one in found]

    def without(self, part: str) -> "LiaisonSystem":
        """The same home, searched without a part of the method."""
        other = copy(self)
        other._locator = self._make(parts=replace(Parts(), **{part: False}))  # noqa: SLF001  # one's own kind
        return other

    def text(self, document: str) -> str:
        identity = self._ids.get(document)
        return self._container.records.text(identity, EVERYTHING).text if identity else ""
