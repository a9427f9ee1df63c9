"""A citation stands on the page where its quote begins, also when its passage began on the page before."""

from app.conversation.answerer import Draft
from app.conversation.compose import cite
from app.conversation.pages import Pages
from app.domain.access import EVERYTHING
from app.domain.answers import CitationFound, TextDelta
from app.domain.documents import DocumentText, PageSpan
from app.ports import Stored
from tests.conversation.sentences import AGREEMENT, OFFSET, evidence
from tests.fakes.records import MemoryRecords

FIRST, SECOND = "12.2 It may be ended.", "12.3 It may be cured."
BREAK = OFFSET + len(FIRST) + 2
WITHIN = f"{FIRST}\n\n{SECOND}"
CITATIONS = tuple(
    cite(one.ranked, n, one.start, one.end)
    for n, one in enumerate((evidence(FIRST, within=WITHIN), evidence(SECOND, within=WITHIN)), 1)
)


def records(*pages: PageSpan) -> MemoryRecords:
    held = MemoryRecords()
    held.replace([Stored(AGREEMENT, DocumentText(" " * OFFSET + WITHIN, pages), ())])
    return held


def test_each_citation_of_a_passage_over_a_pages_end_is_put_on_its_own_page() -> None:
    pages = Pages(records(PageSpan(4, 0, BREAK - 2), PageSpan(5, BREAK, BREAK + 100)), EVERYTHING)
    draft = pages.placed(Draft("One. [1] Two. [2]", CITATIONS))
    assert isinstance(draft, Draft)
    assert [one.page for one in draft.citations] == [4, 5]
    assert [one.quote for one in draft.citations] == [FIRST, SECOND]
    found = pages.placed(CitationFound(CITATIONS[1]))
    assert found == CitationFound(draft.citations[1])


def test_text_passes_and_a_document_without_pages_or_gone_since_changes_nothing() -> None:
    for held in (records(), MemoryRecords()):
        assert Pages(held, EVERYTHING).placed(Draft("One. [1]", CITATIONS)) == Draft("One. [1]", CITATIONS)
        assert Pages(held, EVERYTHING).placed(TextDelta("One.")) == TextDelta("One.")
