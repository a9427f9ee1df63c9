"""Writing rankings down, so that anybody can count them again."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from app.domain.errors import Invalid
from eval.retrieval.systems import Located

DIGITS = 6
"""Decimals of a score: they show the order, and no figure is computed from them."""


def require_place(path: Path) -> None:
    """Raise Invalid if the file could not be written for want of a folder: better said before the work than after it."""
    if not path.parent.is_dir():
        message = f"The rankings cannot be written to {path}: there is no folder {path.parent}."
        raise Invalid(message)


def write_rankings(path: Path, queries: Sequence[str], rankings: Iterable[Sequence[Located]]) -> None:
    """One JSON object a question, in order, its hits best first; raises Invalid if the file cannot be written."""
    lines = [
        json.dumps({"query": query, "hits": [_hit(hit) for hit in ranking]}, ensure_ascii=False) + "\n"
        for query, ranking in zip(queries, rankings, strict=True)
    ]
    try:
        path.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        message = f"The rankings cannot be written to {path}: {(error.strerror or 'the disk refused').lower()}."
        raise Invalid(message) from error


def _hit(hit: Located) -> dict[str, object]:
    return {"document": hit.document, "start": hit.start, "end": hit.end, "score": round(hit.score, DIGITS)}
