"""The text twins of a corpus' PDFs, in whose characters the gold spans are given, and taking rankings over into them.

The twin of `contracts/acme.pdf` is `contracts/acme.txt` in the folder of twins, or `acme.txt` right in it.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from app.domain.errors import Invalid
from eval.retrieval.alignment import Alignment, align
from eval.retrieval.corpus import Corpus
from eval.retrieval.systems import Located, System
from eval.retrieval.tests import Gold, SpanTest, Tests

TEXT, PDF = ".txt", ".pdf"

LEAST_PAIRED = 0.9
"""The share of a gold span's words that must stand in the extracted text too for the span to count as aligned: below it,
a hit on the right place loses more than the tenth of its recall that reports round away."""


def find_twins(folder: Path | None, corpus: Corpus, tests: Tests) -> dict[str, Path]:
    """The twins in `folder` by the name of their document. Texts need none: their characters are counted as they are.

    Raises Invalid if there is no such folder, and for a PDF that gold spans lie in and that has no twin.
    """
    if folder is not None and not folder.is_dir():
        message = f"There is no folder {folder}."
        raise Invalid(message)
    twins = {} if folder is None else _twins_in(folder, corpus)
    alone = next((one.document for one in _gold(tests) if _is_pdf(one.document) and one.document not in twins), None)
    if alone is not None:
        where = "name the folder of the texts with --gold-text" if folder is None else f"it has no twin in {folder}"
        message = f"Gold spans count the characters of a text, and {alone} is a PDF: {where}."
        raise Invalid(message)
    return twins


class InTwins:
    """The spans of one system in the characters of the twins; each document is aligned when it is first needed."""

    def __init__(self, system: System, twins: Mapping[str, Path]) -> None:
        self._system = system
        self._twins = twins
        self._alignments: dict[str, Alignment] = {}

    def project(self, ranking: Iterable[Located]) -> tuple[Located, ...]:
        """The same hits in the same order; those in documents without a twin stay as they are."""
        return tuple(self._project(hit) for hit in ranking)

    def aligned_share(self, tests: Tests) -> float:
        """The share of gold spans in documents with a twin of which nearly all words are in the extracted text; 1 for none."""
        spans = [one for one in _gold(tests) if one.document in self._twins]
        aligned = [self._of(one.document).paired_share(one.start, one.end) >= LEAST_PAIRED for one in spans]
        return sum(aligned) / len(aligned) if aligned else 1.0

    def _project(self, hit: Located) -> Located:
        if hit.document not in self._twins:
            return hit
        start, end = self._of(hit.document).project(hit.start, hit.end)
        return Located(hit.document, start, end, hit.score)

    def _of(self, document: str) -> Alignment:
        if document not in self._alignments:
            twin = _read(self._twins[document])
            self._alignments[document] = align(self._system.text(document), twin)
        return self._alignments[document]


def _gold(tests: Tests) -> Iterable[Gold]:
    return (one for test in tests if isinstance(test, SpanTest) for one in test.gold)


def _is_pdf(document: str) -> bool:
    return PurePosixPath(document).suffix.lower() == PDF


def _twins_in(folder: Path, corpus: Corpus) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for file in corpus.files:
        name = PurePosixPath(file.name).with_suffix(TEXT)
        twin = next((path for path in (folder / name, folder / name.name) if path.is_file()), None)
        if twin is not None and file.path.suffix.lower() != TEXT:
            found[file.name] = twin
    return found


def _read(twin: Path) -> str:
    try:
        return twin.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = f"The text {twin} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8 text'}."
        raise Invalid(message) from error
