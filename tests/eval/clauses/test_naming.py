"""Contracts are called as people call them, never by a name that two of them share."""

import random

import pytest

from eval.clauses.naming import Contract, asked_about, contract_of, distinct_names, misspelt, short

ACME = Contract("Reseller Agreement", ("Acme, Inc.", "Borealis Corp"))
NORTHWIND = Contract("Supply", ("NORTHWIND TRADERS LTD", "Borealis Corp"))
DISTINCT = distinct_names([ACME, NORTHWIND])


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  # a repeatable choice, nothing secret


def ways(contract: Contract, line: str = "Does {deal} renew?", tries: int = 400) -> set[str]:
    found = (asked_about(line, contract, DISTINCT, chance(seed)) for seed in range(tries))
    return {one for one in found if one}


@pytest.mark.parametrize(
    ("title", "kind", "parties"),
    [
        ("Reseller Agreement between Acme, Inc. and Borealis AS", "Reseller Agreement", ("Acme, Inc", "Borealis AS")),
        ('Joint "Venture" Agreement by and between Acme (the Buyer) and You', "Joint Venture Agreement", ("Acme",)),
        ("Sponsorship", "Sponsorship", ()),
        ("", "agreement", ()),
        ("Supply Agreement between [Party A] and The individual or entity", "Supply Agreement", ()),
    ],
)
def test_a_title_says_what_kind_and_between_whom(title: str, kind: str, parties: tuple[str, ...]) -> None:
    found = contract_of(title)
    assert (" ".join(found.kind.split()), found.parties) == (kind, parties)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Acme, Inc.", "Acme"),
        ("Diversinet Corp", "Diversinet"),
        ("First Data Co., Ltd.", "First Data"),
        ("Inc. Magazine", "Inc. Magazine"),
        ("AB Ltd", "AB Ltd"),
        ("Acme", "Acme"),
    ],
)
def test_a_short_name_has_no_legal_form_unless_too_little_is_left(name: str, expected: str) -> None:
    assert short(name) == expected


def test_only_a_name_of_one_contract_tells_it_from_the_others() -> None:
    assert frozenset({"acme", "northwind traders"}) == DISTINCT
    assert asked_about("Does {deal} renew?", Contract("Supply", ("Borealis Corp",)), DISTINCT, chance(1)) is None
    assert asked_about("Does {deal} renew?", Contract("Supply", ()), DISTINCT, chance(1)) is None


def test_a_contract_is_called_in_many_ways_each_with_its_own_name() -> None:
    found = ways(ACME)
    assert "Does the Acme deal renew?" in found
    assert "Does the Acme/Borealis deal renew?" in found
    assert any("reseller agreement" in one for one in found)
    assert len(found) > 10
    assert all("acm" in one.lower() for one in found)


def test_names_in_capitals_are_mostly_written_as_names_and_some_are_misspelt() -> None:
    found = ways(NORTHWIND)
    assert "Does the Northwind Traders deal renew?" in found
    assert "Does the NORTHWIND TRADERS deal renew?" in found
    assert any("northwind traders" not in one.lower() for one in found)


def test_a_contract_is_never_between_a_party_and_itself() -> None:
    assert not [one for one in ways(NORTHWIND) if one.lower().count("northwind") > 1]


def test_the_same_seed_asks_the_same() -> None:
    assert asked_about("{deal}?", ACME, DISTINCT, chance(5)) == asked_about("{deal}?", ACME, DISTINCT, chance(5))


def test_a_misspelt_name_differs_by_one_error_and_a_short_name_stays() -> None:
    for seed in range(50):
        found = misspelt("Diversinet", chance(seed))
        assert found[:2] == "Di"
        assert abs(len(found) - len("Diversinet")) <= 1
    assert any(misspelt("Diversinet", chance(seed)) != "Diversinet" for seed in range(5))
    assert misspelt("Acme", chance(1)) == "Acme"
