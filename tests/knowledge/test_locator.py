"""The sentences that answer come first, only from what the caller may see, and a wrong route costs places, not answers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.access import EVERYTHING, INTERNAL, PUBLIC, Audience, Caller, Reach
from app.domain.documents import Document, DocumentText
from app.domain.errors import NotFound
from app.knowledge.locator import Located, Locator, Parts
from app.ports import Stored
from tests.knowledge.library import ACME, BOREALIS, Library, document, stored

MANAGER, PARTNER = Caller.parse("manager"), Caller.parse("partner:acme")
WORDS = {"Governing Law": "governed laws law", "Audit Rights": "audit books"}
LAW = "This agreement is governed by the laws of Norway."
FILLERS = ("Orders are placed in writing.", "Fees are due in thirty days.", "Products are listed in an exhibit.")
NAMED = ("Corvus", "Diversinet", "Elmwood", "Fathom", "Granville", "Hespera")


def contract(identity: str, party: str, *texts: str, audience: Audience = PUBLIC) -> Stored:
    facts = replace(document(identity, audience, "agreement", f"Reseller Agreement with {party}"), parties=(party,))
    return stored(facts, *(texts or (" ".join([*FILLERS, LAW, *FILLERS]),)))


def programme() -> Library:
    """Six contracts that say the same, each with another party."""
    return Library([contract(f"d{at}", party) for at, party in enumerate(NAMED)], words=WORDS)


def locator(library: Library, parts: Parts | None = None) -> Locator:
    return Locator(library.embedder, library.finder, library.weigher, library.records, library.naming, library.model, parts)


def text(library: Library, located: Located) -> str:
    return library.records.text(located.document.id, EVERYTHING).text[located.start : located.end]


def test_the_clause_of_the_named_contract_comes_first_and_no_wider_than_its_sentence() -> None:
    library = programme()
    found = locator(library).locate("Which law is the Fathom deal governed by?", MANAGER, 20)
    assert found[0].document.id == "d3"
    assert text(library, found[0]) == LAW
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_without_the_route_the_name_does_not_lead() -> None:
    library = programme()
    ranked = [
        one.document.id for one in locator(library, Parts(routing=False)).locate("Is Fathom governed by a law?", MANAGER, 99)
    ]
    assert set(ranked) == {f"d{at}" for at in range(6)}


def test_where_the_route_is_wrong_the_other_documents_stay_behind() -> None:
    library = Library(
        [*(contract(f"d{at}", party, *FILLERS) for at, party in enumerate(NAMED)), contract("right", "Iolite", LAW)],
        words=WORDS,
    )
    found = locator(library).locate("Which law is the Fathom deal governed by?", MANAGER, 200)
    assert found[0].document.id == "d3"
    (behind,) = [at for at, one in enumerate(found) if one.document.id == "right"]
    assert text(library, found[behind]) == LAW
    assert all(one.score < found[0].score for one in found[1:])


def test_everything_that_was_found_is_ranked_though_nothing_is_named() -> None:
    library = programme()
    found = locator(library).locate("Which laws govern?", MANAGER, 99)
    assert {one.document.id for one in found} == {f"d{at}" for at in range(6)}
    assert text(library, found[0]) == LAW


def test_no_more_than_asked_for_and_each_stretch_once() -> None:
    library = programme()
    assert len(locator(library).locate("Which law governs Fathom?", MANAGER, 3)) == 3
    found = locator(library).locate("Which law governs Fathom?", MANAGER, 200)
    assert len({(one.document.id, one.start, one.end) for one in found}) == len(found)
    assert locator(library).locate("Which law governs Fathom?", MANAGER, 0) == []


def test_sentences_that_are_as_likely_are_one_stretch() -> None:
    twice = f"{LAW} {LAW}"
    library = Library([contract("d", "Corvus", " ".join([*FILLERS, twice, *FILLERS]))], words=WORDS)
    found = locator(library).locate("governed by which law, which laws?", MANAGER, 9)
    assert text(library, found[0]) == twice
    assert len(found) > 1


def test_a_document_without_sentences_is_found_by_its_passages() -> None:
    library = programme()
    old = contract("old", "Iolite", *FILLERS, LAW)
    library.records.replace([old])
    library.index(old)
    found = locator(library).locate("Which law is the Iolite deal governed by?", MANAGER, 200)
    passages = {(one.start, one.end) for one in found if one.document.id == "old"}
    assert passages == {(passage.start, passage.end) for passage in old.passages}
    behind = [one.score for one in found if one.document.id == "old"]
    assert max(behind) < min(one.score for one in found if one.document.id != "old")


def test_another_partners_contract_is_neither_found_nor_known_by_name() -> None:
    library = Library(
        [
            contract("a", "Corvus", audience=ACME),
            contract("b", "Diversinet", audience=BOREALIS),
            contract("i", "Elmwood", audience=INTERNAL),
            contract("p", "Fathom"),
        ],
        words=WORDS,
    )
    one = locator(library)
    assert {found.document.id for found in one.locate("Which law governs the Diversinet deal?", MANAGER, 99)} == set("abip")
    assert {found.document.id for found in one.locate("Which law governs the Diversinet deal?", PARTNER, 99)} == set("ap")


def test_a_document_that_changes_between_two_questions_is_seen_as_it_is() -> None:
    library = programme()
    one = locator(library)
    question = "Which law is the Juniper deal governed by?"
    assert "new" not in {found.document.id for found in one.locate(question, MANAGER, 99)}
    library.put(contract("new", "Juniper"))
    assert one.locate(question, MANAGER, 99)[0].document.id == "new"
    library.records.delete(["new"])
    assert "new" not in {found.document.id for found in one.locate(question, MANAGER, 99)}


def test_names_are_not_read_again_while_nothing_changes() -> None:
    library = programme()
    asked: list[Reach] = []
    listed = library.records.documents

    def listing(reach: Reach) -> list[Document]:
        asked.append(reach)
        return listed(reach)

    library.records.documents = listing  # type: ignore[method-assign]  # counts the calls
    one = locator(library)
    for caller in (MANAGER, PARTNER, MANAGER, PARTNER, MANAGER):
        one.locate("Which law governs Fathom?", caller, 9)
    assert asked.count(MANAGER.reach) == asked.count(PARTNER.reach) == 1


def test_no_document_that_was_found_is_lost_though_only_some_are_ranked_sentence_by_sentence() -> None:
    library = Library([contract(f"d{at}", f"Party{at}", f"{LAW} Order {at}.") for at in range(30)], words=WORDS)
    found = locator(library).locate("Which laws govern?", MANAGER, 10_000)
    assert {one.document.id for one in found} == {f"d{at}" for at in range(30)}
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_of_two_documents_with_the_same_sentence_the_one_that_says_more_of_the_question_elsewhere_comes_first() -> None:
    answer, asked = "Refunds are paid within a week.", "Are refunds paid within a week to a distributor, by invoice?"
    like_it, about_it = ("Stones are sent to a hill, by hand.",) * 2, ("Distributors keep lists.", "Invoices stay filed.")
    library = Library([contract("a", "Corvus", answer, *like_it), contract("b", "Elmwood", answer, *about_it)], words=WORDS)
    ranked = list(dict.fromkeys(one.document.id for one in locator(library).locate(asked, MANAGER, 99)))
    assert ranked == ["b", "a"]


def test_a_long_document_is_made_up_for_spreading_its_probability_over_many_sentences() -> None:
    many = " ".join(f"On day {day} the laws of Norway hold. {FILLERS[day % 3]}" for day in range(20))
    library = programme()
    library.put(contract("long", "Iolite", many))
    library.put(contract("short", "Iolite", LAW))
    found = locator(library).locate("Which laws govern the Iolite deals?", MANAGER, 99)
    long, short = (sum(one.score for one in found if one.document.id == identity) for identity in ("long", "short"))
    assert found[0].document.id == "short"
    assert long > short


def test_a_document_that_is_forgotten_while_it_is_looked_for_stops_nobody() -> None:
    library = programme()
    read = library.records.text

    def gone(document_id: str, reach: Reach) -> DocumentText:
        if document_id == "d1":
            message = "That document is not in the records any more."
            raise NotFound(message)
        return read(document_id, reach)

    library.records.text = gone  # type: ignore[method-assign]  # forgets a document between two reads
    found = locator(library).locate("Which laws govern?", MANAGER, 99)
    assert found[0].document.id != "d1"


def test_an_empty_home_has_no_answer() -> None:
    assert locator(Library([])).locate("Which law governs?", MANAGER, 9) == []


@pytest.mark.parametrize("part", ["routing", "adapter", "clauses", "lexical"])
def test_each_part_can_be_left_out_and_counts(part: str) -> None:
    library = programme()
    question = "Which law governs Fathom, and who keeps the books?"
    whole = locator(library).locate(question, MANAGER, 99)
    without = locator(library, replace(Parts(), **{part: False})).locate(question, MANAGER, 99)
    assert {one.document.id for one in without} <= {f"d{at}" for at in range(6)}
    differs = [one.score for one in whole] != [one.score for one in without]
    assert differs or part == "lexical"


@settings(deadline=None, max_examples=30)
@given(
    audiences=st.lists(st.sampled_from([PUBLIC, INTERNAL, ACME, BOREALIS]), min_size=1, max_size=6),
    who=st.sampled_from(["manager", "partner:acme", "partner:borealis", "partner:nobody"]),
    question=st.sampled_from(["Which law governs Fathom?", "Corvus, Elmwood and Granville", "audit books", "", "Ω?"]),
    k=st.integers(0, 12),
)
def test_only_documents_the_caller_may_see_come_and_only_stretches_they_have(
    audiences: list[Audience], who: str, question: str, k: int
) -> None:
    caller = Caller.parse(who)
    library = Library([contract(f"d{at}", NAMED[at], audience=audience) for at, audience in enumerate(audiences)], words=WORDS)
    found = locator(library).locate(question, caller, k)
    assert len(found) <= k
    for one in found:
        assert caller.may_see(one.document.audience)
        assert 0 <= one.start < one.end <= len(library.records.text(one.document.id, EVERYTHING).text)
        assert np.isfinite(one.score)
