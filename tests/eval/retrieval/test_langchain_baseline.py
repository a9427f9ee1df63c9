"""The stock pipeline: for real where it is installed, and the sentence where it is not."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from app.domain.errors import Invalid, Unavailable
from eval.retrieval import langchain_baseline
from eval.retrieval.corpus import Corpus, CorpusFile
from eval.retrieval.langchain_baseline import NEEDED, LangChainSystem, load_file, require_installed
from eval.retrieval.systems import Unread
from tests.eval.retrieval.contract_pdf import CLAUSES, contract_pdf, raw_text
from tests.eval.retrieval.scripted import quiet

LAW = "This Agreement is governed by the laws of Norway.\n"
NOTICE = "Either party may terminate upon sixty days' written notice.\n"
FILLING = "The Supplier shall keep the goods in stock and label every box with its number. " * 12

installed = pytest.mark.skipif(
    any(find_spec(name) is None for name in NEEDED), reason="The stock pipeline is not installed (EXTRAS=baseline)."
)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    folder = tmp_path / "corpus"
    (folder / "old").mkdir(parents=True)
    (folder / "acme.txt").write_text(f"{FILLING}\n\n{NOTICE}\n{LAW}")
    (folder / "old" / "contract.pdf").write_bytes(contract_pdf())
    (folder / "prices.xlsx").write_bytes(b"PK\x03\x04\xff\xfe")
    names = ("acme.txt", "old/contract.pdf", "prices.xlsx")
    return Corpus(folder, tuple(CorpusFile(folder / name, name) for name in names))


def test_without_the_extra_a_sentence_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(langchain_baseline, "NEEDED", ("a_package_that_nobody_has",))
    with pytest.raises(Unavailable, match="not installed: run 'make install EXTRAS=baseline'"):
        require_installed()
    with pytest.raises(Unavailable, match="not installed"):
        LangChainSystem(tmp_path)


def test_a_text_is_loaded_whole_and_a_pdf_page_by_page(corpus: Corpus) -> None:
    (text,), pages = list(load_file(corpus.files[0])), list(load_file(corpus.files[1]))
    assert text.page_content == corpus.files[0].path.read_text()
    assert [page.metadata["page"] for page in pages] == list(range(len(pages)))
    assert " ".join(page.page_content for page in pages).split() == raw_text(contract_pdf()).split()


@installed
def test_chunks_are_found_where_they_stand_in_the_whole_text(corpus: Corpus, tmp_path: Path) -> None:
    system = LangChainSystem(tmp_path / "store")
    system.prepare()
    loaded = system.load(corpus, quiet)
    ranking = system.rank("Which law governs the agreement?", 200)
    assert ranking[0].document == "acme.txt"
    assert "laws of Norway" in system.text("acme.txt")[ranking[0].start : ranking[0].end]
    assert len(ranking) == loaded.passages
    assert [hit.score for hit in ranking] == sorted((hit.score for hit in ranking), reverse=True)
    covered = {place for hit in ranking if hit.document == "old/contract.pdf" for place in range(hit.start, hit.end)}
    text = system.text("old/contract.pdf")
    assert all(place in covered or character.isspace() for place, character in enumerate(text))
    assert all(0 < hit.end - hit.start <= 500 for hit in ranking)


@installed
def test_a_chunk_on_a_later_page_is_found_by_its_place_in_the_whole_text(corpus: Corpus, tmp_path: Path) -> None:
    system = LangChainSystem(tmp_path / "store")
    system.prepare()
    system.load(corpus, quiet)
    hit = next(hit for hit in system.rank(CLAUSES[-1], 20) if hit.document == "old/contract.pdf")
    assert CLAUSES[-1].split()[0] in system.text(hit.document)[hit.start : hit.end]


@installed
def test_files_the_stock_loaders_cannot_read_are_named_and_the_rest_is_loaded(corpus: Corpus, tmp_path: Path) -> None:
    (corpus.folder / "old" / "contract.pdf").write_bytes(b"%PDF-1.4 cut off")
    system = LangChainSystem(tmp_path / "store")
    system.prepare()
    loaded = system.load(corpus, quiet)
    assert [unread.document for unread in loaded.unread] == ["old/contract.pdf", "prices.xlsx"]
    assert all(isinstance(unread, Unread) and "cannot be read" in unread.reason for unread in loaded.unread)
    assert loaded.characters == len(system.text("acme.txt"))
    assert system.text("prices.xlsx") == ""


@installed
def test_a_corpus_without_a_text_it_can_read_is_a_sentence(corpus: Corpus, tmp_path: Path) -> None:
    system = LangChainSystem(tmp_path / "store")
    system.prepare()
    with pytest.raises(Invalid, match="reads PDFs and plain text only"):
        system.load(Corpus(corpus.folder, corpus.files[2:]), quiet)
