"""A question over partners is answered party by party: who says what, who says nothing, whose papers cannot be read."""

from collections.abc import Sequence
from dataclasses import replace

from app.conversation.across import MOST, Comparison, parties_of
from app.conversation.answerer import Draft
from app.domain.access import PUBLIC
from app.domain.documents import Document, DocumentState
from app.knowledge.evidence import Evidence, Weigher
from app.knowledge.finder import Found
from app.knowledge.question import Understood
from app.knowledge.signs import Signs
from tests.conversation.sentences import AGREEMENT, asked, document
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.lexical_index import MemoryLexicalIndex
from tests.fakes.records import MemoryRecords
from tests.knowledge.library import BOREALIS, Library, stored

OTHER = document("other", audience=BOREALIS)
SCAN = replace(document("scan", audience=BOREALIS), state=DocumentState.UNREADABLE, title="Borealis scan")
QUESTION = "Which partners may leave without cause?"


class Certain(Weigher):
    """Finds every passage's whole text certain to answer when it speaks of leaving."""

    def __init__(self) -> None:
        super().__init__(FakeEmbedder(), MemoryLexicalIndex(), MemoryRecords())

    def weigh(self, question: Understood, found: Found, kept: int = 4) -> list[Evidence]:
        return [
            Evidence(
                one, one.passage.start, one.passage.end, one.passage.text, Signs(), sure=float("leave" in one.passage.text)
            )
            for one in found.passages[:kept]
        ]


def compared(contents: Sequence[tuple[Document, str]]) -> Draft | None:
    library = Library([stored(of, text) for of, text in contents])
    return Comparison(library.finder, Certain()).draft(asked(QUESTION, "manager", *(of for of, _ in contents)))


def test_each_partner_that_says_something_has_a_line_a_row_and_a_citation() -> None:
    draft = compared([(AGREEMENT, "Acme may leave on sixty days."), (OTHER, "Borealis may leave on ninety days.")])
    assert draft is not None
    assert draft.text.startswith("2 of the 2 I looked at say something on this:")
    assert "- **Acme**: “Acme may leave on sixty days.” [1]" in draft.text
    assert "- **Borealis**: “Borealis may leave on ninety days.” [2]" in draft.text
    assert [one.quote for one in draft.citations] == ["Acme may leave on sixty days.", "Borealis may leave on ninety days."]
    assert [row[0] for row in draft.cards[0].rows] == ["Acme", "Borealis"]
    assert draft.cards[0].rows[1][2].endswith("[2]")


def test_a_silent_partner_is_named_as_silent() -> None:
    draft = compared([(AGREEMENT, "Acme may leave."), (OTHER, "Borealis pays.")])
    assert draft is not None
    assert "I found nothing on it for Borealis." in draft.text
    assert "I can't tell" not in draft.text


def test_an_unreadable_agreement_is_not_silence_even_beside_readable_papers() -> None:
    draft = compared([(AGREEMENT, "Acme may leave."), (OTHER, "Borealis pays."), (SCAN, "unread")])
    assert draft is not None
    assert "I found nothing" not in draft.text
    assert draft.text.endswith("I can't tell from Borealis scan: no readable text.")


def test_where_nobody_says_anything_or_there_is_one_party_there_is_no_comparison() -> None:
    assert compared([(AGREEMENT, "Acme pays."), (OTHER, "Borealis pays.")]) is None
    assert compared([(AGREEMENT, "Acme may leave.")]) is None


def test_the_parties_are_those_named_else_all_partners_else_all_agreements() -> None:
    three = (AGREEMENT, OTHER, document("guide", "guide", PUBLIC))
    assert [one.name for one in parties_of(asked(QUESTION, "manager", *three))] == ["Acme", "Borealis"]
    loose = tuple(document(f"loose{n}", audience=PUBLIC, title=f"Contract {n}") for n in range(3))
    assert [one.name for one in parties_of(asked(QUESTION, "manager", *loose))] == ["Contract 0", "Contract 1", "Contract 2"]


def test_of_too_many_parties_the_answer_says_how_many_were_looked_at_and_that_the_others_were_not() -> None:
    many = [(document(f"c{n:03}", audience=PUBLIC, title=f"Contract {n:03}"), "They may leave.") for n in range(MOST + 1)]
    draft = compared(many)
    assert draft is not None
    assert draft.text.startswith(f"{MOST} of the {MOST} I looked at say something on this:")
    assert f"the first {MOST} of {MOST + 1} by name; I have not looked at the other 1." in draft.text
    assert f"Contract {MOST - 1:03}" in draft.text
    assert f"Contract {MOST:03}" not in draft.text
    whole = compared(many[:MOST])
    assert whole is not None
    assert "not looked at" not in whole.text
