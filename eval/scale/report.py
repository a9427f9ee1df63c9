"""The task itself: for each size a home is filled and searched, and the figures are put together."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from app.bootstrap import build
from app.config import Settings
from app.domain.errors import Unavailable
from app.ports import Embedder
from eval.corpus import throwaway_home
from eval.scale.fill import MS, Filled, disk_mb
from eval.scale.homes import Tell, Wanted, filled_with, home_of
from eval.scale.plain import build_plain
from eval.scale.programme import Programme
from eval.scale.vectors import Pool, real_pool, sample_texts

CALLERS = ("partner:p-0", "manager", "admin")
PLAIN_UP_TO = 100_000
"""Passages up to which the plain collection is built beside: at a million it takes an hour, and seconds for a search."""
ROUNDS = 5
"""How often the questions are asked: 20 of them give 100 times, and a 95th percentile means something."""
SAMPLE = 200
"""Passages on which the real model is timed."""


def measure(settings: Settings, wanted: Wanted, tell: Tell) -> dict[str, Any]:
    """All figures: `embedding_ms_per_passage` of the real model, and `sizes`, one entry for each."""
    with throwaway_home(settings) as throwaway:
        model = build(throwaway).embedder
        tell(0, 1, "the model's vectors")
        pool = real_pool(model)
        embedding = _embedding_ms(model)
    sizes = [_one(settings, Programme(size, wanted.partners), wanted.keep, pool, tell) for size in wanted.sizes]
    return {"partners": wanted.partners, "embedding_ms_per_passage": embedding, "sizes": sizes}


def _one(settings: Settings, programme: Programme, keep: Path | None, pool: Pool, tell: Tell) -> dict[str, Any]:
    with home_of(settings, programme, keep) as home:
        filled = filled_with(home, programme, pool, tell)
        probes = {}
        for number, caller in enumerate(CALLERS):
            tell(number, len(CALLERS), f"searching as {caller}")
            probes[caller.partition(":")[0]] = _probed(home.home, caller)
        plain = None
        if programme.passages <= PLAIN_UP_TO:
            build_plain(home.home, tell)
            plain = _probed(home.home, CALLERS[0], "--plain")
        return _figures(programme, filled, disk_mb(home.home), probes, plain)


def _probed(home: Path, caller: str, *options: str) -> dict[str, Any]:
    """What a process of its own sees; raises Unavailable if it fails."""
    command = [sys.executable, "-m", "eval.scale.probe", str(home), caller, str(time.monotonic()), str(ROUNDS), *options]
    run = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own program
    if run.returncode:
        message = f"Searching as {caller} failed: {run.stderr.decode(errors='replace').strip()[-300:]}"
        raise Unavailable(message)
    seen: dict[str, Any] = json.loads(run.stdout)
    return seen


def _figures(
    programme: Programme, filled: Filled, disk: dict[str, float], probes: dict[str, Any], plain: dict[str, Any] | None
) -> dict[str, Any]:
    """One size's figures; those of callers are by kind of caller."""
    names = ("first_search_ms", "ready_ms", "search_ms", "search_cpu_ms", "first_locate_ms", "locate_ms", "memory_mb")
    figures = {
        "passages": programme.passages,
        "documents": filled.documents,
        "ingest_ms_per_passage": filled.ms_per_passage,
        "disk_mb": disk,
        **{name: {caller: seen[name] for caller, seen in probes.items()} for name in names},
        "withheld": sum(seen["withheld"] for seen in probes.values()),
        "plain_where": None,
    }
    if plain is not None:
        ours, theirs = probes["partner"]["search_ms"], plain["search_ms"]
        figures["plain_where"] = {**plain, "ratio": round(theirs["p50"] / ours["p50"], 2)}
    return figures


def _embedding_ms(model: Embedder) -> float:
    """What embedding a passage takes, sentences included, as `ingest` does it."""
    texts = sample_texts(SAMPLE, seed=2)
    started = time.perf_counter()
    model.embed_parts(texts, [[(0, len(text) // 2), (len(text) // 2, len(text))] for text in texts])
    return round((time.perf_counter() - started) / len(texts) * MS, 1)
