"""Reading questions."""

from pathlib import Path

import pytest

from app.domain.errors import Invalid
from eval.questions import read_questions


def written(folder: Path, text: str) -> Path:
    path = folder / "questions.jsonl"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_question_is_read_with_its_asker_and_its_turns(tmp_path: Path) -> None:
    line = '{"id": 7, "question": "Corvus?", "as": "partner:corvus", "facts": [["30"]], "turns": ["Before?"]}'
    (question,) = read_questions(written(tmp_path, f"\ufeff{line}\n\n"))
    assert (question.id, str(question.caller), question.facts, question.turns) == (
        "7",
        "partner:corvus",
        (("30",),),
        ("Before?",),
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"id": 1, "question": "?"}\n{"id":', "questions.jsonl, line 2 is not JSON"),
        ('{"id": 1}', "line 1 needs an 'id' and a 'question'"),
        ("[]", "line 1 needs"),
        ('{"id": 1, "question": "?", "as": "boss"}', "'boss' is nobody"),
        ("\n", "There are no questions"),
    ],
)
def test_a_line_at_fault_is_named(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        read_questions(written(tmp_path, text))


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="cannot be read"):
        read_questions(tmp_path / "none.jsonl")
