"""What a file becomes of its own words."""

from app.domain.documents import PageSpan, Partner
from ingest.extracted import Extracted
from ingest.parts import Part, Wanted, parts_of
from ingest.split import Piece
from tests.ingest.extracts import plain, table

ACME, BOREALIS = Partner("acme", "Acme Ltd", ("Acme Ltd",)), Partner("borealis", "Borealis", ("Borealis",))
SIGNED = "Terms of Sale\n\nThis is made between Acme Ltd and Borealis Inc. They sell."


def the_part(extracted: Extracted, wanted: Wanted, name: str = "a.txt") -> Part:
    (part,) = parts_of(extracted, name, wanted)
    return part


def test_a_file_of_which_nothing_is_said_is_one_part_and_nobody_s() -> None:
    page = PageSpan(1, 0, 20)
    part = the_part(plain("Minutes of the week\n", page), Wanted())
    assert (part.owner, part.text, part.media_type, part.pages) == (None, "Minutes of the week\n", "text/plain", (page,))
    assert (part.identity.title, part.identity.kind, part.names) == ("Minutes of the week", "note", ())
    assert part.pieces == (Piece(0, 19, ()),)


def test_what_nothing_in_the_text_says_is_told_by_the_file_s_name() -> None:
    assert the_part(plain("7"), Wanted(), "price_list.txt").identity.kind == "price_list"


def test_names_are_looked_for_in_what_is_a_contract_or_is_described_as_one() -> None:
    assert the_part(plain(SIGNED), Wanted()).names == ()
    assert "Acme Ltd" in the_part(plain(SIGNED), Wanted("contract")).names
    agreement = plain(SIGNED.replace("Terms of Sale", "Sales Agreement"))
    assert "Acme Ltd" in the_part(agreement, Wanted()).names
    assert the_part(agreement, Wanted("guide")).names == ()


def test_a_shared_table_is_parted_by_the_owners_of_its_rows() -> None:
    parts = parts_of(table("acme", "Corvus", "Borealis", "Acme Ltd"), "a.csv", Wanted(None, "Partner", (ACME, BOREALIS)))
    assert {part.owner: len(part.pieces) for part in parts} == {"acme": 2, None: 1, "borealis": 1}
    assert {part.text for part in parts if part.owner == "borealis"} == {"Partner: Borealis; Stage: won"}
    assert {(part.identity.title, part.media_type) for part in parts} == {("Deals", "text/csv")}


def test_without_a_column_a_table_stays_whole_and_so_does_a_text_without_rows() -> None:
    assert the_part(table("acme", "borealis"), Wanted(None, None, (ACME, BOREALIS))).owner is None
    assert the_part(plain("Minutes"), Wanted(None, "Partner", (ACME,))).owner is None
