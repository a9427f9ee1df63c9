"""Filling a home with a made-up programme, the way `ingest` does, and timing its parts."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from app.bootstrap import Container
from app.ports import Embedder, LexicalIndex, Records, Stored, VectorIndex
from eval.scale.programme import Programme
from ingest.indexing import Indexes
from ingest.sync import GROUP
from ingest.units import Measure

Tell = Callable[[int, int, str], None]

MS = 1000.0
BYTES_PER_MB = 1_000_000
PARTS = ("records", "vectors", "lexical")
TENTHS = 10
FOLDERS = {"vectors": "chroma", "lexical": "tantivy"}
"""Where the parts are in a home; the records are the files of the database beside them."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What filling took, in milliseconds a passage: by part, in all, and in the first and the last tenth of the passages.

    `other` is what is neither a store nor the model: cutting into sentences and scoring kinds of clause.
    """

    documents: int
    ms_per_passage: dict[str, float]


class Clocked:
    """Stands before a port and adds up the seconds that its methods take, under one name."""

    def __init__(self, port: object, spent: dict[str, float], name: str) -> None:
        self._port = port
        self._spent = spent
        self._name = name

    def __getattr__(self, method: str) -> Any:
        found = getattr(self._port, method)
        if not callable(found):
            return found

        def clocked(*arguments: Any) -> Any:
            started = time.perf_counter()
            try:
                return found(*arguments)
            finally:
                self._spent[self._name] += time.perf_counter() - started

        return clocked


def fill(container: Container, programme: Programme, embedder: Embedder, measure: Measure, tell: Tell) -> Filled:
    """Put all of `programme` into the container's empty home; `embedder` and `measure` stand in for the model."""
    spent: dict[str, float] = defaultdict(float)
    indexes = Indexes(
        cast("Records", Clocked(container.records, spent, "records")),
        cast("VectorIndex", Clocked(container.vectors, spent, "vectors")),
        cast("LexicalIndex", Clocked(container.lexical, spent, "lexical")),
        cast("Embedder", Clocked(embedder, spent, "embedding")),
        measure,
    )
    container.records.save_partners(programme.made_partners())
    documents, done, marks = 0, 0, [(0, 0.0)]
    started = time.perf_counter()
    for group in _groups(programme.documents()):
        done += indexes.put(group)
        documents += len(group)
        marks.append((done, time.perf_counter() - started - spent["embedding"]))
        tell(done, programme.passages, f"{marks[-1][1] / done * MS:.2f} ms a passage")
    total = marks[-1][1]
    parts = {part: spent[part] / done * MS for part in PARTS}
    took = {**parts, "other": total / done * MS - sum(parts.values()), "total": total / done * MS, **_tenths(marks)}
    return Filled(documents, {name: round(value, 3) for name, value in took.items()})


def disk_mb(home: Path) -> dict[str, float]:
    """What the parts of a home take on disk, in megabytes."""
    sizes = {part: sum(file.stat().st_size for file in (home / name).rglob("*")) for part, name in FOLDERS.items()}
    sizes["records"] = sum(file.stat().st_size for file in home.glob("liaison.db*"))
    sizes["total"] = sum(sizes.values())
    return {part: round(size / BYTES_PER_MB, 1) for part, size in sizes.items()}


def _groups(documents: Iterator[Stored]) -> Iterator[Sequence[Stored]]:
    """Documents in the groups in which `ingest` commits them."""
    group: list[Stored] = []
    for stored in documents:
        group.append(stored)
        if sum(len(one.passages) for one in group) >= GROUP:
            yield group
            group = []
    if group:
        yield group


def _tenths(marks: Sequence[tuple[int, float]]) -> dict[str, float]:
    """Milliseconds a passage in the first and in the last tenth, from marks (passages done, seconds)."""
    total = marks[-1][0]
    first = next(mark for mark in marks if mark[0] >= total / TENTHS)
    last = next(mark for mark in reversed(marks[:-1]) if mark[0] <= total - total / TENTHS or mark is marks[0])
    return {
        "first_tenth": first[1] / first[0] * MS,
        "last_tenth": (marks[-1][1] - last[1]) / (total - last[0]) * MS,
    }
