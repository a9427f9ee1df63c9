"""Reading what measurements wrote: rankings with their questions, and the figures of `liaison eval scale --json`."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.errors import Invalid
from eval.retrieval.corpus import stem
from eval.retrieval.systems import Located
from eval.retrieval.tests import Gold, SpanTest

Rankings = Mapping[str, tuple[Located, ...]]
"""By question."""


@dataclass(frozen=True, slots=True)
class Latencies:
    """Milliseconds of searches, `p50` and `p95`, over numbers of `passages`; all of one length."""

    passages: tuple[int, ...]
    p50: tuple[float, ...]
    p95: tuple[float, ...]


def read_questions(path: Path) -> list[SpanTest]:
    """The questions of a file in LegalBench-RAG's form, documents called by their file names alone; raises Invalid."""
    tests = _json(path, path.read_text(encoding="utf-8") if path.is_file() else "", "tests")
    try:
        found = [SpanTest(test["query"], tuple(_gold(snippet) for snippet in test["snippets"])) for test in tests]
    except (KeyError, TypeError, ValueError) as error:
        message = f"{path} holds no questions in LegalBench-RAG's form with the characters that answer them."
        raise Invalid(message) from error
    if not found:
        message = f"There are no questions in {path}."
        raise Invalid(message)
    return found


def read_rankings(path: Path) -> Rankings:
    """The rankings that `liaison eval retrieval --rankings` wrote; raises Invalid for anything else."""
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        return {
            line["query"]: tuple(Located(stem(hit["document"]), hit["start"], hit["end"], hit["score"]) for hit in line["hits"])
            for line in lines
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{path} holds no rankings as 'liaison eval retrieval --rankings' writes them."
        raise Invalid(message) from error


def read_latencies(path: Path) -> dict[str, Latencies]:
    """The search times by caller in what `liaison eval scale --json` printed, smallest collection first; raises Invalid.

    Those of a collection with a plain `where`, if any were measured, are called `plain where`.
    """
    sizes = _json(path, path.read_text(encoding="utf-8") if path.is_file() else "", "sizes")
    try:
        rows = sorted((row for size in sizes for row in _times(size)), key=lambda row: row[1])
    except (KeyError, TypeError, ValueError, AttributeError):
        rows = []
    if not rows:
        message = f"{path} holds no search times as 'liaison eval scale --json' prints them."
        raise Invalid(message)
    callers = dict.fromkeys(caller for caller, *_ in rows)
    of_caller = {caller: [row[1:] for row in rows if row[0] == caller] for caller in callers}
    return {
        caller: Latencies(tuple(row[0] for row in found), tuple(row[1] for row in found), tuple(row[2] for row in found))
        for caller, found in of_caller.items()
    }


def _times(size: Mapping[str, Any]) -> Iterator[tuple[str, int, float, float]]:
    """Caller, passages, p50 and p95 of one size."""
    by_caller = dict(size["search_ms"])
    if size.get("plain_where"):
        by_caller["plain where"] = size["plain_where"]["search_ms"]
    for caller, times in by_caller.items():
        yield str(caller), int(size["passages"]), float(times["p50"]), float(times["p95"])


def _gold(snippet: Mapping[str, Any]) -> Gold:
    start, end = snippet["span"]
    if not 0 <= start < end:
        raise ValueError(snippet)
    return Gold(stem(snippet["file_path"]), start, end)


def _json(path: Path, text: str, key: str) -> Any:
    """What stands under `key` in a JSON document; raises Invalid."""
    try:
        return json.loads(text)[key]
    except (ValueError, KeyError, TypeError) as error:
        message = f"{path} is not there or has no '{key}'."
        raise Invalid(message) from error
