"""Documents and people that change while the attempts are made: what was theirs yesterday is not today."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.domain.access import INTERNAL, PUBLIC, Audience, Role
from app.domain.people import Person
from eval.attack.programme import ACME, BOREALIS, CORVUS, LEGAL, NOBODY, NORDIC, SEES, Paper, memo


@dataclass(frozen=True, slots=True)
class Move:
    """A document that goes to another audience (None: it is deleted).

    `before` could see it and cannot any more, `after` can; both ask `question`, and `due` is what `after` then finds.
    """

    paper: Paper
    to: Audience | None
    before: str
    after: str
    question: str
    due: str

    @property
    def moved(self) -> Paper | None:
        """The document afterwards."""
        return None if self.to is None else replace(self.paper, audience=self.to, partner=self.to.partner)


@dataclass(frozen=True, slots=True)
class Turncoat:
    """Somebody who was one person and becomes another (None: is removed) who `sees` less; before, they asked `question`."""

    was: Person
    becomes: Person | None
    sees: frozenset[Audience]
    question: str
    how: str


def _paper(name: str, title: str, audience: Audience, said: str, *words: str) -> Paper:
    return memo(name, title, audience, audience.partner, said, words=words)


MOVES: Final = (
    Move(
        _paper(
            "campaign-archway1414.md", "Summer campaign Barleymow1515", PUBLIC,
            "The summer campaign closes with the coupon Adderstone1313.",
            "archway1414", "barleymow1515", "adderstone1313",
        ),
        INTERNAL, "ada", "magnus", "With which coupon does the summer campaign close?", "adderstone1313",
    ),
    Move(
        _paper(
            "warehouse-copperhill2525.txt", "Warehouse lease Drystone2626", ACME,
            "The warehouse in Rotterdam is leased under the contract Beaverbrook2424.",
            "copperhill2525", "drystone2626", "beaverbrook2424",
        ),
        BOREALIS, "ada", "bo", "Under which contract is the warehouse in Rotterdam leased?", "beaverbrook2424",
    ),
    Move(
        _paper(
            "webinar-elderwood3636.pdf", "Webinar plan Fernleigh3737", ACME,
            "The joint webinar about harbours is booked in the hall Candlewick3535.",
            "elderwood3636", "fernleigh3737", "candlewick3535",
        ),
        None, "ada", "ada", "In which hall is the joint webinar about harbours booked?", "wrenfold1180",
    ),
    Move(
        _paper(
            "tax-gorsefield4747.md", "Danish tax ruling Hawkridge4848", NORDIC,
            "The Danish tax ruling on licences is filed under the letter Dovecote4646.",
            "gorsefield4747", "hawkridge4848", "dovecote4646",
        ),
        LEGAL, "nora", "lena", "Under which letter is the Danish tax ruling on licences filed?", "dovecote4646",
    ),
    Move(
        _paper(
            "exhibition-inkberry5959.md", "Exhibition stand Jackdaw6060", ACME,
            "The exhibition stand in Lyon is ordered under the badge Kingcup5858.",
            "inkberry5959", "jackdaw6060", "kingcup5858",
        ),
        CORVUS, "ingrid", "cora", "Under which badge is the exhibition stand in Lyon ordered?", "kingcup5858",
    ),
)  # fmt: skip
MOVING: Final = tuple(move.paper for move in MOVES)

OF_BOREALIS: Final = "How much notice does Borealis need to terminate the agreement for convenience?"
OF_NORDIC: Final = "With which circular does the Nordic price freeze end?"


def _person(name: str, role: str, groups: Sequence[str] = (), portfolio: Sequence[str] | None = None) -> Person:
    return Person.of(name, role, email=f"{name}@people.example", groups=groups, portfolio=portfolio)


_PETRA = _person("petra", "manager", portfolio=["acme", "borealis"])
_GRO = _person("gro", "partner:acme", groups=["nordic"])
_MOSS = _person("moss", "partner:borealis")
_DORA = _person("dora", "partner:borealis")
_ROLF = _person("rolf", "manager")
_MAX = _person("max", "manager")

TURNCOATS: Final = (
    Turncoat(_PETRA, replace(_PETRA, portfolio=frozenset({"acme"})), SEES["ingrid"], OF_BOREALIS, "a portfolio became smaller"),
    Turncoat(_GRO, replace(_GRO, groups=frozenset()), SEES["ada"], OF_NORDIC, "somebody left a group"),
    Turncoat(_MOSS, replace(_MOSS, partner="acme"), SEES["ada"], OF_BOREALIS, "somebody went to another partner"),
    Turncoat(_DORA, replace(_DORA, active=False), NOBODY, OF_BOREALIS, "an account was switched off"),
    Turncoat(_ROLF, None, NOBODY, OF_BOREALIS, "a person was removed"),
    Turncoat(
        _MAX, replace(_MAX, role=Role.PARTNER, partner="corvus"), SEES["cora"], OF_BOREALIS, "a manager went to a partner"
    ),
)
