"""The lines of asked.yaml, asked_held_out.yaml and topics.yaml, as questions with the kind of clause each asks for."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from app.knowledge.clauses import KINDS

FOLDER = Path(__file__).parent
ASKED = FOLDER / "asked.yaml"
HELD_OUT = FOLDER / "asked_held_out.yaml"
TOPICS = FOLDER.parent / "topics.yaml"

SOMETHING_ELSE = "something else"

TOPIC_OF = {
    "Parties": "parties to the agreement",
    "Agreement Date": "agreement date and signature",
    "Governing Law": "governing law and jurisdiction",
    "Revenue/Profit Sharing": "revenue or profit sharing",
    "Rofr/Rofo/Rofn": "right of first refusal, offer or negotiation",
    "Notice Period To Terminate Renewal": "notice to stop renewal",
    "Competitive Restriction Exception": "exceptions to competitive restrictions",
    "Unlimited/All-You-Can-Eat-License": "unlimited license",
    "Affiliate License-Licensee": "affiliate license to licensee side",
    "Affiliate License-Licensor": "affiliate license from licensor side",
    "Price Restrictions": "price restrictions and resale pricing",
}
"""Kinds whose topic in topics.yaml has another name; the others have the same, in small letters."""

DEALS = ("the agreement", "the contract", "the deal", "our agreement", "this contract", "the partner", "")
PARTNERS = ("the partner", "the partner", "them", "they", "the company", "")
"""What may stand where a name was taken out of a question."""

CALLED = ("the reseller agreement", "the distribution agreement", "our partner contract", "the service agreement")
"""The same once more for each line: what an agreement is called does not tell what is asked of it."""

VARIANTS = 3
"""Ways in which each line is written for training."""

OFTEN = 2
"""A word that so many lines share is a word to ask with, not a name."""

WORD = re.compile(r"[a-z0-9]+")

Line = tuple[str, str]
"""A question and its kind."""


def lines(path: Path) -> dict[str, list[str]]:
    """The lines of a file by kind, with their slots `{deal}` and `{partner}`."""
    content: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def filled(line: str, deal: str, partner: str) -> str:
    """A line with something in its slot; possessives go with the slot where nothing takes its place."""
    text = line
    for slot, name in (("{deal}", deal), ("{partner}", partner)):
        text = text.replace(slot, name) if name else text.replace(f"{slot}'s", "").replace(slot, "")
    return " ".join(text.split())


def training_lines(seed: int) -> list[Line]:
    """Every line to learn from, names out of it in several ways; topics that are no clause kind are something else.

    A line that the other writer of asked_held_out.yaml thought of as well is left out: nothing is learned from those.
    """
    rng = random.Random(seed)  # noqa: S311  # a repeatable choice, nothing secret
    held_out = {_bare(line) for asked in lines(HELD_OUT).values() for line in asked}
    found = [
        (filled(line, rng.choice(deals), rng.choice(PARTNERS)), kind)
        for kind, asked in lines(ASKED).items()
        for line in asked
        for deals in (*[DEALS] * VARIANTS, CALLED)
        if _bare(line) not in held_out
    ]
    return found + [line for line in _topic_lines("asked") for _ in range(VARIANTS - 1) if _bare(line[0]) not in held_out]


def _bare(line: str) -> tuple[str, ...]:
    """The words of a line without its slots."""
    return tuple(WORD.findall(filled(line, "", "").lower()))


def written_lines() -> list[Line]:
    """Sentences as they stand in agreements, with their kind, written for the project."""
    return list(_topic_lines("written"))


def _topic_lines(key: str) -> Iterator[Line]:
    kinds = {TOPIC_OF.get(kind, kind.lower()): kind for kind in KINDS}
    for entry in yaml.safe_load(TOPICS.read_text(encoding="utf-8")):
        for line in entry[key]:
            yield line, kinds.get(entry["topic"], SOMETHING_ELSE)


def words_to_ask_with(questions: Sequence[str]) -> list[str]:
    """The words people ask with, in alphabetical order: those that several lines share."""
    counts = Counter(word for text in questions for word in set(WORD.findall(text.lower())))
    return sorted(word for word, count in counts.items() if count >= OFTEN)
