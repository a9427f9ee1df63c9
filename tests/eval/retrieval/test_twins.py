"""PDFs and the texts their gold spans were marked in."""

from pathlib import Path

import pytest

from app.domain.errors import Invalid
from eval.retrieval.systems import Located
from eval.retrieval.tests import Gold, PageTest, SpanTest
from eval.retrieval.twins import InTwins, find_twins
from tests.eval.retrieval.scripted import ScriptedSystem, corpus_of

CORPUS = corpus_of("acme.pdf", "notes.txt", "old/acme-old.pdf")
ABOUT_ACME = (SpanTest("?", (Gold("acme.pdf", 0, 5),)),)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("acme.txt", "notes.txt", "acme-old.txt"):
        (tmp_path / name).write_text("Either party may terminate upon sixty days notice.")
    return tmp_path


def test_pdfs_have_twins_in_the_same_place_or_right_in_the_folder_and_texts_need_none(folder: Path) -> None:
    assert find_twins(folder, CORPUS, ABOUT_ACME) == {
        "acme.pdf": folder / "acme.txt",
        "old/acme-old.pdf": folder / "acme-old.txt",
    }


def test_without_a_folder_there_are_no_twins() -> None:
    assert find_twins(None, CORPUS, (SpanTest("?", (Gold("notes.txt", 0, 5),)),)) == {}
    assert find_twins(None, CORPUS, (PageTest("?", ("acme.pdf",)),)) == {}


def test_gold_spans_in_a_pdf_ask_for_the_folder_of_twins() -> None:
    with pytest.raises(Invalid, match=r"acme\.pdf is a PDF: name the folder of the texts with --gold-text"):
        find_twins(None, CORPUS, ABOUT_ACME)


def test_a_pdf_with_gold_spans_and_without_a_twin_is_named(folder: Path) -> None:
    (folder / "acme.txt").unlink()
    with pytest.raises(Invalid, match=r"acme\.pdf is a PDF: it has no twin in"):
        find_twins(folder, CORPUS, ABOUT_ACME)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="There is no folder"):
        find_twins(tmp_path / "none", CORPUS, ABOUT_ACME)


def test_hits_go_over_in_their_order_and_those_without_a_twin_as_they_are(folder: Path) -> None:
    text = "HEADER Either\nparty may terminate FOOTER upon sixty days notice."
    system = ScriptedSystem({"acme.pdf": text, "notes.txt": "Notes."}, {})
    ranking = [Located("notes.txt", 1, 4, 0.9), Located("acme.pdf", 7, 33, 0.8), Located("acme.pdf", 34, 40, 0.7)]
    projected = InTwins(system, {"acme.pdf": folder / "acme.txt"}).project(ranking)
    assert projected == (Located("notes.txt", 1, 4, 0.9), Located("acme.pdf", 0, 26, 0.8), Located("acme.pdf", 26, 26, 0.7))


def test_the_aligned_share_counts_gold_spans_whose_words_were_extracted(folder: Path) -> None:
    system = ScriptedSystem({"acme.pdf": "Either party may terminate upon"}, {})
    tests = (SpanTest("?", (Gold("acme.pdf", 0, 26), Gold("acme.pdf", 27, 50))), SpanTest("?", (Gold("notes.txt", 0, 5),)))
    in_twins = InTwins(system, {"acme.pdf": folder / "acme.txt"})
    assert in_twins.aligned_share(tests) == 0.5
    assert in_twins.aligned_share(tests[1:]) == 1.0


def test_a_pdf_that_could_not_be_read_has_no_aligned_spans(folder: Path) -> None:
    assert InTwins(ScriptedSystem({}, {}), {"acme.pdf": folder / "acme.txt"}).aligned_share(ABOUT_ACME) == 0.0


def test_a_twin_that_is_no_text_is_named(folder: Path) -> None:
    (folder / "acme.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Invalid, match=r"acme\.txt cannot be read: it is not UTF-8 text"):
        InTwins(ScriptedSystem({}, {}), {"acme.pdf": folder / "acme.txt"}).aligned_share(ABOUT_ACME)
