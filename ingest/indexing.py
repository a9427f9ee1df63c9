"""Keeping the two indexes in step with the records, with a journal for what a crash leaves behind.

The model reads each passage once: its vector goes into the index, those of its sentences into the records as units.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
import structlog

from app.domain.access import EVERYTHING, Audience
from app.domain.documents import Document, Passage
from app.ports import Embedder, IndexedPassage, LexicalIndex, Records, Stored, VectorIndex, Vectors
from ingest.enrich import embedded_text, identity_line
from ingest.units import Measure, assemble, no_kinds, readable

log = structlog.get_logger(__name__)

Tidy = Callable[[], None]
"""What else a change has to clear away. It runs while the journal still holds the change, so that a crash is noticed."""


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """Documents with their units, and the vectors of all their passages in order (n x dimension)."""

    stored: tuple[Stored, ...]
    vectors: Vectors


class Indexes:
    """The vector and the lexical index, written together. `measure` says how far each unit is a clause of each kind."""

    def __init__(
        self,
        records: Records,
        vectors: VectorIndex,
        lexical: LexicalIndex,
        embedder: Embedder,
        measure: Measure = no_kinds,
    ) -> None:
        self._records = records
        self._vectors = vectors
        self._lexical = lexical
        self._embedder = embedder
        self._measure = measure

    def put(self, stored: Sequence[Stored], tidy: Tidy = lambda: None) -> int:
        """Replace documents whole, with units made here; returns how many passages were embedded."""
        return self.keep(self.embed(stored), tidy)

    def embed(self, stored: Sequence[Stored]) -> Embedded:
        """Documents with what the model reads in them; touches no store, so that it can be done beside `keep` of others."""
        read = [[readable(item.document, passage) for passage in item.passages] for item in stored]
        flat = [one for passages in read for one in passages]
        if not flat:
            return Embedded(tuple(stored), np.empty((0, self._embedder.dimension), dtype=np.float32))
        vectors, parts = self._embedder.embed_parts([one.text for one in flat], [one.parts for one in flat])
        rest = iter(parts)
        with_units = tuple(
            replace(item, units=assemble(passages, list(islice(rest, len(passages))), self._embedder.dimension, self._measure))
            for item, passages in zip(stored, read, strict=True)
        )
        return Embedded(with_units, vectors)

    def keep(self, embedded: Embedded, tidy: Tidy = lambda: None) -> int:
        """Replace documents whole; returns how many passages were put into the indexes."""
        stored = embedded.stored
        old = self._held([item.document.id for item in stored])
        fresh = [(item.document, passage) for item in stored for passage in item.passages]
        self._records.begin({item.document.id: [*old[item.document.id], *(p.id for p in item.passages)] for item in stored})
        if fresh:
            self._add(fresh, embedded.vectors)
        self._records.replace(stored)
        kept = {passage.id for _, passage in fresh}
        self._remove(
            {identity: audience for held in old.values() for identity, audience in held.items() if identity not in kept}
        )
        tidy()
        self._records.finish([item.document.id for item in stored])
        return len(fresh)

    def delete(self, documents: Sequence[Document], tidy: Tidy = lambda: None) -> None:
        """Remove documents from records and indexes."""
        if not documents:
            return
        old = self._held([document.id for document in documents])
        self._records.begin(old)
        self._records.delete(list(old))
        self._remove({identity: audience for held in old.values() for identity, audience in held.items()})
        tidy()
        self._records.finish(list(old))

    def repair(self) -> int:
        """Remove what the indexes hold beyond the records for every journalled document; returns how many there were."""
        unfinished = self._records.unfinished()
        if unfinished:
            current = {
                passage.id for document_id in unfinished for passage in self._records.passages_of(document_id, EVERYTHING)
            }
            stale = {identity for ids in unfinished.values() for identity in ids} - current
            self.drop(stale)
            self._records.finish(list(unfinished))
            log.info("repaired", documents=len(unfinished), stale_passages=len(stale))
        return len(unfinished)

    def index(self, fresh: Sequence[tuple[Document, Passage]]) -> None:
        """Embed and index passages whose documents the records hold with their units already; for repair."""
        if fresh:
            self._add(fresh, self._embedder.embed([embedded_text(document, passage) for document, passage in fresh]))

    def _add(self, fresh: Sequence[tuple[Document, Passage]], vectors: Vectors) -> None:
        entries = entries_of(fresh)
        self._vectors.add(entries, vectors)
        self._lexical.add(entries)

    def drop(self, stale: AbstractSet[str]) -> None:
        """Remove passages from both indexes wherever they stand; for repair, when nobody knows any more where that was."""
        if stale:
            standing: dict[str, list[str]] = defaultdict(list)
            for identity, places in self._vectors.ids().items():
                for place in places if identity in stale else ():
                    standing[place].append(identity)
            for place, identities in standing.items():
                self._vectors.drop(place, identities)
            self._lexical.remove(stale)

    def _remove(self, stale: Mapping[str, Audience]) -> None:
        if stale:
            self._vectors.remove(stale)
            self._lexical.remove(stale)

    def _held(self, document_ids: Sequence[str]) -> dict[str, dict[str, Audience]]:
        """The passages the indexes hold of each document now, with the audience they were added for."""
        held: dict[str, dict[str, Audience]] = {}
        for document_id in document_ids:
            document = self._records.document(document_id, EVERYTHING)
            passages = self._records.passages_of(document_id, EVERYTHING) if document else []
            held[document_id] = {passage.id: document.audience for passage in passages} if document else {}
        return held


def entries_of(passages: Sequence[tuple[Document, Passage]]) -> list[IndexedPassage]:
    """What the indexes are given of passages."""
    return [
        IndexedPassage(passage.id, document.id, document.audience, _searchable(passage), identity_line(document))
        for document, passage in passages
    ]


def _searchable(passage: Passage) -> str:
    return "\n".join([*passage.section, passage.text])
