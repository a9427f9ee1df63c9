"""Reading questions in both forms."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import Invalid
from eval.retrieval.tests import Gold, PageTest, SpanTest, read_tests
from tests.eval.retrieval.scripted import corpus_of

CORPUS = corpus_of("acme.txt", "sales/index.md", "support/index.md")


def written(folder: Path, text: str) -> Path:
    path = folder / "questions.json"
    path.write_text(text)
    return path


def benchmark(folder: Path, *tests: Any) -> Path:
    return written(folder, json.dumps({"tests": tests}))


def test_legalbench_rag_files_say_which_characters_answer(tmp_path: Path) -> None:
    snippets = [{"file_path": "cuad/acme.txt", "span": [3, 9]}, {"file_path": "acme.txt", "span": [20, 21]}]
    path = benchmark(tmp_path, {"query": "Notice?", "category": "Notice", "snippets": snippets})
    assert read_tests(path, CORPUS) == (SpanTest("Notice?", (Gold("acme.txt", 3, 9), Gold("acme.txt", 20, 21))),)


def test_lines_say_which_documents_answer(tmp_path: Path) -> None:
    lines = ['{"id": "p1", "query": "Discounts?", "documents": ["sales/index.md", "acme.txt"]}', ""]
    assert read_tests(written(tmp_path, "\n".join(lines)), CORPUS) == (PageTest("Discounts?", ("sales/index.md", "acme.txt")),)


@pytest.mark.parametrize(
    "test",
    [
        {"query": "?", "snippets": []},
        {"query": "?", "snippets": [{"file_path": "acme.txt"}]},
        {"query": "?", "snippets": [{"file_path": "acme.txt", "span": [5, 5]}]},
        {"query": "?", "snippets": [{"file_path": "acme.txt", "span": [1, 2, 3]}]},
        {"query": "?", "snippets": [{"file_path": "acme.txt", "span": ["x", 3]}]},
        {"snippets": [{"file_path": "acme.txt", "span": [1, 2]}]},
        "a string",
    ],
)
def test_a_test_without_characters_to_find_is_named(tmp_path: Path, test: Any) -> None:
    good = {"query": "?", "snippets": [{"file_path": "acme.txt", "span": [0, 2]}]}
    with pytest.raises(Invalid, match=r"questions\.json, test 2 needs a 'query' and 'snippets'"):
        read_tests(benchmark(tmp_path, good, test), CORPUS)


@pytest.mark.parametrize("line", ['{"query": "?"}', '{"query": "?", "documents": []}', "[1]", '{"documents": ["acme.txt"]}'])
def test_a_line_without_documents_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(Invalid, match=r"questions\.json, line 2 needs a 'query' and a list 'documents'"):
        read_tests(written(tmp_path, f'{{"query": "?", "documents": ["acme.txt"]}}\n{line}'), CORPUS)


def test_what_is_not_json_is_named(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"questions\.json, line 1 is not JSON"):
        read_tests(written(tmp_path, "Which discounts?"), CORPUS)


@pytest.mark.parametrize("text", ["", '{"tests": []}'])
def test_a_file_without_questions_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Invalid, match="There are no questions"):
        read_tests(written(tmp_path, text), CORPUS)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"none\.json cannot be read: No such file"):
        read_tests(tmp_path / "none.json", CORPUS)


def test_a_question_about_a_document_that_is_not_in_the_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"asks about 'none\.md', which is not in"):
        read_tests(written(tmp_path, '{"query": "?", "documents": ["none.md"]}'), CORPUS)
