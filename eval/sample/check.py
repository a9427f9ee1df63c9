"""Check the sample: the manifest names real files, and every fact of every question stands in a document it lists.

Run `python -m eval.sample.check` from the repository root. It prints each fault and exits with 1 if there is any.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from eval.sample.extraction import plain_text

HERE = Path(__file__).resolve().parent
KINDS = frozenset(
    "agreement amendment guide playbook policy faq price_list deals certifications tickets note email".split(),
)
QUESTION_FILES = ("questions.jsonl", "questions_indirect.jsonl")
LEAST_ANSWERABLE = 90
LEAST_UNANSWERABLE = 30
LEAST_BY_PARTNERS = 20

Record = dict[str, Any]


@cache
def _text(path: Path) -> str:
    return plain_text(path)


def _repeated(values: list[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def manifest_faults(manifest: Record) -> Iterator[str]:
    """Faults of the manifest: missing or repeated files, unknown kinds, partners or audiences."""
    partners = {partner["id"] for partner in manifest["partners"]}
    files = [document["file"] for document in manifest["documents"]]
    audiences = {"public", "internal", *(f"partner:{partner}" for partner in partners)}
    yield from (f"file name used twice: {name}" for name in _repeated([Path(file).name for file in files]))
    on_disk = {str(path.relative_to(HERE)) for path in (HERE / "documents").rglob("*") if path.is_file()}
    yield from (f"not in the manifest: {file}" for file in sorted(on_disk - set(files)))
    for document in manifest["documents"]:
        named = f"in {document['file']}: "
        if not (HERE / document["file"]).is_file():
            yield named + "no such file"
        if document["kind"] not in KINDS:
            yield named + f"unknown kind {document['kind']}"
        if document["partner"] not in {None, *partners}:
            yield named + f"unknown partner {document['partner']}"
        if document["audience"] not in audiences:
            yield named + f"unknown audience {document['audience']}"
        if document.get("amends", files[0]) not in files:
            yield named + "amends a file that is not listed"


def question_faults(question: Record, documents: dict[str, Record]) -> Iterator[str]:
    """Faults of one question: unknown or forbidden documents, facts that stand nowhere."""
    named = f"in {question['id']}: "
    if not question["answerable"]:
        if question["facts"] or question["documents"]:
            yield named + "an unanswerable question lists facts or documents"
        return
    if not question["facts"] or not question["documents"]:
        yield named + "no facts or no documents"
    unknown = [name for name in question["documents"] if name not in documents]
    yield from (named + f"unknown document {name}" for name in unknown)
    if unknown:
        return
    listed = [documents[name] for name in question["documents"]]
    yield from (named + f"asker may not see {entry['file']}" for entry in listed if not may_see(question["as"], entry))
    texts = [_text(HERE / entry["file"]) for entry in listed]
    for fact in question["facts"]:
        if not any(" ".join(spelling.casefold().split()) in text for spelling in fact for text in texts):
            yield named + f"no document has {fact}"


def may_see(asker: str, document: Record) -> bool:
    """Whether `asker` may read the document, or rows of it."""
    if asker in {"manager", "admin"} or document["audience"] == "public" or "partner_column" in document:
        return True
    return bool(document["audience"] == asker)


def faults() -> Iterator[str]:
    """Every fault of the sample."""
    manifest = json.loads((HERE / "manifest.json").read_text(encoding="utf-8"))
    yield from manifest_faults(manifest)
    documents = {Path(document["file"]).name: document for document in manifest["documents"]}
    _say(f"{len(documents)} documents")
    files = {name: _questions(name) for name in QUESTION_FILES}
    idents = [question["id"] for questions in files.values() for question in questions]
    yield from (f"question id used twice: {ident}" for ident in _repeated(idents))
    for name, questions in files.items():
        for question in questions:
            yield from question_faults(question, documents)
        if _too_few(name, questions):
            yield f"too few questions in {name}"


def _questions(name: str) -> list[Record]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def _too_few(name: str, questions: list[Record]) -> bool:
    answerable = sum(question["answerable"] for question in questions)
    by_partners = sum(question["as"].startswith("partner:") for question in questions)
    unanswerable = len(questions) - answerable
    _say(f"{name}: {answerable} answerable, {unanswerable} not, {by_partners} by partners")
    return bool(answerable < LEAST_ANSWERABLE or unanswerable < LEAST_UNANSWERABLE or by_partners < LEAST_BY_PARTNERS)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> int:
    """Print the faults; 0 if there are none."""
    found = list(faults())
    for fault in found:
        _say(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
