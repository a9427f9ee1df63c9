"""The task `kills`: runs of `ingest` killed at random moments, started again, and compared with one that nobody disturbed."""

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.bootstrap import build
from app.config import Settings
from app.domain.errors import Unavailable
from eval.corpus import throwaway_home

Tell = Callable[[int, int, str], None]

DONE = (0, 1)
"""Exit statuses of a run that came to its end; 1 says that some file could not be read, which is the corpus' own affair."""


@dataclass(frozen=True, slots=True)
class Kill:
    """One killed run and what the next one made of it.

    `moment_seconds` is when it was killed, counted from its start; `killed` is False where it had ended before. `unfinished`
    counts the documents it left half-done. After the next run: whether the doctor found nothing, and how many passages
    were missing or too many beside the undisturbed run.
    """

    moment_seconds: float
    killed: bool
    unfinished: int
    doctor_clean: bool
    lost: int
    doubled: int


def kill_runs(settings: Settings, corpus: Path, kills: int, seed: int, tell: Tell) -> list[Kill]:
    """Kill `kills` runs over `corpus`, each in an empty home; raises Unavailable if a run fails by itself."""
    # A moment needs no cryptography, it needs to come again with the same seed.
    moments = random.Random(seed)  # noqa: S311
    with throwaway_home(settings) as undisturbed:
        started = time.monotonic()
        ingest(undisturbed.home, corpus)
        length = time.monotonic() - started
        wanted = passages_in(undisturbed)
    outcomes = []
    for done in range(kills):
        tell(done, kills, "")
        with throwaway_home(settings) as home:
            outcomes.append(_one(home, corpus, moments.uniform(0, length), wanted))
    tell(kills, kills, "")
    return outcomes


def report(outcomes: list[Kill]) -> dict[str, Any]:
    """The outcomes one by one, and what they come to: `harmless` counts kills after which nothing was wrong."""
    harmless = [one for one in outcomes if one.doctor_clean and not one.lost and not one.doubled]
    return {
        "kills": sum(one.killed for one in outcomes),
        "runs": len(outcomes),
        "harmless": len(harmless),
        "lost": sum(one.lost for one in outcomes),
        "doubled": sum(one.doubled for one in outcomes),
        "outcomes": [asdict(one) for one in outcomes],
    }


def liaison(home: Path, *words: str) -> list[str]:
    """The command line of a `liaison` of its own, over `home`."""
    return [sys.executable, "-m", "app.cli", *words, "--home", str(home), "--json"]


def ingest(home: Path, corpus: Path) -> dict[str, Any]:
    """Read `corpus` in a process of its own; returns its report, raises Unavailable if it does not come to its end."""
    run = subprocess.run(liaison(home, "ingest", str(corpus)), capture_output=True, check=False)  # noqa: S603 - our own command
    if run.returncode not in DONE:
        message = f"Reading {corpus} failed by itself: {run.stderr.decode(errors='replace').strip()[-300:]}"
        raise Unavailable(message)
    report: dict[str, Any] = json.loads(run.stdout)
    return report


def is_clean(home: Path) -> bool:
    """Whether the doctor, in a process of its own, finds nothing."""
    run = subprocess.run(liaison(home, "doctor"), capture_output=True, check=False)  # noqa: S603 - our own command
    return run.returncode == 0


def passages_in(settings: Settings) -> frozenset[str]:
    """The ids of all passages; the same files at the same place get the same ids in every home."""
    return frozenset(build(settings).records.passage_audiences())


@contextmanager
def ingesting(home: Path, corpus: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A run under way, to be killed; killed at the latest when the block ends."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(liaison(home, "ingest", str(corpus)), stdout=quiet, stderr=quiet) as process:  # noqa: S603 - our own
        try:
            yield process
        finally:
            process.kill()


def _one(settings: Settings, corpus: Path, moment: float, wanted: frozenset[str]) -> Kill:
    with ingesting(settings.home, corpus) as process:
        try:
            process.wait(timeout=moment)
            killed = False
        except subprocess.TimeoutExpired:
            process.kill()
            killed = True
    unfinished = len(build(settings).records.unfinished())
    ingest(settings.home, corpus)
    found = passages_in(settings)
    return Kill(round(moment, 2), killed, unfinished, is_clean(settings.home), len(wanted - found), len(found - wanted))
