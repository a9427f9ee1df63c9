"""Which documents a corpus holds, and which one a question means."""

import json
from pathlib import Path

import pytest

from app.domain.errors import Invalid
from eval.retrieval.corpus import open_corpus, stem
from tests.eval.retrieval.scripted import corpus_of


def test_documents_are_called_by_their_path_below_the_folder(tmp_path: Path) -> None:
    for name in ("index.md", "sales/index.md", "sales/deals.md", "questions.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("text")
    corpus = open_corpus(tmp_path, tmp_path / "questions.jsonl")
    assert sorted(file.name for file in corpus.files) == ["index.md", "sales/deals.md", "sales/index.md"]
    assert corpus.manifest is None


def test_a_manifest_says_which_documents_there_are(tmp_path: Path) -> None:
    (tmp_path / "acme.txt").write_text("text")
    (tmp_path / "notes.txt").write_text("text")
    (tmp_path / "manifest.json").write_text(json.dumps({"documents": [{"file": "acme.txt"}]}))
    corpus = open_corpus(tmp_path, tmp_path / "questions.jsonl")
    assert [file.name for file in corpus.files] == ["acme.txt"]
    assert corpus.manifest == tmp_path / "manifest.json"


def test_a_document_that_the_manifest_promises_and_nobody_brought_is_named(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"documents": [{"file": "acme.txt"}]}))
    with pytest.raises(Invalid, match=r"There is no file .*acme\.txt"):
        open_corpus(tmp_path, tmp_path / "questions.jsonl")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="There are no documents"):
        open_corpus(tmp_path, tmp_path / "questions.jsonl")


@pytest.mark.parametrize("reference", ["acme.txt", "cuad/acme.txt", "acme.pdf", "acme"])
def test_a_file_name_that_is_there_once_is_found_in_any_folder_and_form(reference: str) -> None:
    assert corpus_of("acme.pdf", "borealis.pdf").find(reference) == "acme.pdf"


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("index.md", "index.md"),
        ("sales/index.md", "sales/index.md"),
        ("handbook/sales/index.md", "sales/index.md"),
        ("deals/index.html", "sales/deals/index.md"),
        ("sales/index.html", "sales/index.md"),
    ],
)
def test_among_documents_of_one_file_name_the_path_decides(reference: str, found: str) -> None:
    assert corpus_of("sales/index.md", "sales/deals/index.md", "support.md", "index.md").find(reference) == found


def test_a_file_name_that_may_be_several_documents_is_refused() -> None:
    with pytest.raises(Invalid, match=r"'index\.md' may be 2 documents of /corpus; name it by its path"):
        corpus_of("sales/index.md", "support/index.md").find("index.md")


def test_a_document_that_is_not_there_is_named() -> None:
    with pytest.raises(Invalid, match=r"'nowhere\.txt', which is not in /corpus"):
        corpus_of("acme.txt").find("nowhere.txt")


def test_a_stem_keeps_dots_that_start_no_extension() -> None:
    assert stem("cuad/INC_04_14_2000-EX-10.14-AGREEMENT.TXT") == "INC_04_14_2000-EX-10.14-AGREEMENT"
