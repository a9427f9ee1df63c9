"""The sentences of marked contracts, as ingestion makes them, with what they are judged by and what they were marked as."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.config import load_settings
from app.knowledge.clauses import KINDS, features
from app.ports import Embedder, Vectors
from eval.training.marks import Labels, Mark
from ingest.limits import limits_of
from ingest.load.registry import load
from ingest.load.source import Limits
from ingest.manifest import Described
from ingest.parts import parts_of
from ingest.prepare import Candidate, Defaults, complete, prepare, wanted_of
from ingest.units import readable

HALF = 0.5
"""A sentence is marked if half of it lies in a mark, or half of a mark in it."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """One document's sentences in reading order: `rows` (n x features) and `marked` (n x kinds, 0 or 1)."""

    name: str
    rows: Vectors
    marked: NDArray[np.float32]


def read_sentences(labels: Labels, embedder: Embedder, tell: Callable[[int, int, str], None]) -> list[Sentences]:
    """The sentences of all marked contracts, in the order of their names."""
    limits = limits_of(load_settings())
    found = []
    for done, path in enumerate(labels.texts):
        tell(done, len(labels.texts), path.name)
        found.append(_sentences(path, labels.marks[path.stem], embedder, limits))
    tell(len(labels.texts), len(labels.texts), "")
    return found


def _sentences(path: Path, marks: Sequence[Mark], embedder: Embedder, limits: Limits) -> Sentences:
    candidate = Candidate(path, "", complete(Described(), Defaults()))
    extracted = load(path.name, path.read_bytes(), limits)
    (stored,) = prepare(candidate, parts_of(extracted, path.name, wanted_of(candidate.described, [])), "")
    read = [readable(stored.document, passage) for passage in stored.passages]
    _, states = embedder.embed_parts([one.text for one in read], [one.parts for one in read])
    lengths = [end - start for one in read for start, end in one.parts]
    places = np.array([place for one in read for place in one.places], dtype=np.int64)
    return Sentences(path.stem, features(lengths, np.concatenate(states)), marked(places[:, 0], places[:, 1], marks))


def marked(starts: NDArray[np.int64], ends: NDArray[np.int64], marks: Sequence[Mark]) -> NDArray[np.float32]:
    """Which sentences are marked as which kind: 0 or 1, sentences x kinds."""
    found = np.zeros((len(starts), len(KINDS)), dtype=np.float32)
    for start, end, kind in marks:
        common = np.minimum(ends, end) - np.maximum(starts, start)
        within = (common >= HALF * (ends - starts)) | (common >= HALF * (end - start))
        found[within & (common > 0), kind] = 1.0
    return found
