"""What a document says about itself."""

from datetime import date

import pytest

from app.domain.access import PUBLIC
from app.domain.documents import Document, Passage
from ingest.enrich import embedded_text, identify, identity_line, kind_of, parties_in
from ingest.extracted import Extracted
from tests.ingest.extracts import plain

OPENING = """RESELLER AGREEMENT

This Agreement is entered into as of March
1, 2025 between Northwind Software AS, a Norwegian company ("Northwind"), and Acme Trading Ltd., a company
registered in England (the "Reseller").

Signed 7 April 2024."""


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Amendment No. 2 to the Reseller Agreement", "amendment"),
        ("Distribution Contract", "agreement"),
        ("Price_List_2025", "price_list"),
        ("Sales Playbook", "playbook"),
        ("Partner Programme Guide", "guide"),
        ("Code of Conduct", "policy"),
        ("Certified engineers", "certifications"),
        ("Open deals", "deals"),
        ("Support tickets", "tickets"),
        ("Minutes of 4 May", "note"),
        ("Something else", None),
        ("Ideal partners", None),
    ],
)
def test_a_kind_is_told_by_the_first_word_that_fits(title: str, kind: str | None) -> None:
    assert kind_of(title) == kind


def test_both_parties_are_found_with_short_names_that_are_names() -> None:
    assert parties_in(OPENING) == ("Northwind Software AS", "Acme Trading Ltd", "Northwind")


def test_a_role_is_no_name() -> None:
    text = 'made between Acme Ltd ("the Company") and Borealis Inc. ("Partner").'
    assert parties_in(text) == ("Acme Ltd", "Borealis Inc")


@pytest.mark.parametrize(
    ("opening", "parties"),
    [
        ('made by and BETWEEN: ACME LTD and BOREALIS AS ("BOREALIS").', ("ACME LTD", "BOREALIS AS", "BOREALIS")),
        ('made among iPayment, Inc. ("iPay") and Data Group ("DG").', ("iPayment, Inc", "Data Group", "iPay", "DG")),
        ("made between women.com Networks and Acme Ltd. It is agreed", ("women.com Networks", "Acme Ltd")),
        ('made between 2205925 Ontario Limited and Acme Ltd ("Acme").', ("2205925 Ontario Limited", "Acme Ltd", "Acme")),
    ],
)
def test_parties_are_found_however_they_write_themselves(opening: str, parties: tuple[str, ...]) -> None:
    assert parties_in(opening) == parties


def test_what_begins_small_is_no_party() -> None:
    assert parties_in("The difference between the list price and Acme's price is a margin. It is fixed.") == ()


def test_a_text_that_names_no_parties_has_none() -> None:
    assert parties_in("The difference between us is small.") == ()
    assert parties_in("") == ()


def test_an_agreement_is_known_by_parties_and_the_day_it_counts_from() -> None:
    found = identify(plain(OPENING), "scan-7.pdf")
    assert (found.title, found.kind, found.effective) == ("RESELLER AGREEMENT", "agreement", date(2025, 3, 1))
    assert found.parties[0] == "Northwind Software AS"


def test_a_date_that_nothing_calls_effective_is_none() -> None:
    assert identify(plain("Reseller Agreement\n\nSigned 7 April 2024."), "a.txt").effective is None


def test_only_agreements_have_parties_and_a_day() -> None:
    found = identify(plain(OPENING.replace("AGREEMENT", "HANDBOOK")), "handbook.txt")
    assert (found.kind, found.parties, found.effective) == ("guide", (), None)


@pytest.mark.parametrize(
    ("document", "name", "title"),
    [
        (Extracted("Some text here", "text/html", title="  Fund\n Guide "), "a.html", "Fund Guide"),
        (plain("12\n\nFund Guide      page 3\nText."), "a.txt", "Fund Guide"),
        (plain("x" * 121 + "\nFund rules"), "a.txt", "Fund rules"),
        (plain("1 2 3"), "fund_guide-2025.txt", "fund guide 2025"),
        (plain(""), "fund.pdf", "fund"),
        (Extracted("text", "text/html", title="T" * 300), "a.html", "T" * 120),
    ],
)
def test_a_title_is_the_document_s_own_else_its_first_line_else_its_file_name(
    document: Extracted, name: str, title: str
) -> None:
    assert identify(document, name).title == title


def test_the_file_name_tells_the_kind_where_the_title_does_not() -> None:
    assert identify(plain("Northwind and friends"), "price_list.txt").kind == "price_list"


def test_what_tells_no_kind_is_a_mail_or_a_document() -> None:
    assert identify(Extracted("Hello there", "message/rfc822"), "a.eml").kind == "email"
    assert identify(plain("Hello there"), "a.txt").kind == "document"


def named(title: str, *parties: str, kind: str = "agreement") -> Document:
    return Document("d", "a.txt", title, kind, PUBLIC, "/a.txt", "text/plain", "r", parties=parties)


def test_the_identity_names_the_parties_that_the_title_leaves_out() -> None:
    assert (
        identity_line(named("ACME Agreement", "Acme", "Borealis Inc", "Corvus", "Delta"))
        == "ACME Agreement - Borealis Inc - Corvus"
    )
    assert identity_line(named("Guide")) == "Guide"


def test_what_is_embedded_says_where_the_words_stand_without_marks() -> None:
    passage = Passage("p", "d", 0, 0, 9, "Sixty\n  days.", section=("12. Term", "12.2 Notice"))
    guide = named("Partner guide: Oslo", kind="guide")
    assert embedded_text(guide, passage) == "Partner guide Oslo 12 Term 12.2 Notice\nSixty days"


@pytest.mark.parametrize("kind", ["agreement", "amendment", "contract", "Reseller agreement"])
def test_the_passages_of_a_contract_do_not_repeat_what_it_is_called(kind: str) -> None:
    document = named("Reseller Agreement", "Acme", kind=kind)
    assert embedded_text(document, Passage("p", "d", 0, 0, 9, "Sixty days.")) == "Sixty days"
    inside = Passage("p", "d", 0, 0, 9, "Sixty days.", section=("RESELLER AGREEMENT", "12 Term"))
    assert embedded_text(document, inside) == "12 Term\nSixty days"


@pytest.mark.parametrize(
    ("section", "text", "embedded"),
    [
        (("PARTNER GUIDE", "4 Fees"), "4. Fees: none.", "Partner Guide\n4 Fees none"),
        (("4 Fees", "4.1"), "4.1 None.", "Partner Guide 4 Fees\n4.1 None"),
        (("4 Fees",), "4.1 None.", "Partner Guide 4 Fees\n4.1 None"),
        (("4 Fees and other costs",), "4 Fees", "Partner Guide 4 Fees and other costs\n4 Fees"),
        (("H" * 90,), "None.", f"Partner Guide {'H' * 60}\nNone"),
        ((f"{'h' * 58} and more",), f"{'H' * 58} and more: none.", f"Partner Guide\n{'H' * 58} and more none"),
        (("Fees of many kinds", "H" * 50), "None.", f"Partner Guide Fees of {'H' * 50}\nNone"),
        (("Fees", "H" * 55), "None.", f"Partner Guide Fees {'H' * 55}\nNone"),
        (("Fees", "H" * 56), "None.", f"Partner Guide {'H' * 56}\nNone"),
        ((), "None.", "Partner Guide\nNone"),
    ],
)
def test_nothing_is_embedded_twice_and_no_headings_without_end(section: tuple[str, ...], text: str, embedded: str) -> None:
    document = named("Partner Guide", kind="guide")
    assert embedded_text(document, Passage("p", "d", 0, 0, len(text), text, section=section)) == embedded


def test_a_contract_is_known_by_how_it_introduces_its_parties_where_neither_name_nor_first_line_say_so() -> None:
    text = "CORVUS, INC.      MASTER FRANCHISE AGREEMENT\n\nThis Agreement is made between Corvus, Inc. and Iolite AS."
    assert identify(plain(text), "scan_0012.txt").kind == "agreement"
    assert identify(plain(text), "scan_0012.txt").title == "MASTER FRANCHISE AGREEMENT"
    guide = "Partner Programme Guide\n\nThis agreement between us is made of trust."
    assert identify(plain(guide), "scan.txt").kind == "guide"


def test_a_number_behind_the_word_does_not_hide_it() -> None:
    assert identify(plain("x"), "Soupman_Franchise Agreement1.txt").kind == "agreement"
