"""A small library on fakes: what some documents hold, loaded into records and both indexes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from app.domain.access import PUBLIC, Audience
from app.domain.documents import Document, DocumentText, Partner, Passage, passage_id
from app.knowledge.evidence import Weigher
from app.knowledge.finder import Finder
from app.knowledge.naming import Naming
from app.ports import IndexedPassage, Stored, VectorIndex
from ingest.units import assemble, readable
from tests.fakes.clause_model import clauses_by_words
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.lexical_index import MemoryLexicalIndex
from tests.fakes.records import MemoryRecords
from tests.fakes.vector_index import MemoryVectorIndex

ACME = Audience("partner", "acme")
BOREALIS = Audience("partner", "borealis")
PARTNERS = (Partner("acme", "Acme", ("Acme UK",), manager="Ola Brekke"), Partner("borealis", "Borealis"))


def document(identity: str, audience: Audience = PUBLIC, kind: str = "guide", title: str = "") -> Document:
    """A document of the partner its audience names."""
    name = title or identity.capitalize()
    return Document(
        identity, f"{identity}.pdf", name, kind, audience, identity, "application/pdf", "r1", partner=audience.partner
    )


def stored(facts: Document, *texts: str, section: Sequence[str] = ("1 Terms",), kind: str = "text") -> Stored:
    """The document with one passage for each text, a blank line apart."""
    passages, position = [], 0
    for ordinal, text in enumerate(texts):
        place = passage_id(facts.id, facts.revision, ordinal)
        passages.append(Passage(place, facts.id, ordinal, position, position + len(text), text, 1, tuple(section), kind))
        position += len(text) + 2
    return Stored(facts, DocumentText("\n\n".join(texts)), tuple(passages))


class Library:
    """Records, indexes and what finds and weighs over them.

    `vectors` may be one that misbehaves. `words` are those that the kinds of clause are known by: no kind is, unless given.
    """

    def __init__(
        self, content: Iterable[Stored], vectors: VectorIndex | None = None, words: Mapping[str, str] | None = None
    ) -> None:
        self.records, self.lexical, self.embedder = MemoryRecords(), MemoryLexicalIndex(), FakeEmbedder()
        self.vectors = vectors or MemoryVectorIndex()
        self.model = clauses_by_words(self.embedder, words)
        self.records.save_partners(PARTNERS)
        for one in content:
            self.put(one)
        self.finder = Finder(self.embedder, self.vectors, self.lexical, self.records, self.model)
        self.weigher = Weigher(self.embedder, self.lexical, self.records)
        self.naming = Naming(self.records, self.lexical, self.model.asking)

    def put(self, one: Stored) -> None:
        """Put a document into the records, its sentences ready to be ranked, and into the indexes."""
        read = [readable(one.document, passage) for passage in one.passages]
        _, states = self.embedder.embed_parts([passage.text for passage in read], [passage.parts for passage in read])
        units = assemble(read, states, self.embedder.dimension, self.model.clause_scores)
        self.records.replace([replace(one, units=units)])
        self.index(one)

    def index(self, one: Stored) -> None:
        """Put a document's passages into the indexes alone."""
        entries = [
            IndexedPassage(passage.id, one.document.id, one.document.audience, passage.text, one.document.title)
            for passage in one.passages
        ]
        self.vectors.add(entries, self.embedder.embed([entry.text for entry in entries]))
        self.lexical.add(entries)
