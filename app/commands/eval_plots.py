"""`liaison eval plots`: draws what measurements wrote down."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from app.commands import screen
from app.domain.errors import Invalid
from eval.plots.curve import budgets, recall
from eval.plots.drawing import Line, draw_latency, draw_recall, require_installed
from eval.plots.written import read_latencies, read_questions, read_rankings

RECALL, LATENCY = "recall.svg", "latency.svg"
OURS, STOCK = "Liaison", "stock pipeline"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed: the n-th of each of the first four belong together, and baselines and labels may be fewer."""

    rankings: Sequence[Path]
    questions: Sequence[Path]
    baselines: Sequence[Path]
    labels: Sequence[str]
    scale: Path | None
    out: Path


def run(wanted: Wanted) -> None:
    """Draw the plots that the files allow, and say where they are."""
    _require_pairs(wanted)
    require_installed()
    wanted.out.mkdir(parents=True, exist_ok=True)
    if wanted.rankings:
        at = budgets()
        draw_recall(wanted.out / RECALL, at, lines(wanted))
        screen.out().print(screen.plain(f"Drawn: {wanted.out / RECALL}"))
    if wanted.scale is not None:
        draw_latency(wanted.out / LATENCY, read_latencies(wanted.scale))
        screen.out().print(screen.plain(f"Drawn: {wanted.out / LATENCY}"))


def lines(wanted: Wanted) -> list[Line]:
    """Liaison's line for each set of questions, and the stock pipeline's where its rankings were given; raises Invalid."""
    found = []
    for rankings, questions, baseline, label in zip_longest(
        wanted.rankings, wanted.questions, wanted.baselines, wanted.labels, fillvalue=None
    ):
        assert rankings is not None  # noqa: S101 - checked before
        assert questions is not None  # noqa: S101 - checked before
        tests = read_questions(questions)
        for system, path in ((OURS, rankings), (STOCK, baseline)):
            if path is not None:
                ranked = read_rankings(path)
                if not any(test.query in ranked for test in tests):
                    message = f"{path} ranks none of the questions of {questions}."
                    raise Invalid(message)
                curve = recall(tests, [ranked.get(test.query, ()) for test in tests], budgets())
                found.append(Line(system, label or questions.stem, curve))
    return found


def _require_pairs(wanted: Wanted) -> None:
    """Raise Invalid unless every ranking has its questions and there is something to draw."""
    if len(wanted.rankings) != len(wanted.questions):
        message = f"{len(wanted.rankings)} --rankings need as many --questions, not {len(wanted.questions)}."
        raise Invalid(message)
    if max(len(wanted.baselines), len(wanted.labels)) > len(wanted.rankings):
        message = "There are more --baseline or --label than --rankings."
        raise Invalid(message)
    if not wanted.rankings and wanted.scale is None:
        message = "There is nothing to draw: give --rankings with --questions, or --scale."
        raise Invalid(message)
