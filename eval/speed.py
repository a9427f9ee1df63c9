"""The task `speed`: how long answers take on a home, beside what embedding the question alone takes in the same run."""

import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.access import Caller
from app.domain.errors import Unavailable
from app.ports import Embedder
from eval.asking import MS, Answers, ask_timed
from eval.latency import percentile, summary

Tell = Callable[[int, int, str], None]

BYTES_PER_MB = 1_000_000
RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""getrusage gives the peak in bytes on macOS, in KiB elsewhere."""


@dataclass(slots=True)
class Times:
    """What was timed, in milliseconds. `first_token` may be shorter: not every answer comes as a stream."""

    first_token: list[float] = field(default_factory=list)
    answer: list[float] = field(default_factory=list)
    embedding: list[float] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Medians and 95th percentiles, and how many times the embedding the whole answer takes (of the medians)."""
        embedding, answer = percentile(self.embedding, 0.5), percentile(self.answer, 0.5)
        return {
            "first_token_ms": summary(self.first_token),
            "answer_ms": summary(self.answer),
            "embedding_ms": summary(self.embedding),
            "answer_to_embedding": round(answer / embedding, 2),
        }


def measure(answers: Answers, embedder: Embedder, questions: Sequence[str], caller: Caller, repeat: int, tell: Tell) -> Times:
    """Ask all `questions` `repeat` times, after one that is not counted; raises Unavailable if one is not answered.

    Each question is also embedded by itself beside being asked, so that both meet the same load of the machine.
    """
    _ask(answers, questions[0], caller)
    times, total = Times(), repeat * len(questions)
    for done, question in enumerate([*questions] * repeat):
        tell(done, total, "")
        started = time.perf_counter()
        embedder.embed([question])
        times.embedding.append((time.perf_counter() - started) * MS)
        first, whole = _ask(answers, question, caller)
        times.answer.append(whole)
        times.first_token += [] if first is None else [first]
    tell(total, total, "")
    return times


def peak_memory_mb() -> float:
    """The most memory this process has held at once, in megabytes."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT / BYTES_PER_MB, 1)


def _ask(answers: Answers, question: str, caller: Caller) -> tuple[float | None, float]:
    heard = ask_timed(answers, question, caller)
    if heard.failure is not None:
        message = f"'{question}' was not answered, so there is nothing to time: {heard.failure}"
        raise Unavailable(message)
    return heard.first_token_ms, heard.total_ms
