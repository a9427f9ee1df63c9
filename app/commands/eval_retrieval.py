"""`liaison eval retrieval`: how much of what answers questions is found, beside a stock pipeline if wanted."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any

from app.bootstrap import Container, build, locator_of
from app.commands import screen
from app.commands.session import quiet_settings
from app.commands.syncing import sync_of
from app.knowledge.locator import Parts
from eval.corpus import throwaway_home
from eval.retrieval.corpus import open_corpus
from eval.retrieval.liaison_system import LiaisonSystem
from eval.retrieval.measure import ask, load
from eval.retrieval.own_process import in_own_process
from eval.retrieval.rankings import require_place, write_rankings
from eval.retrieval.scores import score
from eval.retrieval.systems import System, Unread
from eval.retrieval.tests import Tests, read_tests
from eval.retrieval.twins import InTwins, find_twins
from eval.training.folds import UnseenRecords, fit_folds

WITHOUT = "without"
"""Under this name stand the figures with a part of the method left out, by part."""

OURS, STOCK, BOTH = LiaisonSystem.name, "langchain", "both"
COMPARED = "characters_per_second"
"""The figure of which the ratio of both systems is shown: times depend on the machine, this far less so."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed."""

    corpus: Path
    questions: Path
    k: int
    rankings: Path | None = None
    gold_text: Path | None = None
    home: Path | None = None
    labels: Path | None = None
    folds: int = 5
    ablation: bool = False

    def rankings_of(self, system: str) -> Path | None:
        """Where a system's rankings go when both are written: the stock pipeline's go beside ours, under its name."""
        if self.rankings is None or system == OURS:
            return self.rankings
        return self.rankings.with_name(f"{self.rankings.stem}.{system}{self.rankings.suffix}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The figures of one system, and what it could not read."""

    figures: dict[str, Any]
    unread: tuple[Unread, ...]


def run(wanted: Wanted, system: str, *, as_json: bool) -> None:
    """Measure one system or both, then show the figures."""
    if wanted.rankings is not None:
        require_place(wanted.rankings)
    if system in (STOCK, BOTH):
        # Late, here and below: LangChain would count among the memory of a Liaison that is measured alone.
        from eval.retrieval.langchain_baseline import require_installed

        require_installed()
    if system == BOTH:
        # Each in a process of its own, so that neither slows the other down nor counts among its memory.
        outcomes = {name: in_own_process(name, measured, name, wanted, wanted.rankings_of(name)) for name in (OURS, STOCK)}
    else:
        outcomes = {system: measured(system, wanted, wanted.rankings)}
    for name, outcome in outcomes.items():
        for unread in outcome.unread:
            screen.err().print(screen.plain(f"Not read by {name}: {unread.document}: {unread.reason}"))
    figures = {name: outcome.figures for name, outcome in outcomes.items()}
    if as_json:
        screen.show_json(as_document(figures))
    else:
        show(figures)


def measured(name: str, wanted: Wanted, rankings: Path | None) -> Outcome:
    """Load, ask, score, and write the rankings where they are wanted."""
    corpus = open_corpus(wanted.corpus, wanted.questions)
    tests = read_tests(wanted.questions, corpus)
    twins = find_twins(wanted.gold_text, corpus, tests)
    queries = [test.query for test in tests]
    with _opened(name, wanted) as system:
        with screen.progress(f"Loading into {name}") as tell:
            taken = load(system, corpus, tell)
        with screen.progress(f"Asking {name}") as tell:
            asked = ask(system, queries, wanted.k, tell)
        in_twins = InTwins(system, twins)
        projected = [in_twins.project(ranking) for ranking in asked.rankings]
        more: dict[str, Any] = {"gold_aligned_share": round(in_twins.aligned_share(tests), 3)} if twins else {}
        if wanted.ablation and isinstance(system, LiaisonSystem):
            more[WITHOUT] = _ablation(system, tests, queries, wanted.k, in_twins)
    if rankings is not None:
        write_rankings(rankings, queries, projected)
    return Outcome(score(tests, projected) | more | asked.as_json() | taken.as_json(), taken.loaded.unread)


def _ablation(
    system: LiaisonSystem, tests: Tests, queries: Sequence[str], k: int, in_twins: InTwins
) -> dict[str, dict[str, Any]]:
    """The figures with each part of the method left out in turn, on the same home."""
    figures = {}
    for part in fields(Parts):
        with screen.progress(f"Asking without {part.name}") as tell:
            asked = ask(system.without(part.name), queries, k, tell)
        figures[part.name] = score(tests, [in_twins.project(ranking) for ranking in asked.rankings])
    return figures


def as_document(figures: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """The figures of one system as they are; of both by system, with their ratio."""
    if len(figures) == 1:
        return next(iter(figures.values()))
    return {**figures, "ratio": {COMPARED: ratio(figures)}}


def ratio(figures: Mapping[str, Mapping[str, Any]]) -> float:
    """How many times faster Liaison loads."""
    return round(float(figures[OURS][COMPARED] / figures[STOCK][COMPARED]), 2)


def show(figures: Mapping[str, Mapping[str, Any]]) -> None:
    """The figures as a table with a column for each system, and one with a column for each part that was left out."""
    names = dict.fromkeys(name for of_system in figures.values() for name in of_system if name != WITHOUT)
    rows = [(name, *(_shown(of_system.get(name)) for of_system in figures.values())) for name in names]
    if len(figures) > 1:
        rows.append((f"{COMPARED}, ratio", f"{ratio(figures):,}", "1"))
    screen.out().print(screen.table("Retrieval", ("", *figures), rows))
    without: Mapping[str, Mapping[str, Any]] = figures.get(OURS, {}).get(WITHOUT, {})
    if without:
        measures = next(iter(without.values()))
        shown = [(name, *(_shown(of_part[name]) for of_part in without.values())) for name in measures]
        screen.out().print(screen.table("Liaison without", ("", *without), shown))


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {number:,}" for name, number in value.items())
    return "—" if value is None else f"{value:,}"


@contextmanager
def _opened(name: str, wanted: Wanted) -> Iterator[System]:
    """The system in a place that is gone after the block."""
    with throwaway_home(quiet_settings(wanted.home)) as settings:
        if name == STOCK:
            from eval.retrieval.langchain_baseline import LangChainSystem

            yield LangChainSystem(settings.home / STOCK)
        else:
            yield _liaison(build(settings), wanted)


def _liaison(container: Container, wanted: Wanted) -> LiaisonSystem:
    """Liaison with the shipped scorers, or with scorers that have not seen the contract at hand."""
    if wanted.labels is None:
        return LiaisonSystem(container, sync_of(container), partial(locator_of, container))
    with screen.progress("Fitting scorers") as tell:
        folds = fit_folds(wanted.labels, wanted.folds, container.embedder, tell)
    unseen = partial(locator_of, container, model=folds.asking, records=UnseenRecords(container.records, folds))
    return LiaisonSystem(container, sync_of(container, folds.measure, f"{wanted.folds} folds"), unseen)
