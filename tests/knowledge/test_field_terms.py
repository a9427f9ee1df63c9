"""The field's words for one thing answer for each other."""

import pytest

from app.knowledge.field_terms import synonyms
from app.knowledge.words import stem


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("quit", "terminate"),
        ("cert", "certification"),
        ("marketing", "marketing"),
        ("payout", "commission"),
        ("quota", "minimum"),
    ],
)
def test_what_people_say_is_answered_by_what_documents_write(asked: str, written: str) -> None:
    assert stem(written) in synonyms(stem(asked))
    assert stem(asked) in synonyms(stem(written))


def test_a_word_outside_the_field_means_only_itself() -> None:
    assert synonyms("zebra") == {"zebra"}


def test_words_of_different_matters_do_not_answer_for_each_other() -> None:
    assert stem("insurance") not in synonyms(stem("audit"))
    assert stem("terminate") not in synonyms(stem("discount"))
