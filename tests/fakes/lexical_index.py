"""Words in memory, ranked with BM25."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

import snowballstemmer

from app.domain.access import Reach
from app.ports import Hit, IndexedPassage

K1 = 1.2
B = 0.75
IDENTITY_WEIGHT = 0.3
STOP_WORDS = frozenset("a an and are do how in is of or our the to we what when who".split())


class MemoryLexicalIndex:
    """The LexicalIndex port on a dictionary."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[IndexedPassage, Counter[str], Counter[str]]] = {}
        self._stemmer = snowballstemmer.stemmer("english")

    def add(self, passages: Sequence[IndexedPassage]) -> None:
        for passage in passages:
            words = Counter(self._stems(passage.text))
            self._held[passage.passage_id] = (passage, words, Counter(self._stems(passage.identity)))

    def remove(self, passage_ids: Iterable[str]) -> None:
        for passage_id in passage_ids:
            self._held.pop(passage_id, None)

    def search(self, text: str, k: int, reach: Reach, documents: Sequence[str] | None = None) -> list[Hit]:
        words = {stem for word in re.findall(r"\w+", text.lower()) if word not in STOP_WORDS for stem in self._stems(word)}
        hits = [
            Hit(passage.passage_id, score)
            for passage, body, identity in self._held.values()
            if reach.covers(passage.audience) and (documents is None or passage.document_id in documents)
            if (score := sum(self._score(word, body) + IDENTITY_WEIGHT * (word in identity) for word in words)) > 0
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))[: max(k, 0)]

    def frequencies(
        self, words: Sequence[str], reach: Reach, documents: Sequence[str] | None = None
    ) -> tuple[dict[str, int], int]:
        counted = [
            body
            for passage, body, _ in self._held.values()
            if reach.covers(passage.audience) and (documents is None or passage.document_id in documents)
        ]
        return {word: _holding(self._stems(word), counted) for word in words}, len(counted)

    def ids(self) -> frozenset[str]:
        return frozenset(self._held)

    def discard(self) -> None:
        self._held.clear()

    def ping(self) -> None:
        return None

    def _stems(self, text: str) -> list[str]:
        return [str(stem) for stem in self._stemmer.stemWords(re.findall(r"[^\W_]+", text.lower()))]

    def _count(self, stems: Sequence[str]) -> int:
        return _holding(stems, [body for _, body, _ in self._held.values()])

    def _score(self, stem: str, body: Counter[str]) -> float:
        rarity = math.log(1 + (len(self._held) - self._count([stem]) + 0.5) / (self._count([stem]) + 0.5))
        average = sum(other.total() for _, other, _ in self._held.values()) / len(self._held)
        length = 1 - B + B * body.total() / max(average, 1.0)
        return rarity * body[stem] * (K1 + 1) / (body[stem] + K1 * length)


def _holding(stems: Sequence[str], bodies: Sequence[Counter[str]]) -> int:
    return sum(bool(stems) and all(stem in body for stem in stems) for body in bodies)
