"""Every number in an answer leads to exact words, long sentences are cut around what matters, a lone value leads."""

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.conversation.answerer import Draft
from app.conversation.compose import LONGEST_SENTENCE, Citations, answer_of, essential, shown, source_line, steps_answer
from app.knowledge.evidence import Evidence
from tests.conversation.sentences import AGREEMENT, AMENDMENT, GUIDE, asked, document, evidence

QUESTION = asked("How much notice does Acme need?")
NOTICE = "12.2 Either party may terminate upon sixty (60) days' notice."
FILLER = "the Reseller shall deliver what it has ordered in the manner agreed between the parties"
LONG = f"{'; '.join([FILLER] * 6)}; either party may give notice of sixty (60) days; {'; '.join([FILLER] * 6)}."


def bound(draft: Draft, *sources: Evidence) -> None:
    """Every marker has its citation, every citation its marker and its exact words."""
    assert {int(n) for n in re.findall(r"\[(\d+)\]", draft.text)} == {one.n for one in draft.citations}
    passages = {one.ranked.passage.id: one.ranked.passage for one in sources}
    for one in draft.citations:
        passage = passages[one.passage_id]
        assert passage.text[one.start - passage.start : one.end - passage.start] == one.quote


def test_the_only_value_leads_and_the_sentence_proves_it() -> None:
    best = evidence(NOTICE, AGREEMENT, "12 Term")
    draft = answer_of([(QUESTION, [best])])
    assert draft.text.startswith(f"**Sixty (60) days.** “{NOTICE}” [1]")
    assert draft.text.endswith("From: The agreement agreement, version 1.0, in force since 1 March 2025.")
    (citation,) = draft.citations
    assert (citation.page, citation.section, citation.version, citation.quote) == (4, "12 Term", "1.0", NOTICE)
    bound(draft, best)


def test_no_value_leads_where_there_are_two_or_none_or_where_none_was_asked_for() -> None:
    two = "Thirty days for goods, sixty days for services."
    for question, text in ((QUESTION, two), (QUESTION, "Notice is in writing."), (asked("May Acme leave?"), NOTICE)):
        assert not answer_of([(question, [evidence(text)])]).text.startswith("**")


def test_no_value_leads_where_another_sentence_says_more_of_what_was_asked() -> None:
    term = evidence("12.1 This Agreement continues for one (1) year from the Effective Date.")
    other = evidence("12.3 Notice under clause 12.2 needs another form.")
    assert answer_of([(QUESTION, [term, evidence(NOTICE)])]).text.startswith("“12.1 This Agreement")
    assert answer_of([(QUESTION, [term])]).text.startswith("“12.1 This Agreement")
    assert answer_of([(QUESTION, [evidence(NOTICE), other])]).text.startswith("**Sixty (60) days.** ")


def test_a_value_across_a_lines_end_leads_on_one_line() -> None:
    best = evidence("Notice is sixty\n(60) days.")
    draft = answer_of([(QUESTION, [best])])
    assert draft.text.splitlines()[0] == "**Sixty (60) days.** “Notice is sixty (60) days.” [1]"
    bound(draft, best)


def test_the_text_an_amendment_changes_is_named_and_another_is_not() -> None:
    change, clause = evidence("In clause 4.1 “45” becomes “15” days.", AMENDMENT), evidence("4.1 Pay in forty-five days.")
    assert "The text this changes: “4.1 Pay in forty-five days.” [2]" in answer_of([(QUESTION, [change, clause])]).text
    other = evidence("4.2 Pay in euros.")
    assert "The text this changes" not in answer_of([(QUESTION, [change, other])]).text
    assert "The text this changes" not in answer_of([(QUESTION, [clause, change])]).text


def test_a_long_sentence_is_cut_around_what_was_asked_and_the_quote_stays_exact() -> None:
    best = evidence(LONG)
    draft = answer_of([(QUESTION, [best])])
    assert "sixty (60) days" in draft.text
    assert "… " in draft.text
    assert " …" in draft.text
    assert len(draft.citations[0].quote) <= LONGEST_SENTENCE
    assert "sixty (60) days" in draft.citations[0].quote
    bound(draft, best)


def test_the_same_stretch_keeps_its_number_and_is_not_said_twice() -> None:
    best, other = evidence(NOTICE), evidence("Guides help.", GUIDE)
    citations = Citations()
    assert [citations.number(one, one.start, one.end) for one in (best, other, best)] == [1, 2, 1]
    draft = answer_of([(QUESTION, [best]), (QUESTION, [best, other])])
    assert draft.text.count(NOTICE) == 1
    assert [one.n for one in draft.citations] == [1, 2]
    bound(draft, best, other)


def test_contracts_are_quoted_guides_are_told_and_rows_end_like_sentences() -> None:
    assert shown(evidence("Pay\n in euros.")) == "“Pay in euros.”"
    assert shown(evidence("Pay in euros.", GUIDE)) == "Pay in euros."
    assert shown(evidence("status: open; owner: Ola", GUIDE, kind="row")) == "status: open; owner: Ola."


def test_steps_are_numbered_anew_each_with_its_citation_under_their_heading() -> None:
    within = "- Open the portal.\n\n- Fill in the form."
    steps = [evidence(text, GUIDE, "Registering", within=within) for text in ("- Open the portal.", "- Fill in the form.")]
    draft = steps_answer(steps)
    assert draft.text.startswith("Registering:\n\n1. Open the portal. [1]\n2. Fill in the form. [2]\n\nFrom: The guide guide")
    bound(draft, *steps)


def test_a_source_is_named_as_people_name_it() -> None:
    assert source_line(AGREEMENT) == "The agreement agreement, version 1.0, in force since 1 March 2025"
    assert source_line(document("x", "guide", effective=None, title="Price List")) == "Price List, version 1.0"
    assert source_line(document("y", effective=date(2026, 11, 3))).endswith("3 November 2026")


@given(
    st.lists(
        st.sampled_from([FILLER, "; ", ", provided ", " (a) ", "sixty days", ".", " notice ", "\n"]), min_size=1, max_size=40
    )
)
def test_the_essential_stretch_lies_in_its_sentence_and_is_never_empty(pieces: list[str]) -> None:
    text = "".join(pieces).strip() or "x"
    best = evidence(text)
    start, end = essential(best, QUESTION)
    assert best.start <= start < end <= best.end
    if len(text) <= LONGEST_SENTENCE:
        assert (start, end) == (best.start, best.end)
    bound(answer_of([(QUESTION, [best])]), best)
