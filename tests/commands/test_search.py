"""Passages for machines and for people."""

import pytest

from app.commands.search import passage_as_json, show
from app.domain.access import PUBLIC
from app.domain.documents import Document, Passage
from app.knowledge.finder import Ranked

GUIDE = Document("d", "guide.pdf", "Partner Guide", "guide", PUBLIC, "guide.pdf", "application/pdf", "r")
PASSAGE = Passage("p", "d", 3, 40, 59, "Gold needs\n two [b]engineers[/b].", page=4, section=("2 Tiers", "2.3 Gold"))


def test_the_path_of_headings_is_one_string_for_machines() -> None:
    assert passage_as_json(Ranked(PASSAGE, GUIDE, 0.25)) == {
        "document": "guide.pdf",
        "start": 40,
        "end": 59,
        "page": 4,
        "section": "2 Tiers > 2.3 Gold",
        "score": 0.25,
        "text": PASSAGE.text,
    }


def test_people_see_where_a_passage_stands_and_its_words_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    show([Ranked(PASSAGE, GUIDE, 0.25)])
    said = capsys.readouterr().out
    assert "1. Partner Guide · 2 Tiers > 2.3 Gold · p. 4 · score 0.250" in said
    assert "Gold needs two [b]engineers[/b]." in said


def test_nothing_found_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    show([])
    assert "Nothing was found" in capsys.readouterr().out
