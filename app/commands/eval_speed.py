"""`liaison eval speed`: how long answers take on this home. The questions are stored among its conversations, as always."""

from pathlib import Path
from typing import Any

from app.commands import screen
from app.commands.session import open_home
from app.domain.access import EVERYTHING, Caller
from eval.questions import read_questions
from eval.speed import measure, peak_memory_mb


def run(questions: Path, as_whom: str, repeat: int, home: Path | None, *, as_json: bool) -> None:
    """Time every question and show the figures."""
    caller = Caller.parse(as_whom)
    texts = [question.text for question in read_questions(questions)]
    container = open_home(home)
    with screen.progress("Asking") as tell:
        times = measure(container.assistant, container.embedder, texts, caller, repeat, tell)
    figures = {
        "questions": len(texts),
        "repeat": repeat,
        "documents": len(container.records.documents(EVERYTHING)),
        "passages": len(container.records.passage_audiences()),
        **times.as_json(),
        "peak_memory_mb": peak_memory_mb(),
    }
    if as_json:
        screen.show_json(figures)
    else:
        screen.out().print(screen.table("Speed", ("", "value"), [(name, _shown(value)) for name, value in figures.items()]))


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {number:,}" for name, number in value.items())
    return "—" if value is None else f"{value:,}"
