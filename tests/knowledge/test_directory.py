"""Names of partners and documents are found in questions however people write them, and common words are not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.access import PUBLIC, Audience
from app.domain.documents import Document, Partner
from app.knowledge.directory import Directory, spellings

PARTNERS = (
    Partner("acme", "Acme", ("Acme Solutions Ltd", "Acme UK")),
    Partner("borealis", "Borealis", ("Borealis Distribution AS",)),
    Partner("north", "North Channel Partners", ()),
    Partner("ems", "Elmwood", ("Elmwood Managed Services, Inc.", "EMS")),
)


def document(identity: str, title: str, partner: str | None = None, parties: tuple[str, ...] = ()) -> Document:
    audience = Audience("partner", partner) if partner else PUBLIC
    return Document(
        identity, f"{identity}.pdf", title, "agreement", audience, "s", "application/pdf", "r", partner, None, date(2026, 1, 1),
        None, parties,
    )  # fmt: skip


DOCUMENTS = (
    document("a", "Acme Reseller Agreement", "acme"),
    document("g", "Partner Programme Guide"),
    document("x", "Consulting Agreement", None, ("Pinnacle Fabrication, Inc.", "Borealis Distribution AS")),
    document("f", "Fees"),
)
DIRECTORY = Directory(PARTNERS, DOCUMENTS)


def partners(question: str) -> set[str]:
    return {one for mention in DIRECTORY.mentions(question) for one in mention.partners}


def documents(question: str) -> set[str]:
    return {one for mention in DIRECTORY.mentions(question) for one in mention.documents}


@pytest.mark.parametrize(
    "question",
    [
        "How much notice does Acme need?",
        "what about ACME",
        "acme's contract",
        "Acme’s contract",
        "acmes contract",
        "the deal with Acme Solutions Ltd.",
        "Acme Solutions",
        "is acme uk a Gold partner",
    ],
)
def test_a_partner_is_known_by_every_way_to_write_it(question: str) -> None:
    assert partners(question) == {"acme"}


@pytest.mark.parametrize("written", ["Borealiss", "Boralis", "borealis", "Borelais", "Elmwod"])
def test_a_misspelt_name_is_still_the_partner(written: str) -> None:
    assert len(partners(f"When did {written} join?")) == 1


@pytest.mark.parametrize(
    "question",
    [
        "Which partner has the best solutions in the channel?",
        "How do I register a deal in the north?",
        "What is the acne of our network?",
        "boreal forests and services",
        "Distribution of the managed services group",
        "May a company act for a group?",
    ],
)
def test_no_common_word_is_taken_for_a_partner(question: str) -> None:
    assert partners(question) == set()


def test_a_document_is_known_by_its_title_and_its_parties() -> None:
    assert documents("what does the partner programme guide say?") == {"g"}
    assert documents("what did Pinnacle Fabrication agree to?") == {"x"}
    assert documents("which fees are due?") == set()


def test_the_longest_name_counts_where_names_overlap() -> None:
    (mention,) = DIRECTORY.mentions("the Acme Reseller Agreement")
    assert (mention.documents, mention.start, mention.end) == (("a",), 4, 27)


def test_a_partners_documents_are_its_own_and_those_that_name_it_as_a_party() -> None:
    assert [one.id for one in DIRECTORY.of_partner(["acme"])] == ["a"]
    assert [one.id for one in DIRECTORY.of_partner(["borealis"])] == ["x"]
    assert DIRECTORY.of_partner(["nobody"]) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Granville Group SA", {"granville group sa", "granville"}),
        ("Delta Advisory B.V.", {"delta advisory b.v", "delta advisory", "delta"}),
        ("Digital Services Ltd", {"digital services ltd", "digital services"}),
        ("The Company", {"the company"}),
    ],
)
def test_legal_forms_are_left_out_and_generic_words_name_nobody_alone(name: str, expected: set[str]) -> None:
    found = spellings(name)
    assert expected <= found
    assert not found & {"digital", "services", "the", "company", "group"}


@given(st.text(max_size=120))
def test_mentions_lie_in_the_question_in_order_and_apart(question: str) -> None:
    position = 0
    for mention in DIRECTORY.mentions(question):
        assert position <= mention.start < mention.end <= len(question)
        position = mention.end


def test_an_empty_directory_finds_nothing() -> None:
    assert Directory((), ()).mentions("Acme and Borealis") == []
