"""How people call a contract when they ask about it: "the Diversinet deal", "our deal with Acme Corp", at times misspelt."""

import random
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from eval.clauses.wording import filled

LEGAL_FORM = re.compile(
    r"[,.]?\s+(?:incorporated|inc|corporation|corp|company|co|limited|ltd|llc|l\.l\.c|llp|lp|l\.p|plc|gmbh|ag|sa|s\.a|srl|bv|b\.v"
    r"|nv|n\.v|n\.a|na|pty|pte|private)\.?,?$",
    re.IGNORECASE,
)
ROLES = frozenset("you franchisee licensee company client customer distributor reseller agent party franchisor her his".split())
"""What a title says where it names nobody."""

BETWEEN = re.compile(r"\b(?:between|among)\b (?P<parties>.*)", re.IGNORECASE | re.DOTALL)
QUOTES = re.compile(r'["“”]|\(.*?\)|\(.*$')

MISSPELT = 0.05
"""Share of the names typed with an error."""

SHORTEST_MISSPELT = 7
PLACEHOLDER = re.compile(
    r"^\W*$|^\[|__|\bidentified on\b|\bindividual or\b|\bagent$|\bowners$|^its? |contractor$|^party \w$", re.IGNORECASE
)
LONGEST = 60
"""Characters; a longer "party" is a sentence."""


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract as its title has it: what kind of agreement, and between whom."""

    kind: str
    parties: tuple[str, ...]


def contract_of(title: str) -> Contract:
    """Read a title such as "Reseller Agreement between Acme, Inc. and Borealis AS"."""
    kind = QUOTES.sub("", re.split(r"\s+(?:between|among|by and)\b", title, flags=re.IGNORECASE)[0]).strip()
    match = BETWEEN.search(title)
    names = re.split(r"\s+and\s+", match["parties"]) if match else []
    parties = (" ".join(QUOTES.sub("", name).split()).strip(" ,.()") for name in names)
    return Contract(kind or "agreement", tuple(name for name in parties if _is_name(name)))


def short(name: str) -> str:
    """A company's name without its legal form."""
    cut = name
    while (shorter := LEGAL_FORM.sub("", cut)) != cut:
        cut = shorter
    return cut.strip(" ,.") if len(cut.strip(" ,.")) > len("AB") else name


def distinct_names(contracts: Iterable[Contract]) -> frozenset[str]:
    """The short names that only one of the contracts has."""
    counts = Counter(name for contract in contracts for name in {short(party).lower() for party in contract.parties})
    return frozenset(name for name, count in counts.items() if count == 1)


def asked_about(line: str, contract: Contract, distinct: frozenset[str], rng: random.Random) -> str | None:
    """`line` with its slot filled by a way people call this contract; None where no name tells it from the others."""
    known = [name for name in contract.parties[:3] if short(name).lower() in distinct]
    if not known:
        return None
    party = rng.choice(known)
    name = short(party)
    others = [short(other) for other in contract.parties if other != party and short(other) != name]
    if name.isupper() and rng.random() < 0.7:  # noqa: PLR2004  # people write names as names
        name, party = name.title(), party.title()
    if rng.random() < MISSPELT:
        name = misspelt(name, rng)
    kind = contract.kind.lower() if rng.random() < 0.7 else contract.kind  # noqa: PLR2004  # as people type
    kind = kind if re.search(r"agreement|contract", kind, re.IGNORECASE) else f"{kind} agreement"
    deals = [
        f"the {name} deal",
        f"our agreement with {name}",
        f"{name}'s contract",
        f"the {name} {kind}",
        f"the {kind} with {name}",
        f"the {name} agreement",
        f"our {kind} with {party}",
        f"the {name} contract",
        *(deal for other in others[:1] for deal in (f"the {kind} between {name} and {other}", f"the {name}/{other} deal")),
    ]
    return filled(line, rng.choice(deals), rng.choice([name, name, party]))


def misspelt(name: str, rng: random.Random) -> str:
    """`name` with a letter left out, doubled or swapped with the next."""
    if len(name) < SHORTEST_MISSPELT:
        return name
    at = rng.randrange(2, len(name) - 1)
    return rng.choice(
        [name[:at] + name[at + 1 :], name[:at] + name[at + 1] + name[at] + name[at + 2 :], name[:at] + name[at] + name[at:]]
    )


def _is_name(name: str) -> bool:
    return 2 < len(name) <= LONGEST and name.lower() not in ROLES and not PLACEHOLDER.search(name)  # noqa: PLR2004  # letters
