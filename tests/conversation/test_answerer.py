"""A finished draft can be spelled as a stream."""

from datetime import date

from app.conversation.answerer import Draft, spelled
from app.domain.answers import Card, Citation, CitationFound, TextDelta


def citation(n: int) -> Citation:
    return Citation(n, f"p{n}", "d", "d.pdf", "D", 1, "1", 0, 4, "text", effective=date(2025, 3, 1))


def test_the_deltas_spell_the_text_and_each_citation_follows_its_first_use() -> None:
    card = Card("Notice", ("Partner",), (("Acme",),))
    draft = Draft("One [2].\nTwo [1][2].\n\nThree [1] [12].", (citation(1), citation(2), citation(12)), cards=(card,))
    assert list(spelled(draft)) == [
        TextDelta("One [2].\n"),
        CitationFound(citation(2)),
        TextDelta("Two [1][2].\n"),
        CitationFound(citation(1)),
        TextDelta("\n"),
        TextDelta("Three [1] [12]."),
        CitationFound(citation(12)),
        card,
        draft,
    ]


def test_a_draft_without_text_is_only_its_end() -> None:
    assert list(spelled(Draft(""))) == [Draft("")]
