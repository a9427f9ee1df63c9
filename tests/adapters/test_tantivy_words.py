"""How text is cut into words."""

from app.adapters.tantivy_words import passage_analyzer, question_analyzer


def test_words_lose_case_accents_and_endings() -> None:
    assert passage_analyzer().analyze("Terminating RÉSILIATION days") == ["termin", "resili", "day"]


def test_numbers_of_sections_are_cut_at_the_dot() -> None:
    assert passage_analyzer().analyze("§12.2, 90-day") == ["12", "2", "90", "day"]


def test_a_question_loses_words_that_only_ask_and_keeps_those_that_bind() -> None:
    assert question_analyzer().analyze("What's the notice we must not give, if any?") == ["notic", "must", "not", "give"]


def test_encoded_data_is_no_word() -> None:
    assert passage_analyzer().analyze("a" * 61 + " notice") == ["notic"]
