"""The task `answers`: every question of a file, each asked by its own asker in a conversation of its own."""

from collections.abc import Callable, Sequence
from typing import Any

from app.conversation.wire import citation_as_json
from eval.asking import Answers, Heard, ask_timed
from eval.latency import summary
from eval.predictions import Prediction
from eval.questions import Question
from eval.scoring import score

Tell = Callable[[int, int, str], None]


def predict(answers: Answers, questions: Sequence[Question], tell: Tell) -> list[Prediction]:
    """Ask all `questions`; `tell` hears how many are done, of how many, and the id of the one at hand."""
    predictions = []
    for done, question in enumerate(questions):
        tell(done, len(questions), question.id)
        predictions.append(_predict(answers, question))
    tell(len(questions), len(questions), "")
    return predictions


def report(questions: Sequence[Question], predictions: Sequence[Prediction]) -> dict[str, Any]:
    """Scores and times; `first_token_ms` is left out where no answer came as a stream."""
    times = {
        "latency_ms": summary([one.timings_ms["total"] for one in predictions if "total" in one.timings_ms]),
        "first_token_ms": summary([one.timings_ms["first_token"] for one in predictions if "first_token" in one.timings_ms]),
    }
    return score(questions, predictions).as_json() | {name: value for name, value in times.items() if value is not None}


def _predict(answers: Answers, question: Question) -> Prediction:
    conversation = None
    for turn in question.turns:
        before = ask_timed(answers, turn, question.caller, conversation).answer
        conversation = before.conversation_id if before else conversation
    return _prediction(question, ask_timed(answers, question.text, question.caller, conversation))


def _prediction(question: Question, heard: Heard) -> Prediction:
    timings = dict(heard.answer.timings_ms) if heard.answer else {}
    timings["total"] = heard.total_ms
    if heard.first_token_ms is not None:
        timings["first_token"] = heard.first_token_ms
    rounded = {step: round(value, 1) for step, value in timings.items()}
    if heard.answer is None:
        return Prediction(question.id, heard.failure or "", abstained=False, timings_ms=rounded)
    citations = tuple(citation_as_json(citation) for citation in heard.answer.citations)
    return Prediction(question.id, heard.answer.text, heard.answer.abstained, citations, rounded)
