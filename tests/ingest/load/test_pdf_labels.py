import pytest

from ingest.load.pdf_labels import part_labels


@pytest.mark.parametrize(
    ("glued", "parted"),
    [
        ("2.1License Grants", "2.1 License Grants"),
        ("end.\n3.1.2Members; Officers", "end.\n3.1.2 Members; Officers"),
        ("1.DEFINITIONS", "1. DEFINITIONS"),
        ("1.1“CIA” means", "1.1 “CIA” means"),
        ("(a)The Partner", "(a) The Partner"),
        ("(iv)reimburse it", "(iv) reimburse it"),
        ("(3)“Affiliate”", "(3) “Affiliate”"),
        ("●Initiate", "● Initiate"),
    ],
)
def test_a_label_at_a_lines_beginning_is_parted_from_its_clause(glued: str, parted: str) -> None:
    assert part_labels(glued) == parted


@pytest.mark.parametrize(
    "page", ["2.1 License Grants", "1.5M users", "12.5USD a seat", "(s)he signs", "see 2.1License", "3.14 and 2.Q"]
)
def test_figures_pronouns_and_labels_inside_a_line_stay(page: str) -> None:
    assert part_labels(page) == page
