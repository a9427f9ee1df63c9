"""`liaison eval answers`: how many questions are answered right."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.bootstrap import Container, build
from app.commands import screen
from app.commands.ingest import read
from app.commands.session import open_home, quiet_settings
from app.commands.syncing import sync_of
from eval.answers import predict, report
from eval.corpus import corpus_beside, corpus_request, throwaway_home
from eval.predictions import Prediction, write_predictions
from eval.questions import Question, read_questions

SHOWN = 120
"""Characters of an answer in the table of wrong ones."""


def run(questions: Path, corpus: Path | None, predictions: Path | None, home: Path | None, *, as_json: bool) -> None:
    """Ask everything, write the answers where they are wanted, and show the scores."""
    asked = read_questions(questions)
    with _container(corpus or corpus_beside(questions), questions, home) as container, screen.progress("Asking") as tell:
        given = predict(container.assistant, asked, tell)
    if predictions is not None:
        write_predictions(predictions, given)
    scores = report(asked, given)
    if as_json:
        screen.show_json(scores)
    else:
        show(scores, asked, given)


@contextmanager
def _container(corpus: Path | None, questions: Path, home: Path | None) -> Iterator[Container]:
    """The home as it is, or a throwaway one with `corpus` in it."""
    if corpus is None:
        yield open_home(home)
        return
    request = corpus_request(corpus, without=questions)
    with throwaway_home(quiet_settings(home)) as settings:
        container = build(settings)
        for failure in read(sync_of(container), request).failed:
            screen.err().print(screen.plain(f"Not read: {failure.document}: {failure.reason}"))
        yield container


def show(scores: dict[str, Any], questions: Sequence[Question], predictions: Sequence[Prediction]) -> None:
    """The scores as tables, with the wrong answers to look at."""
    console = screen.out()
    rows = [
        ("answerable", scores["answerable"]),
        ("right", scores["right"]),
        ("right and cited", f"{scores['right_and_cited']} ({scores['right_and_cited_share']:.1%})"),
        ("abstained wrongly", scores["abstained_wrongly"]),
        ("unanswerable", scores["unanswerable"]),
        ("abstained rightly", f"{scores['abstained_rightly']} ({scores['abstained_share']:.1%})"),
        *((name, f"p50 {times['p50']:,} ms, p95 {times['p95']:,} ms") for name, times in _times(scores)),
    ]
    console.print(screen.table("Answers", ("", "questions"), rows))
    texts = {question.id: question.text for question in questions}
    given = {prediction.id: prediction.answer for prediction in predictions}
    wrong = [(name, texts[name], " ".join(given[name].split())[:SHOWN]) for name in scores["wrong"]]
    if wrong:
        console.print(screen.table("Wrong", ("id", "question", "answer"), wrong))


def _times(scores: dict[str, Any]) -> Iterator[tuple[str, dict[str, float]]]:
    for name, key in (("first text", "first_token_ms"), ("whole answer", "latency_ms")):
        if key in scores:
            yield name, scores[key]
