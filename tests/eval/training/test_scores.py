"""Scores count what unseen contracts and another writer's questions come to."""

import numpy as np
import pytest

from app.knowledge.clauses import KINDS
from eval.training import scores
from eval.training.clauses import Questions, fit_questions
from eval.training.linear import Linear
from eval.training.scores import by_kind, held_out_lines, place_sentences, placed, recognise, summed
from eval.training.sentences import Sentences
from tests.fakes.embedder import FakeEmbedder

OTHER = len(KINDS)
FIRST, SECOND = 0, 1


def marked(*rows: tuple[int, int], count: int = 4) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    found = np.zeros((count, len(KINDS)), dtype=np.float32)
    for row, kind in rows:
        found[row, kind] = 1.0
    return found


def test_a_contract_is_placed_for_the_kinds_it_holds() -> None:
    columns = np.zeros((4, len(KINDS)), dtype=np.float32)
    columns[:, FIRST], columns[:, SECOND] = (4, 3, 2, 1), (1, 2, 3, 4)
    first, second = placed(columns, marked((0, FIRST), (3, FIRST), (0, SECOND)))
    assert (first.kind, first.first, first.within) == (FIRST, True, (0.5, 1.0))
    assert (second.kind, second.first, second.within) == (SECOND, False, (0.0, 1.0))
    assert summed([first, second]) == {"held": 2, "first": 0.5, "within_3": 0.25, "within_10": 1.0}
    assert by_kind([second, first]) == {KINDS[kind]: summed([one]) for kind, one in ((FIRST, first), (SECOND, second))}


def test_each_contract_is_placed_by_a_model_that_was_fitted_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    fitted: list[list[str]] = []

    def fit(documents: list[Sentences]) -> Linear:
        fitted.append([one.name for one in documents])
        return Linear(np.ones((1, len(KINDS)), dtype=np.float32), np.zeros(len(KINDS), dtype=np.float32))

    monkeypatch.setattr(scores, "fit_clauses", fit)
    rows = np.arange(4, dtype=np.float32)[:, None]
    contracts = [Sentences(name, rows, marked((at, FIRST))) for at, name in enumerate(("one", "two", "three"), start=1)]
    written = Sentences("written", rows, marked())
    found = list(place_sentences(contracts, written, {"one": 0, "two": 1, "three": 0}))
    assert fitted == [["two", "written"], ["one", "three", "written"]]
    assert [one.first for one in found] == [False, True, False]


def test_questions_are_recognised_by_another_writer_and_something_else_by_lines_kept_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    embedder = FakeEmbedder(32)
    words = [("who owns the garden", OTHER), ("which law rules", KINDS.index("Governing Law"))]
    words += [(f"what about the weather {day}", OTHER) for day in "abcdefg"]
    words += [words[0]]
    texts = tuple(text for text, _ in words)
    _, states = embedder.embed_parts(texts, [[(0, len(text))] for text in texts])
    questions = Questions(texts, np.concatenate(states), np.array([kind for _, kind in words]))
    learned: list[Questions] = []

    def fit(given: Questions) -> Linear:
        learned.append(given)
        return fit_questions(given)

    monkeypatch.setattr(scores, "fit_questions", fit)
    monkeypatch.setattr(scores, "held_out_lines", lambda: [("which law rules them", "Governing Law"), ("weather", "Insurance")])
    found = recognise(questions, embedder)
    assert len(learned[0].kinds) == len(words) - 3, "a line that is written twice is kept back twice"
    assert found.first == 0.5
    assert found.first <= found.first_two
    assert 0 <= found.something_else <= 1


def test_the_held_out_lines_are_of_all_kinds_and_name_nobody() -> None:
    lines = held_out_lines()
    assert {kind for _, kind in lines} == set(KINDS)
    assert not [text for text, _ in lines if "{" in text]


def test_nothing_is_placed_for_a_contract_without_marks() -> None:
    assert list(placed(np.zeros((4, len(KINDS)), dtype=np.float32), marked())) == []
