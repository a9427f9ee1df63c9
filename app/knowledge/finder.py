"""Finding passages: by meaning and by words, fused, only among what the caller may see, checked again on the records."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
import structlog

from app.domain.access import Caller, Reach
from app.domain.documents import Document, Passage, passage_id
from app.knowledge.clauses import ClauseModel, clause_model
from app.knowledge.wish import Wish, read_wish, shares
from app.ports import Embedder, Hit, LexicalIndex, Records, VectorIndex

DEPTH = 64
"""Candidates taken from each index: past it the fused order hardly changes and the look-up of records begins to cost."""

RANK_OFFSET = 20
"""Reciprocal rank fusion's k. The usual 60 flattens the top of short lists; 20 keeps a first place worth twice a twentieth."""

ASKED_FOR = 0.3
"""Probability that a kind of clause is asked for from which clauses are looked for as such."""

MOST_CLAUSED = 12
"""Routed documents whose sentences are all looked at; each costs about two milliseconds."""

CLAUSES_OF_EACH = 8

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage with its document and its fused score (higher is better).

    `similarity` is the cosine with the question (the least one seen, where only its words were found), `words` its lexical
    score against the best of the search, 0 to 1, `answering` its cosine with what would answer the question, and `routed` 1
    where the document belongs to whom or what was named. `clause` is the probability of its best sentence to be the clause
    asked for, where that was looked at.
    """

    passage: Passage
    document: Document
    score: float
    similarity: float = 0.0
    words: float = 0.0
    answering: float = 0.0
    routed: float = 0.0
    clause: float = 0.0
    partner_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a search within `reach` brought, best first.

    `withheld` counts what an index offered and the records forbade or did not know.
    """

    passages: tuple[Ranked, ...]
    wish: Wish
    reach: Reach
    withheld: int = 0


@dataclass(slots=True)
class _Candidates:
    """Passages by id with what each index said of them."""

    fused: dict[str, float] = field(default_factory=dict)
    similarity: dict[str, float] = field(default_factory=dict)
    words: dict[str, float] = field(default_factory=dict)
    answering: dict[str, float] = field(default_factory=dict)
    clause: dict[str, float] = field(default_factory=dict)

    def take(self, near: Sequence[Hit], said: Sequence[Hit], like: Sequence[Hit]) -> None:
        """Add one search's rankings, fused by reciprocal rank (Cormack, Clarke and Buettcher, 2009)."""
        fused: dict[str, float] = {}
        for ranking in (near, said, like):
            for rank, hit in enumerate(ranking):
                fused[hit.passage_id] = fused.get(hit.passage_id, 0.0) + 1.0 / (RANK_OFFSET + rank)
        for identity, score in fused.items():
            self.fused[identity] = max(score, self.fused.get(identity, 0.0))
        self.similarity.update({hit.passage_id: hit.score for hit in near})
        self.answering.update({hit.passage_id: hit.score for hit in like})
        self.words.update({hit.passage_id: max(hit.score, self.words.get(hit.passage_id, 0.0)) for hit in said})

    def add_clauses(self, hits: Sequence[Hit]) -> None:
        """Add the passages that most likely hold the clause, by their order, with how likely each does."""
        self.clause.update({hit.passage_id: hit.score for hit in hits})
        for rank, hit in enumerate(hits):
            self.fused[hit.passage_id] = self.fused.get(hit.passage_id, 0.0) + 1.0 / (RANK_OFFSET + rank)


class Finder:
    """Hybrid search over the two indexes, with the records as the judge of what exists and who may see it."""

    def __init__(
        self,
        embedder: Embedder,
        vectors: VectorIndex,
        lexical: LexicalIndex,
        records: Records,
        model: ClauseModel | None = None,
    ) -> None:
        self._model = model or clause_model()
        self._embedder = embedder
        self._vectors = vectors
        self._lexical = lexical
        self._records = records
        self._opened = False

    def search(self, text: str, caller: Caller, k: int) -> Found:
        """The `k` passages nearest to `text` that `caller` may see."""
        found = self.find(text, caller, ())
        return replace(found, passages=found.passages[:k])

    def find(
        self,
        text: str,
        caller: Caller,
        routed: Sequence[str],
        *,
        only_routed: bool = False,
        depth: int = DEPTH,
        lexical: bool = True,
    ) -> Found:
        """All candidates for `text`: from everywhere and once more from the `routed` documents (ids), or only from those.

        Meanings are compared twice: as the model has them, and turned towards what answers such a question. Words are compared
        unless `lexical` says not to.
        """
        reach = caller.reach
        scopes: list[Sequence[str] | None] = [*([] if only_routed else [None]), *([routed] if routed else [])]
        candidates = _Candidates()
        # Words are looked for beside the meanings: neither waits for the other, and neither holds the interpreter. The first
        # time the vectors are opened beside the model, too, which takes as long.
        with ThreadPoolExecutor(2, "search") as other:
            opened = None if self._opened else other.submit(self._vectors.prepare, reach)
            words = [other.submit(self._lexical.search, text, depth, reach, documents) for documents in scopes if lexical]
            wish = read_wish(text, self._embedder, self._model)
            both = np.stack([wish.vector, wish.turned])
            if opened is not None:
                opened.result()
                self._opened = True
            meanings = [self._vectors.search_each(both, depth, reach, documents) for documents in scopes]
            said = [one.result() for one in words] or [[] for _ in scopes]
        for (near, like), heard in zip(meanings, said, strict=True):
            candidates.take(near, heard, like)
        if routed and wish.clause > ASKED_FOR:
            candidates.add_clauses(self._clauses(routed[:MOST_CLAUSED], wish, reach))
        ranked, withheld = self._checked(candidates, reach, frozenset(routed))
        return Found(tuple(ranked), wish, reach, withheld)

    def _clauses(self, documents: Sequence[str], wish: Wish, reach: Reach) -> list[Hit]:
        """The passages of `documents` that hold the sentences most likely to be the clause asked for, best first."""
        best: dict[str, float] = {}
        for identity, units in self._records.units(documents, reach).items():
            document = self._records.document(identity, reach)
            if document is None:
                continue
            likely = shares(units, wish)
            for at in np.argsort(-likely)[:CLAUSES_OF_EACH]:
                found = passage_id(identity, document.revision, int(units.passages[at]))
                best[found] = max(float(likely[at]), best.get(found, 0.0))
        return [Hit(found, share) for found, share in sorted(best.items(), key=lambda item: -item[1])]

    def _checked(self, candidates: _Candidates, reach: Reach, routed: frozenset[str]) -> tuple[list[Ranked], int]:
        """Turn ids into passages; what the records do not hold, or not for this reach, is dropped and counted."""
        known = self._records.passages(list(candidates.fused), reach)
        least = min(candidates.similarity.values(), default=0.0)
        least_like = min(candidates.answering.values(), default=0.0)
        most = max(candidates.words.values(), default=0.0) or 1.0
        names = self._partner_names()
        ranked = [
            Ranked(
                passage,
                document,
                candidates.fused[identity],
                candidates.similarity.get(identity, least),
                candidates.words.get(identity, 0.0) / most,
                candidates.answering.get(identity, least_like),
                float(document.id in routed),
                candidates.clause.get(identity, 0.0),
                names.get(document.partner or "", ()),
            )
            for identity, (passage, document) in known.items()
            if reach.covers(document.audience)
        ]
        withheld = len(candidates.fused) - len(ranked)
        if withheld:
            log.warning("index offered passages that are withheld", count=withheld)
        return sorted(ranked, key=lambda one: (-one.score, one.passage.id)), withheld

    def _partner_names(self) -> Mapping[str, tuple[str, ...]]:
        return {partner.id: (partner.name, *partner.names) for partner in self._records.partners()}
