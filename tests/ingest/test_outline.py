"""Which stretch of text stands under which headings."""

import pytest
from hypothesis import given, settings

from ingest.extracted import BlockKind, Extracted, TextBuilder
from ingest.outline import outline
from tests.ingest.extracts import plain, plain_documents, structured_documents


def paths(document: Extracted) -> list[tuple[str, ...]]:
    return [section.path for section in outline(document)]


def titles(text: str) -> list[str]:
    """The innermost heading of each section of a plain text, without what stands before the first."""
    return [path[-1] for path in paths(plain(text)) if path]


def test_numbered_clauses_at_line_starts_stand_below_their_number() -> None:
    text = "12. Term\nOne year.\n12.2 Termination for Convenience\nSixty days.\n13. Law\nOslo."
    assert paths(plain(text)) == [("12 Term",), ("12 Term", "12.2 Termination for Convenience"), ("13 Law",)]


def test_a_clause_number_of_another_clause_ends_the_one_before() -> None:
    assert paths(plain("12. Term\nOne year.\n13.1 Oslo Law\nApplies.")) == [("12 Term",), ("13.1 Oslo Law",)]


def test_clauses_that_run_on_in_one_line_are_found() -> None:
    text = "1. Term. This lasts a year. 2. Fees. These are due. 2.1 Late Fees. They grow. 3. Law. Oslo."
    assert titles(text) == ["1 Term", "2 Fees", "2.1 Late Fees", "3 Law"]


@pytest.mark.parametrize(
    "sentence",
    [
        "They met in Oslo. 45. Nobody came.",
        "It was signed in 2003. The parties agreed.",
        "It costs 1.5 Million.",
        "See the growth of 3.5% Growth.",
        "They pay. 9.4 Million was paid.",
    ],
)
def test_a_stray_number_in_running_text_opens_no_clause(sentence: str) -> None:
    assert titles(f"1. Term. {sentence} It ends. 2. Fees. Due.") == ["1 Term", "2 Fees"]


def test_a_number_after_blanks_only_is_at_its_line_s_start_and_believed() -> None:
    assert titles("1. Term\nOne year.\n \t45. Fees\nDue.") == ["1 Term", "45 Fees"]
    assert titles(" \t45. Fees\nDue.") == ["45 Fees"]
    assert titles("1. Term\nx \t45. Fees\nDue.") == ["1 Term"]


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("ARTICLE IV\nTerm of Agreement", "ARTICLE IV Term of Agreement"),
        ("Article 7. Confidentiality", "Article 7 Confidentiality"),
        ("Section 4.2: Payment Terms", "Section 4.2 Payment Terms"),
        ("Annex A – Price List", "Annex A Price List"),
        ("SCHEDULE 2\nTerritory", "SCHEDULE 2 Territory"),
        ("Exhibit B: Support Levels", "Exhibit B Support Levels"),
    ],
)
def test_named_parts_are_headings_with_their_title(heading: str, title: str) -> None:
    assert titles(f"Preamble of this paper.\n{heading}\nWhat follows is text.")[0] == title


def test_a_part_only_spoken_of_is_no_heading() -> None:
    assert titles("The prices are in\nAnnex A and the terms in\nSchedule 2 of this paper.") == []


def test_a_named_part_holds_its_clauses() -> None:
    assert paths(plain("ARTICLE I\nTerm\n1.1 Start Date\nNow.\nARTICLE II\nFees\n2.1 Due Date\nSoon.")) == [
        ("ARTICLE I Term",),
        ("ARTICLE I Term", "1.1 Start Date"),
        ("ARTICLE II Fees",),
        ("ARTICLE II Fees", "2.1 Due Date"),
    ]


def test_a_line_in_capitals_is_a_heading_and_holds_what_is_numbered_below() -> None:
    text = "GOVERNING LAW\nOslo law applies.\n1. Venue\nOslo.\nNOTICES\nBy post."
    assert paths(plain(text)) == [("GOVERNING LAW",), ("GOVERNING LAW", "1 Venue"), ("NOTICES",)]


@pytest.mark.parametrize("line", ["ABC", "GB29 0000 1111 2222", "A 12.5.2021 / 7"])
def test_a_line_of_few_letters_is_no_heading(line: str) -> None:
    assert titles(f"Account\n{line}\nmore text follows here.") == []


def test_headings_that_count_in_words_are_found() -> None:
    assert titles("First: Scope of Work\nText here.\nSecond: Term\nMore.\nThird– Fees\nEnd.") == [
        "First: Scope of Work",
        "Second: Term",
        "Third– Fees",
    ]


def test_a_clause_that_begins_with_its_sentence_has_a_number_for_a_title() -> None:
    assert titles("4.1 Either party may terminate this agreement for any reason.") == ["4.1"]
    assert titles("4.1 Either party may terminate this\nagreement for any reason.") == ["4.1"]


def test_declared_headings_win_over_what_looks_like_one() -> None:
    builder = TextBuilder()
    builder.add("Guide", BlockKind.HEADING, level=1)
    builder.add("12.2 Termination for Convenience", BlockKind.PARAGRAPH)
    builder.add("Tiers", BlockKind.HEADING, level=2)
    builder.add("GOLD PARTNERS", BlockKind.PARAGRAPH)
    builder.add("Deals", BlockKind.HEADING, level=2)
    assert paths(builder.build("text/markdown")) == [("Guide",), ("Guide", "Tiers"), ("Guide", "Deals")]


def test_a_text_without_headings_is_one_section_without_a_path() -> None:
    assert paths(plain("just a few words")) == [()]
    assert outline(plain("")) == []


@given(plain_documents() | structured_documents())
@settings(max_examples=200, deadline=None)
def test_sections_cover_the_whole_text_in_order_without_gaps(document: Extracted) -> None:
    position = 0
    for section in outline(document):
        assert section.start == position < section.end
        assert all(title and title == title.strip() for title in section.path)
        position = section.end
    assert position == len(document.text)
