"""The questions of the project are whole, none to measure with is one to learn from, and slots are filled as people write."""

import re

import pytest
import yaml

from app.knowledge.clauses import KINDS
from eval.clauses.wording import (
    ASKED,
    HELD_OUT,
    SOMETHING_ELSE,
    TOPIC_OF,
    TOPICS,
    filled,
    lines,
    training_lines,
    words_to_ask_with,
    written_lines,
)

FEWEST_ASKED = 600
"""Questions there are at least to learn from."""


def test_every_kind_is_asked_for_in_both_files_and_no_line_stands_in_both() -> None:
    asked, held_out = lines(ASKED), lines(HELD_OUT)
    assert set(asked) == set(held_out) == set(KINDS)
    assert sum(map(len, asked.values())) >= FEWEST_ASKED
    learned = {line.lower() for of_kind in asked.values() for line in of_kind}
    assert not {line.lower() for of_kind in held_out.values() for line in of_kind} & learned


def test_no_line_has_a_slot_that_nothing_fills() -> None:
    every = [line for path in (ASKED, HELD_OUT) for of_kind in lines(path).values() for line in of_kind]
    assert {slot for line in every for slot in re.findall(r"\{.*?\}", line)} == {"{deal}", "{partner}"}


def test_every_kind_has_its_topic() -> None:
    topics = {entry["topic"] for entry in yaml.safe_load(TOPICS.read_text(encoding="utf-8"))}
    assert {TOPIC_OF.get(kind, kind.lower()) for kind in KINDS} <= topics


@pytest.mark.parametrize(
    ("line", "deal", "partner", "expected"),
    [
        ("Does {deal} renew?", "the Acme deal", "", "Does the Acme deal renew?"),
        ("What is {partner}'s notice?", "", "Acme", "What is Acme's notice?"),
        ("What is {partner}'s notice?", "", "", "What is notice?"),
        ("{deal} and {partner}, notice", "", "Acme", "and Acme, notice"),
        ("no slot", "the deal", "Acme", "no slot"),
    ],
)
def test_a_slot_is_filled_and_an_empty_one_goes_with_its_possessive(line: str, deal: str, partner: str, expected: str) -> None:
    assert filled(line, deal, partner) == expected


def test_training_lines_are_the_same_for_a_seed_and_cover_every_kind_and_something_else() -> None:
    found = training_lines(3)
    assert found == training_lines(3)
    assert found != training_lines(4)
    assert {kind for _, kind in found} == {*KINDS, SOMETHING_ELSE}
    assert not [text for text, _ in found if "{" in text]


def test_no_line_to_measure_with_is_learned_from() -> None:
    def words(text: str) -> str:
        return " ".join(re.findall(r"[a-z0-9]+", text.lower()))

    held_out = {words(filled(line, "", "")) for of_kind in lines(HELD_OUT).values() for line in of_kind}
    assert not held_out & {words(text) for text, _ in training_lines(0)}


def test_sentences_of_agreements_come_with_their_kind() -> None:
    found = written_lines()
    assert {kind for _, kind in found} >= {"Governing Law", "Audit Rights", SOMETHING_ELSE}


def test_words_that_several_lines_share_are_words_to_ask_with() -> None:
    assert words_to_ask_with(["Notice, notice with Acme", "Which NOTICE?", "which law"]) == ["notice", "which"]
    assert words_to_ask_with([]) == []
