import pytest

from ingest.load.pdf_hyphens import join_broken_words


@pytest.mark.parametrize(
    ("page", "whole"),
    [
        ("upon termi-\nnation of it", "upon termination\nof it"),
        ("a non-\nexclusive right", "a non-exclusive\nright"),
        ("the profit-\nsharing plan. Any profit counts.", "the profit-sharing\nplan. Any profit counts."),
        ("manage-\nment. The management may manage.", "management.\nThe management may manage."),
        ("a re-\nseller. Our re-seller sells.", "a re-seller.\nOur re-seller sells."),
        ("the Co-\nBranded Site", "the Co-Branded\nSite"),
        ("over-\nthe-counter sale", "over-the-counter\nsale"),
        ("see 12-\n14 and -\nnext", "see 12-\n14 and -\nnext"),
        ("ends with termi-\nnation", "ends with termination"),
    ],
)
def test_a_broken_word_is_made_whole_as_the_document_writes_it(page: str, whole: str) -> None:
    assert join_broken_words([page]) == [whole]


def test_another_page_tells_how_a_word_is_written() -> None:
    assert join_broken_words(["any co-\noperation is", "Cooperation is good."])[0] == "any cooperation\nis"
