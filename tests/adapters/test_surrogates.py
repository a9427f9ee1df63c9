"""Half characters are replaced, whole text is left alone."""

from hypothesis import given
from hypothesis import strategies as st

from app.adapters.surrogates import without_surrogates


def test_a_half_character_becomes_a_question_mark() -> None:
    assert without_surrogates("half \ud83d a face 🙂") == "half ? a face 🙂"


@given(st.text())
def test_other_text_comes_back_as_it_is(text: str) -> None:
    assert without_surrogates(text) == text
