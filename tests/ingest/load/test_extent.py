from dataclasses import replace

import pytest

from ingest.load.registry import Reason, Unreadable, load
from ingest.load.xlsx import MOST_ROWS
from tests.fakes import hostile_files as hostile
from tests.ingest.load.files import LIMITS, xlsx

ROWS = [["Name", "Price"], ["A", "1"], ["B", "2"]]
TABLES = {
    "a.csv": b"Name,Price\nA,1\nB,2\n",
    "a.xlsx": xlsx({"Prices": ROWS}),
    "a.html": b"<table><tr><th>Name<th>Price<tr><td>A<td>1<tr><td>B<td>2</table>",
    "a.md": b"| Name | Price |\n|---|---|\n| A | 1 |\n| B | 2 |\n",
}


def refusal(name: str, content: bytes, **limits: int) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        load(name, content, replace(LIMITS, **limits))
    return caught.value


def test_text_over_the_limit_is_refused() -> None:
    assert load("a.txt", b"x" * 40, replace(LIMITS, max_characters=40)).text == "x" * 40
    error = refusal("a.txt", b"x" * 41, max_characters=40)
    assert error.code is Reason.TOO_LARGE
    assert error.sentence == (
        "a.txt holds 41 characters of text, over the limit of 40; split it into parts or raise LIAISON_MAX_CHARACTERS."
    )


@pytest.mark.parametrize("name", TABLES)
def test_cells_over_the_limit_are_refused_in_every_format(name: str) -> None:
    assert load(name, TABLES[name], replace(LIMITS, max_cells=6)).blocks
    error = refusal(name, TABLES[name], max_cells=3)
    assert error.code is Reason.TOO_LARGE
    assert error.sentence == f"{name} has more than 3 cells in its tables; split it into parts or raise LIAISON_MAX_CELLS."


def test_cells_of_a_sheet_are_counted_as_they_come() -> None:
    """The text of a sheet leaves empty cells out, which take memory all the same."""
    wide = xlsx({"Prices": [["Name", "Price"], *[[None, None, None, "1"]] * 9]})
    assert len(load("a.xlsx", wide, LIMITS).blocks) == 10
    assert refusal("a.xlsx", wide, max_cells=20).code is Reason.TOO_LARGE


@pytest.mark.parametrize("number", [MOST_ROWS + 2, 10**15])
def test_a_row_beyond_the_last_one_is_not_looked_for(number: int) -> None:
    rows = hostile.row("Name", "Price") + hostile.row("A", "1", number=number)
    assert refusal("a.xlsx", hostile.xlsx_of(rows)).code is Reason.DAMAGED
