"""Liaison as the measurement sees it, over a real home."""

from functools import partial
from pathlib import Path

import pytest

from app.bootstrap import build, locator_of
from app.commands.syncing import sync_of
from app.config import load_settings
from eval.retrieval.corpus import open_corpus
from eval.retrieval.liaison_system import LiaisonSystem
from eval.retrieval.systems import Unread
from tests.eval.retrieval.scripted import quiet

PAGES = {
    "sales/index.md": "# Sales\n\nDiscounts above twenty percent need the deal desk's approval.",
    "support/index.md": "# Support\n\nEscalate an outage to the engineer on call within ten minutes.",
    "prices.csv": "partner,price\nAcme,10\nBorealis,20\n",
    "scan.pdf": "%PDF-1.4 cut off",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in PAGES.items():
        path = tmp_path / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_documents_of_one_file_name_are_told_apart_by_their_folder(folder: Path) -> None:
    container = build(load_settings(home=folder / "home"))
    system = LiaisonSystem(container, sync_of(container), partial(locator_of, container))
    system.prepare()
    loaded = system.load(open_corpus(folder / "corpus", folder / "questions.jsonl"), quiet)
    (first, *_rest) = system.rank("Who approves large discounts?", 10)
    assert first.document == "sales/index.md"
    assert "deal desk" in system.text(first.document)[first.start : first.end]
    assert len(system.rank("Who approves large discounts?", 1)) == 1
    assert loaded.unread == (Unread("scan.pdf", "scan.pdf is damaged or cut off; export or download it again."),)
    assert loaded.characters == sum(len(system.text(name)) for name in PAGES)
    assert system.text("scan.pdf") == ""
