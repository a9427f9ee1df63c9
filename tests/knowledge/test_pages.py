"""A document is meant for what it says as a whole: in many sentences, and in the words of the question anywhere in its text."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.knowledge.pages import meant, rank_of, said
from app.knowledge.signs import Wanted
from app.knowledge.wish import Wish
from app.ports import Units

ASKED = Wish(np.array([1.0, 0.0], np.float32), np.array([1.0, 0.0], np.float32), np.array([1.0], np.float32))
WORDS = st.lists(st.sampled_from(["refund", "invoice", "seat", "office", "kitchen"]), max_size=30).map(" ".join)


def wanted(**rarity: float) -> Wanted:
    return Wanted(rarity, frozenset(), {})


def units(*cosines: float) -> Units:
    """Sentences that are as like what is asked as `cosines` say."""
    vectors = np.array([(one, np.sqrt(1 - one * one)) for one in cosines], np.float32).reshape(-1, 2)
    places = np.arange(len(cosines), dtype=np.int32)
    return Units(places, places + 1, places, vectors, np.zeros((len(cosines), 0), np.float32))


def test_of_two_texts_the_one_that_says_the_words_comes_first() -> None:
    first, second = said(wanted(refund=2.0), ["A refund takes a week.", "An office takes a week."])
    assert first > second == 0.0


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    rare, common = said(wanted(refund=3.0, seat=1.0), ["A refund, then.", "A seated one."])
    assert rare > common > 0


def test_saying_both_words_counts_more_than_saying_one_of_them_twice() -> None:
    both, twice = said(wanted(refund=2.0, seat=2.0), ["refund then seats", "refund and refund"])
    assert both > twice


@pytest.mark.parametrize(
    ("stem", "text"),
    [("polici", "Our Policy says so."), ("price", "Pricing is fixed."), ("custom", "CUSTOMERS pay."), ("10", "Up to 10%.")],
)
def test_a_word_is_known_in_its_other_forms(stem: str, text: str) -> None:
    assert said(wanted(**{stem: 1.0}), [text])[0] > 0


@pytest.mark.parametrize(("stem", "text"), [("ration", "The corporation"), ("seat", "Seattle"), ("due", "A duel")])
def test_a_word_within_or_at_the_start_of_another_is_not_that_word(stem: str, text: str) -> None:
    assert said(wanted(**{stem: 1.0}), [text]) == [0.0]


def test_phrases_are_left_to_their_words() -> None:
    phrase = Wanted({"get out": 5.0, "get": 1.0}, frozenset(), {"get out": frozenset({"termin"})})
    assert said(phrase, ["They get out."]) == said(wanted(get=1.0), ["They get out."])


def test_a_long_text_that_says_a_word_once_comes_behind_a_short_one() -> None:
    short, long = said(wanted(refund=2.0), ["A refund.", "A refund. " + "And nothing but the weather. " * 20])
    assert short > long > 0


@given(st.lists(WORDS, max_size=5))
def test_what_is_said_is_never_negative_and_bounded_by_the_rarities(texts: list[str]) -> None:
    scores = said(wanted(refund=2.0, invoic=1.0), texts)
    assert len(scores) == len(texts)
    assert all(0.0 <= one < 2.2 * 3.0 for one in scores)


def test_several_sentences_about_it_count_more_than_one() -> None:
    assert meant(units(0.7, 0.6, 0.6), ASKED) > meant(units(0.7, 0.1, 0.1), ASKED)


def test_one_sentence_that_is_very_like_counts_more_than_many_that_are_hardly() -> None:
    assert meant(units(0.9, 0.0, 0.0), ASKED) > meant(units(0.3, 0.3, 0.3), ASKED)


@given(st.lists(st.floats(-1.0, 1.0), min_size=1, max_size=9))
def test_the_mean_lies_between_the_plain_mean_and_the_best(cosines: list[float]) -> None:
    assert np.mean(cosines) - 1e-5 <= meant(units(*cosines), ASKED) <= max(cosines) + 1e-5


def test_a_document_without_sentences_is_about_nothing() -> None:
    assert meant(None, ASKED) == meant(units(), ASKED) == 0.0


def test_a_better_sentence_and_a_likelier_whole_both_raise_the_rank() -> None:
    assert rank_of(5.0, 0.3) > rank_of(4.0, 0.3)
    assert rank_of(5.0, 0.4) > rank_of(5.0, 0.3)
