"""Made-up contract language: the clauses of `clauses.yaml`, their slots filled by a seeded generator.

Each clause is about as long as the passages that real agreements give (300 to 500 characters), and the words of a kind come
again in thousands of passages, as they do in real programmes: that is what makes word search work hard.
"""

import random
from dataclasses import dataclass
from pathlib import Path

import yaml

_WRITTEN = yaml.safe_load(Path(__file__).with_name("clauses.yaml").read_text(encoding="utf-8"))

CLAUSES: tuple[tuple[str, str], ...] = tuple(_WRITTEN["clauses"].items())
"""Headings with their text, slots open."""

SLOTS: dict[str, list[str]] = _WRITTEN["slots"]
"""What may stand in a slot, apart from names and numbers."""


@dataclass(frozen=True, slots=True)
class Names:
    """Who an agreement is between."""

    vendor: str
    partner: str


def clause(kind: int, names: Names, dice: random.Random) -> str:
    """The text of clause number `kind` (0 to len(CLAUSES) - 1), its slots filled from `dice`."""
    filled = {name: dice.choice(values) for name, values in SLOTS.items()}
    return CLAUSES[kind][1].format(
        vendor=names.vendor,
        partner=names.partner,
        days=dice.randrange(5, 181),
        months=dice.randrange(2, 61),
        percent=dice.randrange(2, 51),
        count=dice.randrange(2, 10),
        amount=f"{dice.randrange(5, 900)},000",
        **filled,
    )
