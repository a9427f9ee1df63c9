"""Finding the sentences that answer, as tight as the answer, among everything a caller may see.

The question is taken apart: the names in it say which documents are meant, the rest what is asked. Within the documents that
come into question every sentence is scored; a sentence's probability is that of its document times its own within it, long
documents half made up for. Where no name leads, documents are told apart by what they say. What no route leads to stays in the
ranking behind.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.domain.access import Caller, Reach
from app.domain.documents import Document
from app.domain.errors import NotFound
from app.knowledge.clauses import ClauseModel, clause_model
from app.knowledge.evidence import Weigher
from app.knowledge.expectation import expectation
from app.knowledge.finder import Finder, Found, Ranked
from app.knowledge.naming import Naming
from app.knowledge.pages import SAID, meant, rank_of, said
from app.knowledge.question import Understood
from app.knowledge.routing import Route
from app.knowledge.topic import topic_of
from app.knowledge.wish import FLOOR, Shares, Wish, read_wish, shares
from app.ports import Embedder, Records, Units

JOINED = 0.5
"""Neighbours are one span when their log probabilities are so close."""

COMPARED = 40
"""Sentences compared by themselves where documents are told apart by what they say."""

CERTAIN = 0.02
"""With less doubt than this about what is named, nobody looks elsewhere."""

CONSIDERED = 8
"""Documents whose sentences are ranked besides those that are named."""

READ_WHOLE = 10
"""Documents whose whole text is looked through for the words of the question; ten long contracts take ten milliseconds."""

SPREAD = 0.5
"""How far a document is made up for spreading its probability over many sentences, as long ones do: 1 would be wholly.

With 0.5 rather than 0 a right document comes first for about one question in a hundred more, on a company's handbook and on the
sample programme's plain questions; 0.75 gains nothing more.
"""

MOST_OF_ONE = 120
"""Sentences of one document in the ranking: past them the others' turn has come."""

WINDOW = 500
"""Characters of a stretch where sections and sentences are left out, as stock pipelines cut text."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the method, each of which can be left out to see what it brings."""

    routing: bool = True
    adapter: bool = True
    clauses: bool = True
    lexical: bool = True
    sections: bool = True


@dataclass(frozen=True, slots=True)
class Located:
    """Characters `start` to `end` of a document's text, with the probability that they answer."""

    document: Document
    start: int
    end: int
    score: float


class Locator:
    """Ranks sentences over all documents a caller may see."""

    def __init__(
        self,
        embedder: Embedder,
        finder: Finder,
        weigher: Weigher,
        records: Records,
        naming: Naming,
        model: ClauseModel | None = None,
        parts: Parts | None = None,
    ) -> None:
        self._embedder = embedder
        self._finder = finder
        self._weigher = weigher
        self._records = records
        self._naming = naming
        self._model = model or clause_model()
        self._parts = parts or Parts()

    def locate(self, query: str, caller: Caller, k: int) -> list[Located]:
        """The `k` spans most likely to answer `query`, best first, only from documents `caller` may see."""
        found = self._finder.find(query, caller, (), lexical=self._parts.lexical)
        first = found.passages[0].document.id if found.passages else None
        route = self._naming.route(query, caller, first) if self._parts.routing else Route()
        documents = self._naming.known(caller).documents
        topic = topic_of(query, route.spans)
        wish = read_wish(topic, self._embedder, self._model, turning=self._parts.adapter, clauses=self._parts.clauses)
        belief, units = self._belief(route, query, found)
        words = _words(found.passages) if self._parts.lexical else {}
        ranked = [
            one
            for identity, share in belief.items()
            if identity in units and identity in documents
            for one in self._spans(documents[identity], units[identity], wish, share, words.get(identity, {}))
        ]
        ranked.sort(key=lambda one: (-one.score, one.document.id, one.start))
        lowest = ranked[-1].score if ranked else FLOOR
        return [*ranked, *_behind(found.passages, {one.document.id for one in ranked}, lowest)][:k]

    def _belief(self, route: Route, query: str, found: Found) -> tuple[dict[str, float], Mapping[str, Units]]:
        """How likely each document is to be meant, with its sentences.

        By name as far as the route can be believed, else by its best sentence and by what it is about as a whole.
        """
        doubt = 1.0 - route.confidence
        belief = {identity: route.confidence * share for identity, share in route.documents}
        if doubt <= CERTAIN:
            return belief, self._records.units(list(belief), found.reach)
        understood = Understood(query, query, expectation(query))
        best: dict[str, float] = {}
        for one in self._weigher.weigh(understood, found, COMPARED):
            best.setdefault(one.ranked.document.id, one.score)
        for passage in found.passages if not best else ():
            best.setdefault(passage.document.id, passage.score)
        units = self._records.units(list(dict.fromkeys((*belief, *best))), found.reach)
        ranks = self._ranks(best, units, found, understood)
        leading = dict(sorted(ranks.items(), key=lambda item: -item[1])[:CONSIDERED])
        raised = {one: math.exp(value - max(leading.values())) for one, value in leading.items()}
        for identity, value in raised.items():
            belief[identity] = belief.get(identity, 0.0) + doubt * value / sum(raised.values())
        return belief, units

    def _ranks(
        self, best: Mapping[str, float], units: Mapping[str, Units], found: Found, question: Understood
    ) -> dict[str, float]:
        """The ranks of the likeliest documents by the rank of their `best` sentence and by what they say as a whole."""
        ranks = {one: rank_of(value, meant(units.get(one), found.wish)) for one, value in best.items()}
        likeliest = sorted(ranks, key=lambda one: -ranks[one])[:READ_WHOLE]
        if not self._parts.lexical:
            return {one: ranks[one] for one in likeliest}
        wanted = self._weigher.wanted(question, found.reach)
        heard = said(wanted, [self._text(one, found.reach) for one in likeliest])
        return {one: ranks[one] + SAID * words for one, words in zip(likeliest, heard, strict=True)}

    def _text(self, identity: str, reach: Reach) -> str:
        try:
            return self._records.text(identity, reach).text
        except NotFound:  # forgotten since it was found
            return ""

    def _spans(self, document: Document, units: Units, wish: Wish, share: float, words: Mapping[int, float]) -> list[Located]:
        """The document's sentences, neighbours that are as likely joined."""
        likely = shares(units, wish, words)
        share /= max(float(likely.max(initial=0.0)), FLOOR) ** SPREAD
        if not self._parts.sections:
            return _windows(document, units, likely * share)
        logs = np.log(np.maximum(likely, FLOOR))
        taken = np.zeros(len(likely), dtype=bool)
        found: list[Located] = []
        for at in np.argsort(-likely, kind="stable")[:MOST_OF_ONE]:
            if taken[at]:
                continue
            first = last = int(at)
            taken[at] = True
            while last + 1 < len(likely) and not taken[last + 1] and logs[last + 1] > logs[at] - JOINED:
                last += 1
                taken[last] = True
            while first > 0 and not taken[first - 1] and logs[first - 1] > logs[at] - JOINED:
                first -= 1
                taken[first] = True
            best = float(likely[first : last + 1].max())
            found.append(Located(document, int(units.starts[first]), int(units.ends[last]), share * best))
        return found


def _words(found: Sequence[Ranked]) -> dict[str, dict[int, float]]:
    """The lexical scores of the passages that were found, by document and ordinal."""
    words: dict[str, dict[int, float]] = {}
    for one in found:
        words.setdefault(one.document.id, {})[one.passage.ordinal] = one.words
    return words


def _behind(found: Sequence[Ranked], ranked: set[str], lowest: float) -> list[Located]:
    """The passages of the other documents in the order in which they were found, below the `lowest` score of the ranked."""
    rest = [one for one in found if one.document.id not in ranked]
    return [Located(one.document, one.passage.start, one.passage.end, lowest / (2 + place)) for place, one in enumerate(rest)]


def _windows(document: Document, units: Units, likely: Shares) -> list[Located]:
    """Stretches of WINDOW characters in the place of sentences, each as likely as the best sentence in it."""
    found: list[Located] = []
    first = 0
    for at in range(1, len(likely) + 1):
        if at == len(likely) or units.ends[at] - units.starts[first] > WINDOW:
            best = float(likely[first:at].max())
            found.append(Located(document, int(units.starts[first]), int(units.ends[at - 1]), best))
            first = at
    return sorted(found, key=lambda one: -one.score)[:MOST_OF_ONE]
