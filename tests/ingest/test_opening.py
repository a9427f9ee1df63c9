"""Titles and introductions are found past labels, covers and tables of contents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.opening import OPENING, contract_title, openings, title_line

CONTENTS = "\n".join(["TABLE OF CONTENTS", *(f"{at}. Something {at} ........ {at}" for at in range(300))])


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("EXHIBIT 10.24\n\nENDORSEMENT AGREEMENT\n\nThis Agreement", "ENDORSEMENT AGREEMENT"),
        ("Exhibit 10.5 Hosting Agreement\n", "Hosting Agreement"),
        ("Ex-10.(d)\n2\nCONFIDENTIAL TREATMENT REQUESTED\nRESELLER AGREEMENT", "RESELLER AGREEMENT"),
        ("TABLE OF CONTENTS\nPartner Programme Guide 2026", "Partner Programme Guide 2026"),
        ("[McDATA LOGO]\n\nRESELLER AGREEMENT", "RESELLER AGREEMENT"),
        ("How to reset a password\n\nOpen it.", "How to reset a password"),
        ("Exhibition Guide\n", "Exhibition Guide"),
        ("Schedule team meetings early\n", "Schedule team meetings early"),
        ("Ex post reviews", "Ex post reviews"),
        ("Schedule A - Price List", "Price List"),
        ("12\n--\n", None),
        ("", None),
    ],
)
def test_a_title_stands_below_labels_and_notices(text: str, title: str | None) -> None:
    assert title_line(text) == title


def test_a_contract_is_called_by_the_line_that_says_what_it_is() -> None:
    assert (
        contract_title("CORIO INC.\n\nLICENSE AND HOSTING AGREEMENT\n\nThis Agreement is made")
        == "LICENSE AND HOSTING AGREEMENT"
    )
    assert contract_title("THE JOINT CORP.\n\nwhat follows is binding.") == "THE JOINT CORP."


def test_a_sentence_or_a_clause_is_no_title_of_a_contract() -> None:
    assert contract_title("Subject to requirements imposed by law, the rules of this agreement\n1.4 Notwithstanding") is None
    assert contract_title("2. Grant Of Licence\nWITNESSETH:\n") is None


def test_parties_introduced_behind_the_contents_are_in_an_opening() -> None:
    introduction = 'THIS FRANCHISE AGREEMENT is made between Iolite, Inc. ("Iolite") and Corvus AS.'
    first, second = openings(f"{CONTENTS}\n{introduction}\n{CONTENTS}")
    assert introduction not in first
    assert introduction in second
    assert len(second) <= OPENING


def test_parties_introduced_at_the_start_need_no_second_opening() -> None:
    assert openings("This Agreement is made between A Ltd and B Ltd. " + CONTENTS) == (
        ("This Agreement is made between A Ltd and B Ltd. " + CONTENTS)[:OPENING],
    )
    assert openings("") == ("",)


@given(st.text(max_size=400))
def test_any_text_has_openings_and_perhaps_a_title(text: str) -> None:
    assert all(opening in text for opening in openings(text))
    for title in (title_line(text), contract_title(text)):
        assert title is None or title in text
