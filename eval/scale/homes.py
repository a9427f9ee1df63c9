"""Homes filled with made-up programmes: made for one run, or kept for the next."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from app.bootstrap import build
from app.config import Settings
from app.domain.errors import Unavailable
from app.knowledge.clauses import clause_model
from eval.corpus import MODELS, throwaway_home
from eval.scale.fill import Filled, fill
from eval.scale.programme import Programme
from eval.scale.vectors import MadeEmbedder, Pool

Tell = Callable[[int, int, str], None]

MADE = "made.json"
"""Says in a kept home that it is complete, and what filling it took."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is measured: numbers of passages, the number of partners, and where homes are kept (None: nowhere)."""

    sizes: Sequence[int]
    partners: int
    keep: Path | None = None


@contextmanager
def home_of(settings: Settings, programme: Programme, keep: Path | None) -> Iterator[Settings]:
    """Settings of the home for this programme: kept for the next time, or gone after the block."""
    if keep is None:
        with throwaway_home(settings) as throwaway:
            yield throwaway
        return
    home = (keep / f"{programme.passages}-{programme.partners}").resolve()
    home.mkdir(parents=True, exist_ok=True)
    models = home / MODELS
    if not models.exists():
        (settings.home / MODELS).mkdir(parents=True, exist_ok=True)
        models.symlink_to((settings.home / MODELS).resolve(), target_is_directory=True)
    yield settings.model_copy(update={"home": home})


def filled_with(home: Settings, programme: Programme, pool: Pool, tell: Tell) -> Filled:
    """Fill the home, unless it was filled and kept; raises Unavailable if it was left half-filled."""
    made = home.home / MADE
    if made.is_file():
        return Filled(**json.loads(made.read_text(encoding="utf-8")))
    container = build(home)
    if container.records.partners():
        message = f"{home.home} was left half-filled by an earlier run: remove it."
        raise Unavailable(message)
    embedder = MadeEmbedder(pool, container.embedder.name)
    filled = fill(container, programme, embedder, clause_model().clause_scores, tell)
    made.write_text(json.dumps(asdict(filled)), encoding="utf-8")
    return filled
