"""From passages to units: the sentences that a routed document is ranked by, each standing in the text its passage embeds.

A unit is a sentence, a part of a very long one, or a table row. The units of a passage are in order, do not overlap and hold
every letter and digit of it. Pure functions.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.documents import Document, Passage
from app.domain.sentences import sentence_spans
from app.ports import Units, Vectors
from ingest.condense import condensed
from ingest.enrich import above
from ingest.split import FEWEST

LONGEST = 600
"""Characters above which a sentence is cut: it is a list written as one sentence, and the answer is one of its items."""

SHORTEST = 80
"""Characters a part of a cut sentence has at least: fewer are a reference ("(a) and (b)"), not a statement."""

CUT = re.compile(r";\s+|\s+(?=\((?:[a-z]{1,2}|[ivxl]{1,5})\)\s)")
"""Where a long sentence may be cut: after a semicolon, before "(a)" or "(ii)"; not before "(60)", which repeats a number."""

Span = tuple[int, int]
"""Characters (start, end)."""

Measure = Callable[[Sequence[int], Vectors], NDArray[np.float32]]
"""Lengths (characters) and states of one document's units in reading order -> log odds of each clause kind, n x kinds."""


@dataclass(frozen=True, slots=True)
class Readable:
    """A passage made ready for the model: the `text` it embeds, its units as characters of that text, and of the document."""

    passage: Passage
    text: str
    parts: tuple[Span, ...]
    places: tuple[Span, ...]


def no_kinds(lengths: Sequence[int], states: Vectors) -> NDArray[np.float32]:  # noqa: ARG001  # Measure
    """Units measured for no kind of clause."""
    return np.zeros((len(lengths), 0), dtype=np.float32)


def readable(document: Document, passage: Passage) -> Readable:
    """What is embedded for `passage` of `document`, with its units."""
    spans = unit_spans(passage)
    words = condensed(passage.text)
    line = above(document, passage, words.text)
    parts = tuple((len(line) + words.place(start), len(line) + words.place(end)) for start, end in spans)
    places = tuple((passage.start + start, passage.start + end) for start, end in spans)
    return Readable(passage, line + words.text, parts, places)


def unit_spans(passage: Passage) -> list[Span]:
    """The units of `passage` as characters of its text, without outer white space."""
    text = passage.text
    if passage.kind == "row":
        left = len(text) - len(text.lstrip())
        return [(left, len(text.rstrip()))] if text.strip() else []
    return _joined(text, [piece for span in sentence_spans(text) for piece in _cut(text, span)])


def assemble(read: Sequence[Readable], states: Sequence[Vectors], dimension: int, measure: Measure) -> Units | None:
    """The units of a document from its passages in reading order and the states of their parts; None if there are none."""
    lengths = [end - start for one in read for start, end in one.parts]
    if not lengths:
        return None
    places = np.array([place for one in read for place in one.places], dtype=np.int32)
    together = np.concatenate(states)
    return Units(
        starts=places[:, 0],
        ends=places[:, 1],
        passages=np.array([one.passage.ordinal for one in read for _ in one.parts], dtype=np.int32),
        vectors=together[:, -dimension:],
        kinds=measure(lengths, together),
    )


def _cut(text: str, span: Span) -> Iterator[Span]:
    """The parts of a sentence that is too long, or the sentence."""
    start, end = span
    for match in CUT.finditer(text, start, end) if end - start > LONGEST else ():
        if match.end() - start >= SHORTEST and end - match.end() >= SHORTEST:
            yield start, start + len(text[start : match.end()].rstrip())
            start = match.end()
    yield start, end


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Crumbs ("1.", "***") go with what follows them, the last with what stands before it."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and _crumb(text, joined[-1]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    if len(joined) > 1 and _crumb(text, joined[-1]):
        joined[-2:] = [(joined[-2][0], joined[-1][1])]
    return joined


def _crumb(text: str, span: Span) -> bool:
    return sum(character.isalnum() for character in text[slice(*span)]) < FEWEST
