"""Labels are read from a benchmark's folder, and contracts are parted whole."""

import json
from collections import Counter
from pathlib import Path

import pytest

from app.domain.errors import Invalid
from eval.training.marks import read_labels
from tests.eval.training.labelled import AUDIT, AUDITING, CONTRACTS, GOVERNING, LAW, labelled


def span(stem: str, clause: str) -> tuple[int, int]:
    start = CONTRACTS[stem].index(clause)
    return start, start + len(clause)


def test_marks_are_the_spans_of_the_questions_by_contract(tmp_path: Path) -> None:
    labels = read_labels(labelled(tmp_path))
    assert set(labels.marks) == set(CONTRACTS)
    assert labels.marks["one"] == ((*span("one", LAW), GOVERNING), (*span("one", AUDIT), AUDITING))
    assert labels.marks["two"] == ((*span("two", LAW), GOVERNING),)
    assert [path.name for path in labels.texts] == ["four.txt", "one.txt", "three.txt", "two.txt"]
    assert ("Consider the Agreement of two; What about Governing Law?", "Governing Law") in labels.queries


def test_evidence_is_found_by_its_words_and_what_is_not_there_is_passed_over(tmp_path: Path) -> None:
    folder = labelled(tmp_path)
    entries = [
        {"document": "two.txt", "category": "Insurance", "evidence": ["paid in thirty days", "never written", ""]},
        {"document": "two.txt", "category": "Governing Law", "evidence": [LAW]},
        {"document": "two.txt", "category": "Weather", "evidence": [LAW]},
        {"document": "two.txt", "category": "Audit Rights", "evidence": []},
    ]
    (folder / "answers.json").write_text(json.dumps(entries))
    marks = read_labels(folder).marks["two"]
    assert len(marks) == 2
    assert [CONTRACTS["two"][start:end] for start, end, _ in marks] == [LAW, "paid in thirty days"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"tests": [{}]}',
        '{"tests": [{"query": "?", "category": "Weather", "snippets": [{"file_path": "a.txt", "span": [0, 1]}]}]}',
    ],
)
def test_another_form_is_refused_with_a_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / "questions.json").write_text(content)
    with pytest.raises(Invalid, match="does not hold txt"):
        read_labels(tmp_path)


def test_a_folder_without_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="does not hold"):
        read_labels(tmp_path)


def test_folds_part_the_contracts_evenly_and_the_same_for_a_seed(tmp_path: Path) -> None:
    labels = read_labels(labelled(tmp_path))
    folds = labels.folds(2, seed=0)
    assert set(folds) == set(CONTRACTS)
    assert Counter(folds.values()) == {0: 2, 1: 2}
    assert folds == labels.folds(2, seed=0)
    assert any(labels.folds(2, seed=seed) != folds for seed in range(1, 6))
