"""The figures of `eval answers`, counted by hand and beside an independent scorer."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.access import Caller
from eval.predictions import Prediction, write_predictions
from eval.questions import Question, read_questions
from eval.scoring import score

MANAGER = Caller.parse("manager")
INDEPENDENT = Path(__file__).parents[3] / "shared" / "tools" / "score.py"
WORDS = st.sampled_from(["60 days", "SIXTY  days", "the partner’s", "the partner's", "Oslo", ""])
NAMES = st.sampled_from(["a.pdf", "docs/a.txt", "A.pdf", "b.docx", "b.csv"])


def question(
    name: str = "q", *, answerable: bool = True, facts: tuple[tuple[str, ...], ...] = (("60 days", "sixty days"),)
) -> Question:
    return Question(name, "How long?", MANAGER, answerable, facts if answerable else (), ("acme.pdf",) if answerable else ())


def answer(text: str, cited: str | None = "acme.pdf", *, name: str = "q", abstained: bool = False) -> Prediction:
    return Prediction(name, text, abstained, ({"document": cited},) if cited else ())


def test_an_answer_with_every_fact_and_a_proving_document_is_right_and_cited() -> None:
    scores = score([question()], [answer("It is Sixty\n days’ notice")])
    assert (scores.right, scores.right_and_cited, scores.wrong) == (1, 1, ())


def test_an_answer_that_lacks_one_of_two_facts_is_wrong() -> None:
    scores = score([question(facts=(("60 days",), ("first year",)))], [answer("60 days")])
    assert (scores.right, scores.wrong) == (0, ("q",))


def test_a_right_answer_that_cites_something_else_counts_as_right_and_stands_among_the_wrong() -> None:
    scores = score([question()], [answer("60 days", "borealis.pdf")])
    assert (scores.right, scores.right_and_cited, scores.wrong) == (1, 0, ("q",))


@pytest.mark.parametrize("cited", ["texts/acme.txt", "acme.PDF", "acme.md"])
def test_the_same_document_in_another_form_counts_as_cited(cited: str) -> None:
    assert score([question()], [answer("60 days", cited)]).right_and_cited == 1


def test_a_question_that_cannot_be_answered_is_right_when_the_answer_says_so() -> None:
    questions = [question("u1", answerable=False), question("u2", answerable=False)]
    scores = score(questions, [answer("I can't find it.", None, name="u1", abstained=True), answer("42", None, name="u2")])
    assert (scores.abstained_rightly, scores.unanswerable, scores.wrong) == (1, 2, ("u2",))
    assert scores.as_json()["abstained_share"] == 0.5


def test_a_question_without_a_prediction_is_wrong_and_not_abstained() -> None:
    scores = score([question("q1"), question("u1", answerable=False)], [])
    assert (scores.abstained_wrongly, scores.abstained_rightly, scores.wrong) == (0, 0, ("q1", "u1"))


def test_no_questions_give_shares_of_zero() -> None:
    assert score([], []).as_json()["right_and_cited_share"] == 0.0


SETS = st.lists(
    st.tuples(st.booleans(), st.lists(st.lists(WORDS, min_size=1, max_size=2), max_size=2), st.lists(NAMES, max_size=2)),
    max_size=6,
)
GIVEN = st.lists(st.tuples(WORDS, WORDS, st.booleans(), st.lists(NAMES, max_size=2)), max_size=6)


@given(asked=SETS, given_answers=GIVEN)
def test_right_and_cited_never_exceed_right_and_every_question_is_counted_once(
    asked: list[tuple[bool, list[list[str]], list[str]]], given_answers: list[tuple[str, str, bool, list[str]]]
) -> None:
    scores = score(*built(asked, given_answers))
    assert scores.right_and_cited <= scores.right <= scores.answerable
    assert scores.answerable + scores.unanswerable == len(asked)
    assert len(scores.wrong) == len(asked) - scores.right_and_cited - scores.abstained_rightly


def test_an_independent_scorer_finds_the_same_figures(tmp_path: Path) -> None:
    if not INDEPENDENT.is_file():
        pytest.skip("The independent scorer, tools/score.py, does not lie beside this checkout.")
    lines = [
        {
            "id": "a",
            "question": "?",
            "as": "manager",
            "answerable": True,
            "facts": [["60 days", "sixty days"]],
            "documents": ["x.pdf"],
        },
        {
            "id": "b",
            "question": "?",
            "as": "manager",
            "answerable": True,
            "facts": [["partner's"], ["Oslo"]],
            "documents": ["y.docx"],
        },
        {"id": "c", "question": "?", "as": "manager", "answerable": True, "facts": [["never"]], "documents": ["x.pdf"]},
        {"id": "d", "question": "?", "as": "manager", "answerable": False, "facts": [], "documents": []},
        {"id": "e", "question": "?", "as": "manager", "answerable": False, "facts": [], "documents": []},
        {"id": "f", "question": "?", "as": "manager", "answerable": True, "facts": [["1"]], "documents": ["x.pdf"]},
    ]
    questions, predictions = tmp_path / "questions.jsonl", tmp_path / "predictions.jsonl"
    questions.write_text("".join(json.dumps(line) + "\n" for line in lines))
    made = [
        answer("SIXTY\n days", "folder/x.txt", name="a"),
        answer("the partner’s home is Oslo", "x.pdf", name="b"),
        answer("", None, name="c", abstained=True),
        answer("", None, name="d", abstained=True),
        answer("no", None, name="e"),
    ]
    write_predictions(predictions, made)
    command = [sys.executable, str(INDEPENDENT), "answers", str(predictions), str(questions)]
    said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert score(read_questions(questions), made).as_json() == said


def built(
    asked: list[tuple[bool, list[list[str]], list[str]]], given_answers: list[tuple[str, str, bool, list[str]]]
) -> tuple[list[Question], list[Prediction]]:
    questions = [
        Question(str(n), "?", MANAGER, answerable, tuple(map(tuple, facts)), tuple(names))
        for n, (answerable, facts, names) in enumerate(asked)
    ]
    predictions = [
        Prediction(str(n), f"{one} {two}", abstained, tuple({"document": name} for name in names))
        for n, (one, two, abstained, names) in enumerate(given_answers)
    ]
    return questions, predictions
