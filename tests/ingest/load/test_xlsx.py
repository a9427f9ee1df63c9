from datetime import datetime, time
from io import BytesIO

import pytest
from openpyxl import Workbook

from ingest.load.registry import Reason, Unreadable
from ingest.load.xlsx import shown
from tests.ingest.load import files

MARCH = datetime(2026, 3, 1)  # noqa: DTZ001 - cells have no time zone


def test_sheets_are_headings_and_rows_name_their_columns() -> None:
    content = files.xlsx(
        {
            "Prices": [
                ["Price list 2026"],
                [],
                ["Product", "From", "List price"],
                ["Atlas", MARCH, 1200.0],
                ["Borea", None, 80.5],
            ],
            "Partners": [["Partner", "Tier"], ["Acme", "Gold"]],
        }
    )
    extracted = files.read("a.xlsx", content)
    assert files.shown(extracted) == [
        ("heading", "Prices"),
        ("paragraph", "Price list 2026"),
        ("row", "Product: Atlas; From: 2026-03-01; List price: 1200"),
        ("row", "Product: Borea; List price: 80.5"),
        ("heading", "Partners"),
        ("row", "Partner: Acme; Tier: Gold"),
    ]
    assert extracted.blocks[0].level == 1
    assert extracted.title is None


def test_hidden_sheets_and_formulas_without_a_value_are_left_out() -> None:
    workbook = Workbook()
    sheet = workbook.create_sheet("Open", 0)
    sheet.append(["Name", "Sum", "Note"])
    sheet.append(["Acme", "=1+1", "ok"])
    hidden = workbook.worksheets[1]
    hidden.append(["Secret", "Margin"])
    hidden.sheet_state = "hidden"
    file = BytesIO()
    workbook.save(file)
    assert files.read("a.xlsx", file.getvalue()).text == "Open\n\nName: Acme; Note: ok"


def test_a_workbook_without_values_is_empty() -> None:
    with pytest.raises(Unreadable) as caught:
        files.read("a.xlsx", files.xlsx({"Sheet1": []}))
    assert caught.value.code is Reason.EMPTY


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.25, "0%", "25%"),
        (0.1 + 0.2, "General", "0.3"),
        (1_234_567.0, "#,##0", "1234567"),
        (100, "General", "100"),
        (1e21, "General", "1000000000000000000000"),
        (True, "General", "TRUE"),
        (datetime(2026, 3, 1, 14, 30), "General", "2026-03-01 14:30"),  # noqa: DTZ001 - cells have no time zone
        (time(9, 5), "General", "09:05"),
        ("#REF!", "General", ""),
        ("#1 partner!", "General", "#1 partner!"),
    ],
)
def test_values_are_shown_as_a_reader_of_the_sheet_sees_them(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text
