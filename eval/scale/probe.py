"""Searching a filled home in a process of its own, so that first searches and memory are what a person meets.

Run as `python -m eval.scale.probe HOME CALLER STARTED ROUNDS [--plain]`; STARTED is the parent's `time.monotonic()`, and the
questions are asked ROUNDS times. Prints one JSON document. With `--plain` the vectors are asked from one Chroma collection with
a plain `where`, once, and all else is the same.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

from app.adapters.chroma_index import ChromaIndex
from app.bootstrap import build
from app.config import load_settings
from app.domain.access import Caller
from app.knowledge.finder import Finder
from app.ports import VectorIndex
from eval.latency import summary
from eval.scale.memory import own_peak_mb
from eval.scale.plain import PlainWhere
from eval.scale.questions import QUESTIONS

K = 10
MS = 1000.0

Times = dict[str, float] | None
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Probe:
    """What one process saw, in milliseconds and megabytes.

    `search_ms` is what a person waits, `search_cpu_ms` the work of all threads, which other programs of a busy machine do not
    lengthen as much. `first_search_ms` counts from the start of the process, imports included; `ready_ms` is what opening the
    large collections took afterwards, which a server does behind its first searches. `withheld` counts passages an index
    offered that the caller may not see.
    """

    caller: str
    first_search_ms: float
    ready_ms: float
    search_ms: Times
    search_cpu_ms: Times
    locate_ms: Times
    first_locate_ms: float
    memory_mb: float
    withheld: int


def probe(home: Path, caller: Caller, started: float, rounds: int) -> Probe:
    """Search as `caller`; `started` is when the process was started, by `time.monotonic()`."""
    container = build(load_settings(home=home, log_level="warning"))
    withheld = container.finder.search(QUESTIONS[0], caller, K).withheld
    first = (time.monotonic() - started) * MS
    ready = _timed(container.vectors.open)[0] if isinstance(container.vectors, ChromaIndex) else 0.0
    searches = [_worked(partial(container.finder.search, text, caller, K)) for text in QUESTIONS * rounds]
    first_locate = _timed(partial(container.locator.locate, QUESTIONS[0], caller, K))[0]
    locates = [_timed(partial(container.locator.locate, text, caller, K))[0] for text in QUESTIONS * rounds]
    return Probe(
        str(caller),
        round(first, 1),
        round(ready, 1),
        summary([took for took, _, _ in searches]),
        summary([worked for _, worked, _ in searches]),
        summary(locates),
        round(first_locate, 1),
        own_peak_mb(),
        withheld + sum(found.withheld for _, _, found in searches),
    )


def probe_plain(home: Path, caller: Caller) -> dict[str, Times]:
    """Search as `caller` with the plain collection of `home` in place of the vector index."""
    container = build(load_settings(home=home, log_level="warning"))
    plain = PlainWhere(home)
    finder = Finder(container.embedder, cast("VectorIndex", plain), container.lexical, container.records)
    finder.search(QUESTIONS[0], caller, K)
    times = [_timed(partial(finder.search, text, caller, K))[0] for text in QUESTIONS]
    plain.close()
    return {"search_ms": summary(times)}


def _timed(action: Callable[[], Result]) -> tuple[float, Result]:
    """Milliseconds, and what came of it."""
    started = time.perf_counter()
    result = action()
    return (time.perf_counter() - started) * MS, result


def _worked(action: Callable[[], Result]) -> tuple[float, float, Result]:
    """Milliseconds on the clock, milliseconds of work, and what came of it."""
    started = time.process_time()
    took, result = _timed(action)
    return took, (time.process_time() - started) * MS, result


def main() -> None:
    """The process's own work."""
    home, caller, started, rounds, *plain = sys.argv[1:]
    who = Caller.parse(caller)
    seen = probe_plain(Path(home), who) if plain else asdict(probe(Path(home), who, float(started), int(rounds)))
    sys.stdout.write(json.dumps(seen))


if __name__ == "__main__":
    main()
