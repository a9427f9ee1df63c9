import pytest

from ingest.load.pdf_furniture import without_furniture

BODY = [f"Sentence number {word} goes on" for word in ("one", "two", "three", "four")]


def pages(top: list[str], bottom: list[str]) -> list[str]:
    """Four pages with the given first and last lines; `{n}` counts the pages, `{r}` does so in Roman numerals."""
    romans = ("i", "ii", "iii", "iv")
    return [
        "\n".join(line.format(n=place + 1, r=romans[place]) for line in [*top, body, *bottom])
        for place, body in enumerate(BODY)
    ]


@pytest.mark.parametrize(
    ("top", "bottom"),
    [
        (["Acme Agreement"], ["Page {n} of 4"]),
        (["CONFIDENTIAL", "", "Draft of 3 May"], ["Acme 2026, {n}"]),
        ([], ["{n}"]),
        ([], ["- {n} -"]),
        ([], ["{r}"]),
        ([], ["A-{n}"]),
        (["{n}."], ["Source: ACME, 10-K, 5/3/2026"]),
    ],
)
def test_furniture_at_the_edges_is_taken_out(top: list[str], bottom: list[str]) -> None:
    assert without_furniture(pages(top, bottom)) == BODY


@pytest.mark.parametrize(
    ("top", "bottom"),
    [(["ARTICLE {n}"], []), (["Section {n}. Fees"], []), ([], ["500"])],
)
def test_headings_and_figures_at_the_edges_stay(top: list[str], bottom: list[str]) -> None:
    given = pages(top, bottom)
    assert without_furniture(given) == given


def test_a_line_on_two_pages_only_is_no_furniture() -> None:
    given = ["Schedule of fees\nFirst", "Schedule of fees\nSecond"]
    assert without_furniture(given) == given


def test_a_repeated_line_inside_the_text_stays() -> None:
    given = [f"{body}\nIn witness whereof\nlast line of {body}" for body in BODY]
    assert without_furniture(given) == given


def test_a_page_of_furniture_only_becomes_empty() -> None:
    assert without_furniture([*pages(["Acme"], ["{n}"]), "Acme\n5"])[-1] == ""
