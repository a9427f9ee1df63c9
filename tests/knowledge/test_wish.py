"""What a question wants, and what each sentence gives of it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.knowledge.clauses import KINDS
from app.knowledge.wish import Wish, clause_held, clause_rank, clause_signs, likeness, read_wish, shares, softmax
from app.ports import Units
from tests.fakes.clause_model import clauses_by_words
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.random_units import made_up

LAW, AUDIT = KINDS.index("Governing Law"), KINDS.index("Audit Rights")
EMBEDDER = FakeEmbedder()
MODEL = clauses_by_words(EMBEDDER, {"Governing Law": "governing law", "Audit Rights": "audit books"})


def wish_for(**kinds: float) -> Wish:
    """A wish for kinds 0 to 2 of `made_up` units, something else last, and one direction of eight."""
    values = np.array([kinds.get(name, 0.0) for name in ("first", "second", "third", "other")], dtype=np.float32)
    direction = np.eye(8, dtype=np.float32)[0]
    return Wish(direction, direction, values)


def alike(count: int, kinds: list[float]) -> Units:
    """Units that are all as like to any question, and differ only in the score of the first kind."""
    units = made_up(count)
    vectors = np.tile(np.eye(8, dtype=np.float32)[1], (count, 1))
    scores = np.zeros((count, 3), dtype=np.float32)
    scores[:, 0] = kinds
    return Units(units.starts, units.ends, units.passages, vectors, scores)


def test_a_kind_is_read_from_the_question() -> None:
    wish = read_wish("what is the governing law", EMBEDDER, MODEL)
    assert wish.kinds.argmax() == LAW
    assert wish.clause == pytest.approx(float(wish.kinds[:-1].sum()), abs=1e-5)
    assert read_wish("whales sing", EMBEDDER, MODEL).kinds.argmax() == len(KINDS)


def test_a_kind_that_nothing_taught_cannot_be_asked_for() -> None:
    wish = read_wish("insurance governing law", EMBEDDER, clauses_by_words(EMBEDDER, {"Governing Law": "governing law"}))
    assert np.flatnonzero(wish.kinds).tolist() == [LAW, len(KINDS)]
    assert wish.kinds.sum() == pytest.approx(1.0, abs=1e-5)


def test_parts_can_be_left_out() -> None:
    plain = read_wish("what is the governing law", EMBEDDER, MODEL, turning=False, clauses=False)
    assert np.array_equal(plain.turned, plain.vector)
    assert plain.clause == 0.0
    turned = read_wish("what is the governing law", EMBEDDER, MODEL)
    assert not np.allclose(turned.turned, turned.vector)
    assert np.linalg.norm(turned.turned) == pytest.approx(1.0, abs=1e-5)


def test_likeness_lies_between_the_questions_own_words_and_what_would_answer() -> None:
    wish = Wish(np.array([1, 0], dtype=np.float32), np.array([0, 1], dtype=np.float32), np.ones(1, dtype=np.float32))
    own, answer, both = likeness(np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32), wish)
    assert 0 < own < 1
    assert own + answer == pytest.approx(1.0)
    assert both == pytest.approx(0.6 * own + 0.8 * answer)


def test_the_clause_asked_for_takes_the_share_and_lends_to_its_neighbours() -> None:
    found = shares(alike(9, [0, 0, 0, 0, 12, 0, 0, 0, 0]), wish_for(first=0.9, other=0.1))
    assert found.argmax() == 4
    assert found[4] > 0.5
    assert found[3] == pytest.approx(found[5])
    assert found[3] > found[2] > found[1] > found[0]


def test_where_no_kind_is_asked_for_likeness_decides() -> None:
    units = made_up(20)
    found = shares(units, wish_for(other=1.0))
    assert found.argmax() == units.vectors[:, 0].argmax()


def test_of_two_such_clauses_the_one_more_like_the_question_wins() -> None:
    units = alike(12, [0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0])
    units.vectors[10] = np.eye(8, dtype=np.float32)[0]
    assert shares(units, wish_for(first=1.0)).argmax() == 10


def test_the_sign_of_a_clause_is_between_0_and_1_and_0_where_none_is_asked_for() -> None:
    kinds = np.array([[-50, 0, 0], [5, 0, 0], [50, 0, 0]], dtype=np.float32)
    assert clause_signs(kinds, wish_for(first=1.0)).tolist() == [0.0, 0.5, 1.0]
    assert clause_signs(kinds, wish_for(other=1.0)).tolist() == [0.0, 0.0, 0.0]


@settings(deadline=None, max_examples=100)
@given(st.integers(1, 30), st.integers(0, 1000), st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_the_shares_of_a_document_add_up_to_one(count: int, seed: int, kinds: list[float]) -> None:
    weights = np.array(kinds, dtype=np.float32) + 1e-3
    direction = np.eye(8, dtype=np.float32)[0]
    found = shares(made_up(count, seed=seed), Wish(direction, direction, weights / weights.sum()))
    assert found.shape == (count,)
    assert (found >= 0).all()
    assert found.sum() == pytest.approx(1.0, abs=1e-4)


def test_a_contract_more_likely_holds_a_clause_the_higher_its_sign() -> None:
    held = [clause_held(sign / 10) for sign in range(11)]
    assert held == sorted(held)
    assert held[0] < 0.05
    assert held[7] > 0.95
    assert clause_held(0.35) == pytest.approx(0.5)


def test_a_sentence_ranks_in_its_contract_as_its_share_does() -> None:
    units, wish = made_up(12), wish_for(first=1.0)
    like, sign = likeness(units.vectors, wish), clause_signs(units.kinds, wish)
    inner = [at for at in range(12) if 0 < sign[at] < 1]
    best = max(inner, key=lambda at: clause_rank(float(sign[at]), float(like[at])))
    assert best == max(inner, key=lambda at: units.kinds[at, 0] + 6.0 * like[at])


def test_sentences_that_no_scorer_has_read_are_ranked_by_likeness() -> None:
    units = made_up(9)
    unread = replace(units, kinds=np.zeros((9, 0), dtype=np.float32))
    wish = wish_for(first=0.6, other=0.4)
    assert shares(unread, wish).argmax() == shares(unread, wish_for(other=1.0)).argmax()
    assert not clause_signs(unread.kinds, wish).any()


def test_a_softmax_is_taken_down_the_columns_and_stands_large_numbers() -> None:
    found = softmax(np.array([[1e4, 0.0], [1e4, 0.0]], dtype=np.float32))
    assert found.tolist() == [[0.5, 0.5], [0.5, 0.5]]
