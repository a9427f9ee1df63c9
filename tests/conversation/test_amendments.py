"""What an amendment says of a clause by its number is put before the clause, with the wording it brings."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from app.conversation.amendments import PassagesOf, amended, clause_number, refers_to
from app.domain.access import EVERYTHING, INTERNAL
from app.domain.documents import Document, DocumentState, DocumentText
from app.ports import Stored
from tests.conversation.sentences import AGREEMENT, AMENDMENT, GUIDE, document, evidence, passage
from tests.fakes.records import MemoryRecords

CLAUSE = "3.1 The Partner orders goods of at least NOK 6,000,000 a year."
CHANGE = "1.1 In clause 3.1 the figure is replaced by NOK 9,000,000."
WORDING = (
    "1.2 Clause 3.1 is replaced by:\n“The Partner orders as it likes. No minimum is owed.”\n\n1.3 All else stays as it was."
)
SECOND = document("second", "amendment", effective=date(2026, 9, 1), amends="agreement.pdf")


def kept(*contents: tuple[Document, str]) -> tuple[list[Document], PassagesOf]:
    records = MemoryRecords()
    records.replace([Stored(of, DocumentText(text), (passage(of, text),)) for of, text in contents])
    return [AGREEMENT, *(of for of, _ in contents)], partial(records.passages_of, reach=EVERYTHING)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see clause 3.1 and", True),
        ("Sections 3.1, 4", True),
        ("under § 3.1.", True),
        ("clause 3.12 is", False),
        ("clause 3.1.2 is", False),
        ("clause 13.1 is", False),
        ("3.1 million", False),
    ],
)
def test_a_reference_is_to_the_whole_number(text: str, found: bool) -> None:  # noqa: FBT001  # the expected value
    assert (refers_to("3.1").search(text) is not None) is found


def test_the_clause_of_a_sentence_is_the_last_label_before_it() -> None:
    within = "3.1 Orders are placed monthly. They are in writing.\n3.2 Prices are net."
    assert clause_number(evidence("They are in writing.", within=within)) == "3.1"
    assert clause_number(evidence("3.2 Prices are net.", within=within)) == "3.2"


def test_without_a_label_the_section_tells_the_clause_and_without_both_there_is_none() -> None:
    assert clause_number(evidence("Orders are monthly.", AGREEMENT, "3 Orders", "3.4 Rhythm")) == "3.4"
    assert clause_number(evidence("Orders are monthly.", AGREEMENT, "Orders")) is None
    assert clause_number(evidence("Orders are monthly.")) is None


def test_the_change_leads_and_the_changed_clause_follows_both_exact() -> None:
    known, passages_of = kept((AMENDMENT, CHANGE))
    best, other = evidence(CLAUSE), evidence("Else.", GUIDE)
    change, *rest = amended([best, other], known, passages_of)
    assert (change.text, change.ranked.document, rest) == (CHANGE, AMENDMENT, [best, other])
    (stored,) = passages_of(AMENDMENT.id)
    assert stored.text[change.start - stored.start : change.end - stored.start] == CHANGE


def test_quoted_new_wording_is_taken_along_and_no_more() -> None:
    known, passages_of = kept((AMENDMENT, WORDING))
    change = amended([evidence(CLAUSE)], known, passages_of)[0]
    assert change.text.startswith("1.2 Clause 3.1 is replaced by:")
    assert change.text.endswith("No minimum is owed.”")


def test_the_latest_amendment_comes_first() -> None:
    known, passages_of = kept((AMENDMENT, CHANGE), (SECOND, "In clause 3.1 the figure is NOK 7,000,000."))
    found = amended([evidence(CLAUSE)], known, passages_of)
    assert [one.ranked.document for one in found] == [SECOND, AMENDMENT, AGREEMENT]


def test_an_amendment_that_was_found_by_search_as_well_is_there_once() -> None:
    known, passages_of = kept((AMENDMENT, CHANGE))
    found = amended([evidence(CLAUSE), evidence(CHANGE, AMENDMENT)], known, passages_of)
    assert [one.text for one in found] == [CHANGE, CLAUSE]


@pytest.mark.parametrize("text", ["1.1 In clause 3.12 the figure is replaced.", "1.1 Norway is added to the territory."])
def test_an_amendment_of_another_clause_changes_nothing(text: str) -> None:
    known, passages_of = kept((AMENDMENT, text))
    best = evidence(CLAUSE)
    assert amended([best], known, passages_of) == [best]
    assert amended([], known, passages_of) == []


def test_an_amendment_that_the_caller_does_not_know_or_that_cannot_be_read_is_not_looked_into() -> None:
    _, passages_of = kept((AMENDMENT, CHANGE))
    best = evidence(CLAUSE)
    closed = replace(AMENDMENT, state=DocumentState.UNREADABLE)
    for known in ([AGREEMENT], [AGREEMENT, closed]):
        assert amended([best], known, passages_of) == [best]


def test_an_amendment_with_somebody_else_changes_nothing_where_neither_has_a_partner() -> None:
    ours = replace(document("ours", audience=INTERNAL), parties=("Zenith Ltd", "Diversinet Corp."))
    theirs = replace(document("theirs", "amendment", INTERNAL), parties=("Zenith Ltd", "Corvus Inc."))
    best = evidence(CLAUSE, ours)
    known, passages_of = kept((theirs, CHANGE))
    assert amended([best], known, passages_of) == [best]
    known, passages_of = kept((replace(theirs, parties=("Diversinet Corp.", "Zenith Ltd")), CHANGE))
    assert [one.text for one in amended([best], known, passages_of)] == [CHANGE, CLAUSE]
