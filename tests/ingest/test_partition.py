"""Parting a shared table by partner."""

from app.domain.documents import Partner
from ingest.extracted import BlockKind, Extracted, TextBuilder
from ingest.partition import by_partner

ACME = Partner("acme", "Acme Ltd", ("Acme Ltd", "Acme"))
BOREALIS = Partner("borealis", "Borealis Inc", ("Borealis Inc", "Bore"))


def table(*owners: str, heading: str = "") -> Extracted:
    """A table with one row for each owner, below a heading if one is given."""
    builder = TextBuilder()
    builder.add(heading, BlockKind.HEADING, level=1)
    for number, owner in enumerate(owners):
        builder.add(f"Partner: {owner}; Deal: {number}", BlockKind.ROW, cells=(("Partner", owner), ("Deal", str(number))))
    return builder.build("text/csv", "Deals")


def rows(extracted: Extracted) -> list[str]:
    return [dict(block.cells)["Deal"] for block in extracted.blocks if block.kind is BlockKind.ROW]


def test_each_partner_gets_its_own_rows_by_id_or_any_name_in_any_case() -> None:
    shared = table("acme", "BOREALIS INC", " Acme ", "bore", "ACME LTD")
    parts = by_partner(shared, "partner", [ACME, BOREALIS])
    assert {owner: rows(part) for owner, part in parts.items()} == {"acme": ["0", "2", "4"], "borealis": ["1", "3"]}


def test_a_part_holds_no_word_of_another_s_rows() -> None:
    parts = by_partner(table("acme", "borealis"), "Partner", [ACME, BOREALIS])
    assert parts["acme"].text == "Partner: acme; Deal: 0"
    assert parts["borealis"].text == "Partner: borealis; Deal: 1"


def test_rows_of_nobody_known_and_what_is_no_row_belong_to_nobody() -> None:
    parts = by_partner(table("acme", "Corvus", "", heading="Open deals"), "Partner", [ACME])
    nobody = parts[None]
    assert rows(nobody) == ["1", "2"]
    assert nobody.text.startswith("Open deals\n\n")
    assert rows(parts["acme"]) == ["0"]


def test_a_name_that_two_partners_share_gives_its_rows_to_neither() -> None:
    one, two = Partner("north", "North", ("North", "The Group")), Partner("south", "South", ("South", "THE GROUP"))
    parts = by_partner(table("The Group", "South"), "Partner", [one, two])
    assert {owner: rows(part) for owner, part in parts.items()} == {None: ["0"], "south": ["1"]}


def test_an_id_goes_before_another_s_name() -> None:
    other = Partner("other", "Other", ("Other", "acme"))
    assert set(by_partner(table("acme"), "Partner", [other, ACME])) == {"acme"}
    assert set(by_partner(table("acme"), "Partner", [ACME, other])) == {"acme"}


def test_a_column_that_is_not_there_leaves_every_row_to_nobody() -> None:
    assert set(by_partner(table("acme", "borealis"), "Owner", [ACME, BOREALIS])) == {None}


def test_a_partner_without_a_name_does_not_own_the_rows_with_a_blank() -> None:
    assert set(by_partner(table("", "acme"), "Partner", [Partner("acme", "")])) == {None, "acme"}


def test_the_parts_keep_kind_and_title_of_the_whole() -> None:
    part = by_partner(table("acme"), "Partner", [ACME])["acme"]
    assert (part.media_type, part.title) == ("text/csv", "Deals")


def test_a_document_without_blocks_has_no_parts() -> None:
    assert by_partner(Extracted("text", "application/pdf"), "Partner", [ACME]) == {}
