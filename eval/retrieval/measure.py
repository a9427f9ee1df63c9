"""Running a system over a corpus with a watch in hand.

Models are loaded before the watch starts; then it runs from the first file opened to the last passage searchable, and for
each search from the question as text to the ranking. Memory is the most the process has held by the end of loading, so one
system is measured in one process.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eval.asking import MS
from eval.latency import summary
from eval.retrieval.corpus import Corpus
from eval.retrieval.systems import Loaded, Located, System, Tell
from eval.speed import peak_memory_mb


@dataclass(frozen=True, slots=True)
class Load:
    """What loading came to: how many files were offered, what was taken in, seconds, megabytes at most."""

    files: int
    loaded: Loaded
    seconds: float
    peak_memory_mb: float

    def as_json(self) -> dict[str, Any]:
        """The figures; `files` counts those that were read."""
        return {
            "files": self.files - len(self.loaded.unread),
            "characters": self.loaded.characters,
            "seconds": round(self.seconds, 2),
            "characters_per_second": round(self.loaded.characters / self.seconds),
            "passages": self.loaded.passages,
            "peak_memory_mb": self.peak_memory_mb,
        }


@dataclass(frozen=True, slots=True)
class Asked:
    """A ranking for each question, and the milliseconds each search took."""

    rankings: tuple[tuple[Located, ...], ...]
    milliseconds: tuple[float, ...]

    def as_json(self) -> dict[str, Any]:
        """The median and the 95th percentile of the times."""
        return {"latency_ms": summary(self.milliseconds)}


def load(system: System, corpus: Corpus, tell: Tell) -> Load:
    """Let `system` take in the corpus."""
    system.prepare()
    started = time.perf_counter()
    loaded = system.load(corpus, tell)
    return Load(len(corpus.files), loaded, time.perf_counter() - started, peak_memory_mb())


def ask(system: System, queries: Sequence[str], k: int, tell: Tell) -> Asked:
    """Search for all `queries`, not empty, after one search that is not counted."""
    system.rank(queries[0], k)
    rankings, times = [], []
    for done, query in enumerate(queries):
        tell(done, len(queries), "")
        started = time.perf_counter()
        ranking = system.rank(query, k)
        times.append((time.perf_counter() - started) * MS)
        rankings.append(tuple(ranking[:k]))
    tell(len(queries), len(queries), "")
    return Asked(tuple(rankings), tuple(times))
