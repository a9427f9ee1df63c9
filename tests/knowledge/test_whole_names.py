"""Names of several ordinary words are found as a whole, however they are written."""

from dataclasses import replace

import pytest

from app.domain.access import PUBLIC
from app.domain.documents import Document
from app.knowledge.whole_names import MISSPELT, WholeNames

ORDINARY = frozenset("the contract joint network financial food a of deal does apply to".split())


def document(parties: tuple[str, ...] = (), names: tuple[str, ...] = (), file: str = "a.pdf") -> Document:
    plain = Document("d", file, "Agreement", "agreement", PUBLIC, file, "application/pdf", "r1")
    return replace(plain, parties=parties, names=names)


KNOWN = WholeNames()
for position, one in enumerate(
    (
        document(names=("of The Joint Corp.", "Joint Venture Company", "Franchise Owner")),
        document(parties=("Network 1 Financial, Inc.", "Borealis")),
        document(names=("and I-ESCROW, INC.", "Keefe, Bruyette & Woods, Inc.")),
        document(parties=("Keefe, Bruyette & Woods",)),
        document(file="INTERNATIONALFASTFOODCORP_04_04_1997-EX-99.txt"),
        document(parties=("Müller Data B.V.",)),
    )
):
    KNOWN.add(position, one)


def found(question: str) -> list[tuple[str, set[int]]]:
    return [(question[one.start : one.end], set(one.holders)) for one in KNOWN.find(question, ORDINARY)]


@pytest.mark.parametrize(
    ("question", "name", "holders"),
    [
        ("When does The Joint's contract run out?", "The Joint", {0}),
        ("Is the NETWORK 1 FINANCIAL deal exclusive?", "NETWORK 1 FINANCIAL", {1}),
        ("who may leave under network 1 financial", "network 1 financial", {1}),
        ("Is Newtork 1 Financial barred?", "Newtork 1 Financial", {1}),
        ("audit rights at I-Escrow", "I-Escrow", {2}),
        ("the Keefe, bruyette &W oods deal", "Keefe, bruyette &W oods", {2, 3}),
        ("May International Fast Food Polska leave?", "International Fast Food", {4}),
        ("notice to Muller Data", "Muller Data", {5}),
    ],
)
def test_a_name_is_found_however_it_is_written(question: str, name: str, holders: set[int]) -> None:
    assert found(question) == [(name, holders)]


@pytest.mark.parametrize(
    "question",
    [
        "does the joint contract apply to a joint venture",
        "Who is Borealis?",
        "Is a franchise owner bound?",
        "",
        "Fast Food Inc.",
        "Is Network 2 Financial bound?",
    ],
)
def test_ordinary_words_and_single_ones_are_no_whole_name(question: str) -> None:
    assert found(question) == []


def test_a_misspelt_name_counts_less() -> None:
    assert [one.counts for one in KNOWN.find("Network 1 Financial", ORDINARY)] == [1.0]
    assert [one.counts for one in KNOWN.find("Network 1 Finanical", ORDINARY)] == [MISSPELT]
