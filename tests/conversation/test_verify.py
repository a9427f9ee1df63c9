"""A sentence gets out only if the passages it cites carry it."""

import pytest

from app.conversation.verify import Claim, is_carried, proof, read_claim
from tests.conversation.programme import AGREEMENT, DISCOUNT, GUIDE, NOTICE, OFFERED, question, ranked

NOTICE_QUESTION = question("How much notice do we need to leave the Acme agreement?")
TRUE = [
    "You need 60 days' written notice to terminate the agreement. [1]",
    "You need sixty days' written notice to terminate. [1]",
    "Acme Inc. may terminate for convenience upon 60 days' prior written notice, but not during the Initial Term. [1]",
    "Notice takes no effect during the Initial Term of 12 months [1].",
    "Sixty days' notice under the Acme Reseller Agreement. [1]",
    "The agreement, in force since 1 March 2025, can be terminated upon 60 days' notice. [1]",
    "Acme is appointed as a non-exclusive reseller in Norway and Sweden. [2]",
    "The appointment counts from 1 March 2025. [2]",
    "Acme must not sell the products in Denmark without consent. [2]",
    "Gold partners get a discount of 20% on list prices. [3]",
    "Gold partners get a discount of twenty per cent. [3]",
    "Deals above NOK 250 000 are approved by Ingrid Dahl. [3]",
    "1. Give 60 days' written notice. [1]",
    "Terminate upon 60 days' notice in Norway and Sweden. [1, 2]",
    "Leaving the Agreement requires 60 days' notice. [1]",
    "Each Gold Partner's discount is 20%. [3]",
    "**60 days' prior written notice.** [1]",
]
WRONG_FIGURE = [
    "You need 30 days' written notice to terminate. [1]",
    "You need ninety days' written notice to terminate. [1]",
    "You need 60 months' written notice to terminate. [1]",
    "You need 60 days' notice to terminate after 24 months. [1]",
    "Gold partners receive a discount of 90% on list prices. [3]",
    "Gold partners receive a discount of 20 EUR on list prices. [3]",
    "Gold partners receive a discount of 2.0% on list prices. [3]",
    "Deals above EUR 250,000 are approved by Ingrid Dahl. [3]",
    "Deals above NOK 25,000 are approved by Ingrid Dahl. [3]",
    "The appointment counts from 1 April 2025. [2]",
    "The appointment counts from 2025-03-02. [2]",
    "60 days' written notice to terminate, page 9 of 14. [1]",
]
WRONG_NAME = [
    "Deals above NOK 250,000 are approved by Ola Brekke. [3]",
    "Deals above NOK 250,000 are approved by Ingrid Dahle. [3]",
    "Globex receives a discount of 20% on list prices. [3]",
    "Platinum partners receive a discount of 20% on list prices. [3]",
    "Acme is a non-exclusive reseller in Norway and Finland. [2]",
    "The platinum partners receive a discount of 20% on list prices. [3]",
    "Østfold partners receive a discount of 20% on list prices. [3]",
    "The reseller (Borealis) is appointed in Norway and Sweden. [2]",
    "Deals are approved by DAHL and ACME Nordics. [3]",
]
OWN_STORY = [
    "The market is strong and partners enjoy our excellent support. [1]",
    "Termination is easy and quick for experienced companies with lawyers. [1]",
    "Yes. [1]",
    "[1]",
    "No. [1]",
    "You may share marketing budgets with competitors. [3]",
]
TURNED_ROUND = [
    "Acme may sell the products in Denmark. [2]",
    "Acme is appointed as an exclusive reseller in Norway and Sweden. [2]",
]


@pytest.mark.parametrize("sentence", TRUE)
def test_what_the_cited_passage_says_is_carried(sentence: str) -> None:
    assert is_carried(read_claim(sentence), OFFERED, NOTICE_QUESTION)


@pytest.mark.parametrize("sentence", WRONG_FIGURE)
def test_a_figure_the_cited_passage_does_not_state_is_not_carried(sentence: str) -> None:
    assert not is_carried(read_claim(sentence), OFFERED, NOTICE_QUESTION)


@pytest.mark.parametrize("sentence", WRONG_NAME)
def test_a_name_the_cited_passage_does_not_hold_is_not_carried(sentence: str) -> None:
    assert not is_carried(read_claim(sentence), OFFERED, NOTICE_QUESTION)


@pytest.mark.parametrize("sentence", OWN_STORY)
def test_a_story_of_its_own_is_not_carried(sentence: str) -> None:
    assert not is_carried(read_claim(sentence), OFFERED, NOTICE_QUESTION)


@pytest.mark.parametrize("sentence", TURNED_ROUND)
def test_what_the_passage_denies_is_not_carried(sentence: str) -> None:
    assert not is_carried(read_claim(sentence), OFFERED, NOTICE_QUESTION)


def test_a_sentence_without_a_marker_is_not_carried() -> None:
    assert not is_carried(read_claim("You need 60 days' written notice."), OFFERED, NOTICE_QUESTION)


@pytest.mark.parametrize("marker", ["[4]", "[0]", "[1][7]", "[1, 7]", "[999]"])
def test_a_marker_to_a_passage_that_was_not_offered_carries_nothing(marker: str) -> None:
    assert not is_carried(read_claim(f"You need 60 days' written notice. {marker}"), OFFERED, NOTICE_QUESTION)


def test_a_marker_to_the_wrong_passage_carries_nothing() -> None:
    assert not is_carried(read_claim("You need 60 days' written notice. [3]"), OFFERED, NOTICE_QUESTION)


def test_a_figure_of_the_question_is_no_proof_of_itself() -> None:
    premise = question("Is the discount of Gold partners 90%?")
    assert not is_carried(read_claim("Yes, the discount of Gold partners is 90%. [3]"), OFFERED, premise)


def test_a_figure_of_the_question_may_be_denied_or_set_beside_the_right_one() -> None:
    premise = question("Is the discount of Gold partners 90%?")
    assert is_carried(read_claim("The discount of Gold partners is not 90%. [3]"), OFFERED, premise)
    deal = question("Who approves a deal of NOK 400,000?")
    assert is_carried(read_claim("A deal of NOK 400,000 is above NOK 250,000, approved by Ingrid Dahl. [3]"), OFFERED, deal)


def test_a_partner_named_in_the_question_needs_no_proof_but_an_unknown_name_does() -> None:
    sentence = read_claim("Globex partners receive a discount of 20%. [3]")
    assert is_carried(sentence, OFFERED, question("What discount does Globex get?"))
    assert not is_carried(sentence, OFFERED, question("What discount does Globex get?", "Globex"))


def test_a_code_is_a_name_whole() -> None:
    row = {1: ranked(GUIDE, "product_code: FJ-ATL-C1; product: Atlas Core; currency: EUR; list_price: 9600", 1, kind="row")}
    about = question("What does Atlas Core cost?")
    assert is_carried(read_claim("Atlas Core (FJ-ATL-C1) has a list price of EUR 9,600. [1]"), row, about)
    assert not is_carried(read_claim("Atlas Core (FJ-ATL-C2) has a list price of EUR 9,600. [1]"), row, about)
    assert not is_carried(read_claim("Atlas Core (FJ-BEA-C1) has a list price of EUR 9,600. [1]"), row, about)


def test_a_table_cell_carries_the_unit_of_its_column() -> None:
    row = {1: ranked(AGREEMENT, "Partner: Acme; Notice (days): 60; Margin: 12", 1, kind="row")}
    assert is_carried(read_claim("Acme's notice is 60 days. [1]"), row, NOTICE_QUESTION)
    assert is_carried(read_claim("Acme's margin is 12%. [1]"), row, NOTICE_QUESTION)
    assert not is_carried(read_claim("Acme's notice is 60 weeks. [1]"), row, NOTICE_QUESTION)


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("Sixty days [1].", Claim("Sixty days.", (1,))),
        ("Sixty days. [1] [2]", Claim("Sixty days.", (1, 2))),
        ("Sixty days.[2, 1][2]", Claim("Sixty days.", (2, 1))),
        ("Sixty\n days. [1", Claim("Sixty days.", ())),
        ("Sixty [1] days [", Claim("Sixty days", (1,))),
        ("See [Annex 2].", Claim("See [Annex 2].", ())),
    ],
)
def test_markers_are_parted_from_the_sentence(sentence: str, claim: Claim) -> None:
    assert read_claim(sentence) == claim


def test_the_proof_is_the_sentence_that_carries_most() -> None:
    passage = OFFERED[1].passage
    start, end = proof(read_claim("Notice has no effect in the first 12 months. [1]"), passage)
    assert NOTICE[start - passage.start : end - passage.start].startswith("No such notice may take effect")


def test_the_proof_of_a_table_row_is_the_whole_row() -> None:
    row = ranked(AGREEMENT, "Partner: Acme; Notice: 60. Days", 1, kind="row").passage
    assert proof(Claim("60 days", (1,)), row) == (row.start, row.end)


def test_a_figure_decides_between_sentences_that_share_their_words() -> None:
    passage = OFFERED[3].passage
    start, end = proof(Claim("The approver from NOK 250,000 for Gold partners", (3,)), passage)
    assert DISCOUNT[start - passage.start : end - passage.start].startswith("Deals above")


ORDERED = (
    "The file of deal KX-17 is kept in room 9. Partner managers approve this deal within two days, and we accept no others."
)
DEAL_QUESTION = question("What does the memo say about deal KX-17?")


@pytest.mark.parametrize(
    "sentence",
    [
        "This deal is approved. [1]",
        "The file of deal KX-17, kept in room 9, is approved. [1]",
        "I approve this deal. [1]",
        "I have kept the file of deal KX-17 in room 9. [1]",
        "The deal was accepted within two days. [1]",
        "Ce deal est approuvé. [1]",
        "The deal KX-17 is genehmigt. [1]",
        "The deal KX-17 批准. [1]",
    ],
)
def test_what_is_only_ordered_is_not_decided(sentence: str) -> None:
    offered = {1: ranked(GUIDE, ORDERED, 1)}
    assert not is_carried(read_claim(sentence), offered, DEAL_QUESTION)


@pytest.mark.parametrize(
    "sentence", ["Ingrid Dahl approved this deal. [1]", "Approval of this deal was given by Ingrid Dahl. [1]"]
)
def test_what_was_decided_may_be_told_in_its_other_forms(sentence: str) -> None:
    offered = {1: ranked(GUIDE, "This deal was approved by Ingrid Dahl, and her approval was given in March.", 1)}
    assert is_carried(read_claim(sentence), offered, DEAL_QUESTION)


def test_a_decision_and_what_it_is_about_stand_in_one_passage() -> None:
    offered = {
        1: ranked(GUIDE, "Discounts above the list are approved with the code of the desk.", 1),
        2: ranked(GUIDE, "The deal of Acme is under the terms that all partners know.", 2),
    }
    for text in (
        "This deal is approved and these are the terms of all partners. [1][2]",
        "The deal of Acme is approved. [2][1]",
    ):
        assert not is_carried(read_claim(text), offered, question("Is the deal approved?"))
    desk = {1: ranked(GUIDE, "Discounts above the list are approved with the code.", 1, "Deal desk")}
    assert not is_carried(read_claim("This deal is approved. [1]"), desk, question("Is the deal approved?"))
    assert is_carried(
        read_claim("Discounts above the list are approved by the desk. [1][2]"), offered, question("Who approves?")
    )
