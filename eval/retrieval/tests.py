"""Reading the questions of a measurement, in either of two forms.

LegalBench-RAG's JSON says which characters of which document answer a question:

    {"tests": [{"query": "…", "snippets": [{"file_path": "acme.txt", "span": [1012, 1205]}]}]}

A file of one JSON object a line says only which documents do:

    {"id": "p1", "query": "…", "documents": ["sales/discounts/index.md"]}
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.errors import Invalid
from eval.retrieval.corpus import Corpus


@dataclass(frozen=True, slots=True)
class Gold:
    """Characters `start` to `end` of a document answer a question; at least one."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SpanTest:
    """A question and the stretches of text that answer it; at least one."""

    query: str
    gold: tuple[Gold, ...]


@dataclass(frozen=True, slots=True)
class PageTest:
    """A question and the documents of which each one answers it; at least one."""

    query: str
    documents: tuple[str, ...]


Tests = tuple[SpanTest, ...] | tuple[PageTest, ...]


def read_tests(path: Path, corpus: Corpus) -> Tests:
    """The questions of a file, in order, their documents called as `corpus` calls them.

    Raises Invalid with a sentence for a file that cannot be read, and for a document that is not in the corpus.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = f"The questions {path} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8 text'}."
        raise Invalid(message) from error
    tests = _tests(path.name, text, corpus)
    if not tests:
        message = f"There are no questions in {path}."
        raise Invalid(message)
    return tests


def _tests(name: str, text: str, corpus: Corpus) -> Tests:
    benchmark = _benchmark(text)
    if benchmark is not None:
        return tuple(_span_test(entry, f"{name}, test {number}", corpus) for number, entry in enumerate(benchmark, 1))
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    return tuple(_page_test(line, f"{name}, line {number}", corpus) for number, line in lines)


def _benchmark(text: str) -> list[Any] | None:
    """The tests of a LegalBench-RAG file; None for a file in the other form."""
    try:
        content = json.loads(text)
    except json.JSONDecodeError:
        return None
    tests = content.get("tests") if isinstance(content, Mapping) else None
    return tests if isinstance(tests, list) else None


def _span_test(entry: Any, place: str, corpus: Corpus) -> SpanTest:
    try:
        query, snippets = entry["query"], [(one["file_path"], *one["span"]) for one in entry["snippets"]]
        gold = [(str(document), int(start), int(end)) for document, start, end in snippets]
    except (KeyError, TypeError, ValueError):
        query, gold = None, []
    if not isinstance(query, str) or not gold or not all(0 <= start < end for _, start, end in gold):
        message = f"{place} needs a 'query' and 'snippets', each with a 'file_path' and a 'span' of some characters."
        raise Invalid(message)
    return SpanTest(query, tuple(Gold(corpus.find(document), start, end) for document, start, end in gold))


def _page_test(line: str, place: str, corpus: Corpus) -> PageTest:
    try:
        entry = json.loads(line)
    except json.JSONDecodeError as error:
        message = f"{place} is not JSON: {error.msg}."
        raise Invalid(message) from error
    query = entry.get("query") if isinstance(entry, Mapping) else None
    documents = entry.get("documents") if isinstance(entry, Mapping) else None
    if not isinstance(query, str) or not isinstance(documents, list) or not documents:
        message = f"{place} needs a 'query' and a list 'documents'."
        raise Invalid(message)
    return PageTest(query, tuple(corpus.find(str(document)) for document in documents))
