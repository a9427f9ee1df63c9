import pytest

from ingest.load.csv_table import find_delimiter
from tests.ingest.load import files


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_row_names_its_columns(delimiter: str) -> None:
    text = "Partner,Tier,Since\nAcme,Gold,2024\nBorealis,Silver,2025\n".replace(",", delimiter)
    extracted = files.read("a.csv", text)
    assert files.shown(extracted) == [
        ("row", "Partner: Acme; Tier: Gold; Since: 2024"),
        ("row", "Partner: Borealis; Tier: Silver; Since: 2025"),
    ]
    assert extracted.blocks[0].cells == (("Partner", "Acme"), ("Tier", "Gold"), ("Since", "2024"))
    assert extracted.media_type == "text/csv"


def test_title_lines_above_the_header_are_paragraphs() -> None:
    text = "Partner list 2026;;\n;;\nPartner;Tier;Since\nAcme;Gold;2024\n"
    assert files.shown(files.read("a.csv", text)) == [
        ("paragraph", "Partner list 2026"),
        ("row", "Partner: Acme; Tier: Gold; Since: 2024"),
    ]


def test_ragged_rows_and_empty_cells_are_read() -> None:
    text = "Partner,Tier,,Since\nAcme\nBorealis,,x,2025,extra\n,,,\nCorvus,Gold,,2026\nDelta,Gold,,\n"
    assert files.shown(files.read("a.csv", text)) == [
        ("row", "Partner: Acme"),
        ("row", "Partner: Borealis; Column 3: x; Since: 2025; Column 5: extra"),
        ("row", "Partner: Corvus; Tier: Gold; Since: 2026"),
        ("row", "Partner: Delta; Tier: Gold"),
    ]


def test_quoted_cells_keep_delimiters_and_lose_line_breaks() -> None:
    extracted = files.read("a.csv", 'Name,Note\nAcme,"one, two\nthree"\nBorealis,none\n')
    assert files.shown(extracted)[0] == ("row", "Name: Acme; Note: one, two three")


@pytest.mark.parametrize(
    "text", ["Name\nAcme\nBorealis\n", "Dear partner, welcome.\nWe are glad\nthat you\nare here.\n", "1,2\n3,4\n"]
)
def test_what_is_no_table_is_read_as_text(text: str) -> None:
    extracted = files.read("a.csv", text)
    assert extracted.text == text
    assert extracted.blocks == ()


def test_decimal_commas_do_not_hide_the_delimiter() -> None:
    assert find_delimiter("Name;Price\nA;1,5\nB;2,5\n") == ";"
