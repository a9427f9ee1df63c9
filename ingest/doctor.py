"""Examining a home: whether model, records, indexes and kept files are there and agree. And putting it right.

Examining changes nothing. Seen while documents are being read, unfinished work shows up as a finding; it is gone afterwards.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np

from app.domain.access import EVERYTHING, Audience
from app.domain.documents import Document
from app.domain.errors import LiaisonError, Unavailable
from app.ports import Embedder, FileStore, LexicalIndex, Records, VectorIndex
from ingest.indexing import Indexes
from ingest.reading import digest_of

AT_ONCE = 256
"""Passages embedded again together: the size `ingest` works in."""

NAMED = 3
"""Things named in a finding: enough to start looking, and the count says how many there are."""

UNIT = 1e-3
"""How far a vector's length may be from 1: rounding stays a thousand times below it."""

SENTENCE = "Either party may end the agreement with sixty days' notice."


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: whether all is well, a sentence about it, and how many things are not."""

    check: str
    ok: bool
    detail: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Stores:
    """What is examined."""

    records: Records
    vectors: VectorIndex
    lexical: LexicalIndex
    embedder: Embedder
    files: FileStore

    @property
    def indexes(self) -> Indexes:
        """What writes the indexes."""
        return Indexes(self.records, self.vectors, self.lexical, self.embedder)


@dataclass(frozen=True, slots=True)
class Differences:
    """Where the indexes differ from the records, by passage id.

    `without_vector` names the places where a passage's vector should stand and does not; `vectors_misplaced`
    goes the other way: place -> passages whose vectors stand there and should not.
    """

    without_vector: Mapping[str, frozenset[str]]
    without_words: frozenset[str]
    vectors_without_passage: frozenset[str]
    words_without_passage: frozenset[str]
    vectors_misplaced: Mapping[str, frozenset[str]]


def examine(stores: Stores) -> list[Finding]:
    """All checks, in order. Where a store cannot be reached at all, the checks that need it are left out."""
    findings = [
        _tried("model", partial(_try_model, stores.embedder), "The embedding model works."),
        _tried("records", stores.records.ping, "The records can be read."),
        _tried("vectors", partial(_read, stores.vectors), "The vector index can be read."),
        _tried("words", partial(_read, stores.lexical), "The word index can be read."),
    ]
    if any(not finding.ok for finding in findings[1:]):
        return findings
    kept = (_files(stores), _strays(stores))
    records = (_units(stores.records), _partners(stores.records))
    return [*findings, _journal(stores.records), *_agreement(compare(stores)), *kept, *records]


def compare(stores: Stores) -> Differences:
    """Compare the indexes with the records. Holds every id at once: about 20 MB for 100,000 passages."""
    audiences = stores.records.passage_audiences()
    standing, worded = stores.vectors.ids(), stores.lexical.ids()
    expected = _expected(stores.vectors, audiences)
    nowhere: frozenset[str] = frozenset()
    lacking = {name: places - standing.get(name, nowhere) for name, places in expected.items()}
    misplaced: dict[str, set[str]] = defaultdict(set)
    for name in standing.keys() & expected.keys():
        for place in standing[name] - expected[name]:
            misplaced[place].add(name)
    return Differences(
        without_vector={name: places for name, places in lacking.items() if places},
        without_words=frozenset(audiences) - worded,
        vectors_without_passage=frozenset(standing) - frozenset(audiences),
        words_without_passage=worded - frozenset(audiences),
        vectors_misplaced={place: frozenset(names) for place, names in misplaced.items()},
    )


def mend(stores: Stores) -> None:
    """Put right what can be; the caller holds the home's lock, so that no run is half-way.

    An index that cannot be read is emptied and filled again from the records, which embeds every passage once more.
    """
    for index in (stores.vectors, stores.lexical):
        _empty_if_unreadable(index, stores)
    indexes = stores.indexes
    indexes.repair()
    found = compare(stores)
    indexes.drop(found.vectors_without_passage | found.words_without_passage)
    for place, names in found.vectors_misplaced.items():
        stores.vectors.drop(place, names)
    missing = iter(sorted(found.without_words | set(found.without_vector)))
    while batch := list(islice(missing, AT_ONCE)):
        known = stores.records.passages(batch, EVERYTHING)
        indexes.index([(document, passage) for passage, document in known.values()])
    for document in _without_file(stores):
        _keep_again(document, stores.files)
    for digest in _stray_files(stores):
        stores.files.remove(digest)


def _try_model(embedder: Embedder) -> None:
    vectors = embedder.embed([SENTENCE])
    if vectors.shape != (1, embedder.dimension) or not np.isclose(np.linalg.norm(vectors[0]), 1.0, atol=UNIT):
        message = f"The embedding model gives vectors of shape {vectors.shape} that are not of length 1."
        raise Unavailable(message)


def _read(index: VectorIndex | LexicalIndex) -> None:
    """Raise Unavailable where something of the index cannot be read; not all damage shows when it is only opened."""
    index.ping()
    index.ids()


def _empty_if_unreadable(index: VectorIndex | LexicalIndex, stores: Stores) -> None:
    try:
        _read(index)
    except Unavailable:
        stores.records.ping()  # what cannot be filled again is better left as it is
        stores.embedder.ping()
        index.discard()


def _tried(check: str, attempt: Callable[[], None], well: str) -> Finding:
    try:
        attempt()
    except LiaisonError as error:
        return Finding(check, ok=False, detail=error.sentence, count=1)
    return Finding(check, ok=True, detail=well)


def _journal(records: Records) -> Finding:
    return _counted(
        "journal",
        records.unfinished(),
        "No work is unfinished.",
        "documents were being changed when a run broke off, or are being changed now",
    )


def _agreement(found: Differences) -> Iterator[Finding]:
    """The findings of comparing indexes and records."""
    checks = (
        ("passages without vectors", found.without_vector, "passages lack a vector in a place where searches look for it"),
        ("passages without words", found.without_words, "passages are not in the word index"),
        ("vectors without passages", found.vectors_without_passage, "vectors belong to no passage"),
        ("words without passages", found.words_without_passage, "entries of the word index belong to no passage"),
        (
            "vectors in a wrong place",
            frozenset().union(*found.vectors_misplaced.values()),
            "vectors stand where another audience searches",
        ),
    )
    for check, faults, sentence in checks:
        yield _counted(check, faults, "None.", sentence)


def _files(stores: Stores) -> Finding:
    missing = [document.name for document in _without_file(stores)]
    return _counted(
        "kept files", missing, "Every original is kept.", "documents have no original kept, so pages cannot be shown"
    )


def _strays(stores: Stores) -> Finding:
    return _counted(
        "originals without a document", _stray_files(stores), "None.", "kept originals belong to no document any more"
    )


def _units(records: Records) -> Finding:
    return _counted(
        "sentences",
        [document.name for document in records.without_units()],
        "Every document has its sentences ready to be ranked.",
        "documents were read by an earlier version; run 'liaison ingest' on them again",
    )


def _partners(records: Records) -> Finding:
    known = {partner.id for partner in records.partners()}
    documents = records.documents(EVERYTHING)
    named = {name for document in documents for name in (document.partner, document.audience.partner) if name}
    return _counted(
        "partners",
        named - known,
        "Every partner is known.",
        "partners are named by documents and not known; list them in a manifest",
    )


def _counted(check: str, faults: Iterable[str], well: str, sentence: str) -> Finding:
    names = sorted(faults)
    if not names:
        return Finding(check, ok=True, detail=well)
    more = ", …" if len(names) > NAMED else ""
    return Finding(check, ok=False, detail=f"{len(names):,} {sentence}: {', '.join(names[:NAMED])}{more}.", count=len(names))


def _expected(vectors: VectorIndex, audiences: Mapping[str, Audience]) -> dict[str, frozenset[str]]:
    """Passage id -> the places it must stand in, worked out once for each audience."""
    places = {audience: vectors.expected_places(audience) for audience in set(audiences.values())}
    return {name: places[audience] for name, audience in audiences.items()}


def _without_file(stores: Stores) -> list[Document]:
    kept = stores.files.digests()
    return [document for document in stores.records.documents(EVERYTHING) if _digest(document) not in kept]


def _stray_files(stores: Stores) -> frozenset[str]:
    """Kept originals that no document refers to: what was forgotten must not lie on."""
    return stores.files.digests() - {_digest(document) for document in stores.records.documents(EVERYTHING)}


def _keep_again(document: Document, files: FileStore) -> None:
    """Keep the original again if it still lies, unchanged, where it was read from."""
    source = Path(document.source)
    content = source.read_bytes() if source.is_file() else b""
    if digest_of(content) == _digest(document):
        files.save(_digest(document), content)


def _digest(document: Document) -> str:
    return document.revision.split("/")[0]
