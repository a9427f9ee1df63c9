"""`liaison train`: fits the learned parts anew and says how well they do on what they have not seen."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from app.bootstrap import build
from app.commands import screen
from app.commands.session import quiet_settings
from app.knowledge import adapter as shipped_adapter
from app.knowledge import clauses as shipped_clauses
from app.knowledge.clauses import KINDS
from app.ports import Embedder, Vectors
from eval.corpus import throwaway_home
from eval.training import adapter, scores
from eval.training.clauses import CLAUSES, QUESTIONS, SEED, fit_model, read_questions, read_written
from eval.training.marks import Labels, read_labels
from eval.training.provenance import LINES, QUERIES, WRITER, fingerprint, trained_on
from eval.training.sentences import Sentences, read_sentences
from eval.training.shipped import write_adapter, write_model


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed."""

    contracts: Path
    folds: int = 5
    write: bool = False
    home: Path | None = None


def clauses(wanted: Wanted, *, as_json: bool) -> None:
    """Score the clause model on unseen contracts and questions, show that, and replace the shipped one if wanted."""
    labels = read_labels(wanted.contracts)
    with _embedder(wanted.home) as embedder:
        sentences = _read(labels, embedder)
        with screen.progress("Reading questions") as tell:
            tell(0, 1, "")
            questions, written = read_questions(labels, embedder), read_written(embedder)
        with screen.progress("Fitting") as tell:
            found = []
            for one in scores.place_sentences(sentences, written, labels.folds(wanted.folds, SEED)):
                found.append(one)
                tell(len(found), int(sum(contract.marked.any(axis=0).sum() for contract in sentences)), KINDS[one.kind])
            recognised = scores.recognise(questions, embedder)
    told: dict[str, Any] = {
        "trained_on": trained_on(labels, sentences, len(questions.texts), f"{LINES}; {QUERIES}"),
        "seed": SEED,
        "recipes": {"sentences": asdict(CLAUSES), "questions": asdict(QUESTIONS)},
        "folds": wanted.folds,
        "scores": {
            "sentences": {**scores.summed(found), "by_kind": scores.by_kind(found)},
            "questions": {"asked_by": WRITER, **asdict(recognised)},
        },
    }
    if wanted.write:
        write_model(fit_model(sentences, questions, written), told)
    if as_json:
        screen.show_json({**told, "written": wanted.write})
    else:
        _show_clauses(told["scores"])
        _say_written(shipped_clauses.FILE if wanted.write else None)


def query_adapter(wanted: Wanted, *, as_json: bool) -> None:
    """Score the query adapter on unseen contracts and questions, and if wanted replace the shipped one if it is no worse."""
    labels = read_labels(wanted.contracts)
    with _embedder(wanted.home) as embedder:
        sentences = _read(labels, embedder)
        contracts = [adapter.in_context(one, embedder.dimension) for one in sentences]
        with screen.progress("Reading questions") as tell:
            tell(0, 1, "")
            wording, held_out = adapter.read_wording(embedder), _held_out(embedder)
    with screen.progress("Fitting") as tell:
        counts = adapter.cross_validated(wording, contracts, labels.folds(wanted.folds, SEED), held_out, tell)
    unturned = np.eye(wording.asked.shape[1], dtype=np.float32)
    told: dict[str, Any] = {
        "trained_on": trained_on(labels, sentences, len(wording.asked)),
        "seed": adapter.RECIPE.seed,
        "recipe": {**asdict(adapter.RECIPE), "temperature": adapter.TEMPERATURE},
        "folds": wanted.folds,
        "scores": {
            "asked_by": WRITER,
            "marked_sentence_first_without": share(adapter.first_counts(unturned, contracts, *held_out)),
            "marked_sentence_first_with": share(counts),
        },
    }
    shipped = shipped_score(_said_of_shipped(), fingerprint(labels), wanted.folds)
    if shipped is None:
        shipped = share(adapter.first_counts(shipped_adapter.adapter().matrix, contracts, *held_out))
    written = wanted.write and share(counts) >= shipped
    if written:
        write_adapter(adapter.train(wording, contracts), told)
    if as_json:
        screen.show_json({**told, "shipped": shipped, "written": written})
    else:
        _show_adapter(told["scores"], shipped)
        _say_written(shipped_adapter.FILE if written else None)


def share(counts: tuple[int, int]) -> float:
    """Hits among all, 0 to 1."""
    hits, total = counts
    return round(hits / max(1, total), 3)


def shipped_score(told: Mapping[str, Any], marks: str, folds: int) -> float | None:
    """The cross-validated score of the shipped matrix if it was measured on the same contracts and folds, else None.

    Measured anew, a matrix that has seen all contracts would beat any that is scored on contracts it has not seen.
    """
    if told["trained_on"].get("marks") != marks or told.get("folds") != folds:
        return None
    return float(told["scores"]["marked_sentence_first_with"])


@contextmanager
def _embedder(home: Path | None) -> Iterator[Embedder]:
    """The embedder, with the compiled model of `home`; nothing else of a home is needed."""
    with throwaway_home(quiet_settings(home)) as settings:
        yield build(settings).embedder


def _read(labels: Labels, embedder: Embedder) -> list[Sentences]:
    with screen.progress("Reading contracts") as tell:
        return read_sentences(labels, embedder, tell)


def _held_out(embedder: Embedder) -> tuple[Vectors, adapter.Indices]:
    """The held-out writer's lines, embedded, and the number of the kind of each."""
    asked = scores.held_out_lines()
    return embedder.embed([text for text, _ in asked]), np.array([KINDS.index(kind) for _, kind in asked], dtype=np.int64)


def _said_of_shipped() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(shipped_adapter.FILE.with_suffix(".json").read_text(encoding="utf-8"))
    return told


def _show_clauses(told: Mapping[str, Any]) -> None:
    sentences, questions = told["sentences"], told["questions"]
    columns = ("kind", "contracts", "first", *(f"within {depth}" for depth in scores.DEPTHS))
    rows = [*sentences["by_kind"].items(), ("all", {name: value for name, value in sentences.items() if name != "by_kind"})]
    title = "Marked sentences of unseen contracts: how often one is first, and their share found, %"
    figures = [(kind, held, *map(_percent, shares)) for kind, (held, *shares) in ((kind, row.values()) for kind, row in rows)]
    screen.out().print(screen.table(title, columns, figures))
    asked = [
        ("kind first, another writer's questions", _percent(questions["first"])),
        ("kind among the first two", _percent(questions["first_two"])),
        ("told apart from all kinds, unseen lines on something else", _percent(questions["something_else"])),
    ]
    screen.out().print(screen.table("Questions", ("", "%"), asked))


def _show_adapter(told: Mapping[str, Any], shipped: float) -> None:
    rows = [
        ("without an adapter", _percent(told["marked_sentence_first_without"])),
        ("fitted now, on unseen contracts", _percent(told["marked_sentence_first_with"])),
        ("shipped", _percent(shipped)),
    ]
    title = "How often a marked sentence comes first for another writer's question"
    screen.out().print(screen.table(title, ("", "%"), rows))


def _percent(value: float) -> float:
    return round(100 * value, 1)


def _say_written(path: Path | None) -> None:
    said = "Nothing was written." if path is None else f"Written: {path.name} and {path.with_suffix('.json').name}."
    screen.out().print(screen.plain(said))
