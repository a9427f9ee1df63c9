"""All vectors, in one file for each audience, with a catalogue of what stands where. The truth about vectors.

Promises: what was put is durable on return; a search reads the files of the audiences it is for and opens no other; what it
finds is looked up in the catalogue, in the same state of things that the rows were found in. A process killed at any moment
leaves the catalogue as it was before or after, and at worst rows or files that the catalogue does not name: the first write of
the next process wipes them. Callers hold the index's lock while they write.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
import structlog

from app.adapters.vector_catalogue import Catalogue, Extent, Left, Row, open_catalogue
from app.adapters.vector_copies import JOINED, Part
from app.adapters.vector_places import place_of, places_to_search, within
from app.adapters.vector_remains import remove_file, remove_remains
from app.adapters.vector_rows import VectorRows
from app.adapters.vector_stretch import Near, Span, Stretch
from app.domain.access import EVERYTHING, Reach
from app.domain.errors import Unavailable
from app.ports import IndexedPassage, Vectors

_log = structlog.get_logger(__name__)

CATALOGUE = "catalogue.sqlite3"
DIMENSION = "dimension"
"""The fact that says how many numbers a vector has."""
FEW_EMPTY = 1000
"""Empty rows that are left alone in any file: reading past them costs less than a tenth of a millisecond."""
ROW_TOGETHER, ROW_APART, MOST_TOGETHER = 400, 5, 256_000_000
"""Bytes that a row takes in memory where rows are put together, and where they are too many; and what all of that may take."""
MOST_REACHES = 1000
"""Reaches whose places are remembered."""


@dataclass(slots=True)
class Together:
    """Places that a search reads, and their rows put together once one asked for them: wide searches share them."""

    extents: Mapping[str, Extent]
    stretch: Stretch | None = None

    @property
    def most_bytes(self) -> int:
        """What it takes in memory at most; rows that are too many to be put together are read from their files."""
        rows = sum(one.rows for one in self.extents.values())
        return rows * ROW_TOGETHER if rows <= JOINED else rows * ROW_APART


class Reading:
    """One state of the places in `extents`, which is not to be changed: as long as nothing does, searches share it."""

    def __init__(self, catalogue: Catalogue, kept: "KeptVectors", together: Together) -> None:
        self._catalogue = catalogue
        self._kept = kept
        self._together = together
        self._dimension = int(catalogue.fact(DIMENSION) or 0)
        self.extents = together.extents

    def nearest(self, vectors: Vectors, k: int, spans: Sequence[Span]) -> list[list[Near]]:
        """The `k` rows in `spans` nearest to each of `vectors`, of shape (n, dimension), best first."""
        return self._stretch(spans).nearest(vectors, k)

    def nearest_of_all(self, vectors: Vectors, k: int, known: Mapping[str, int]) -> list[list[Near]]:
        """The `k` rows nearest to each of `vectors`, but for the first rows of places, as many as `known` says."""
        if known:
            return self.nearest(vectors, k, [(place, known.get(place, 0), one.rows) for place, one in self.extents.items()])
        return self._everything().nearest(vectors, k)

    def prepare(self) -> None:
        """Open all these places, and have what a search looks through in memory."""
        self._everything()

    def check(self) -> None:
        """Raise Unavailable where a file of these places is missing or too short."""
        for place, extent in self.extents.items():
            self._rows(place).check(extent.rows)

    def fact(self, name: str) -> str | None:
        """Something noted in the catalogue."""
        return self._catalogue.fact(name)

    def places_of(self) -> dict[str, str]:
        """Every passage -> the place it stands in."""
        return self._catalogue.places_of()

    def count_indexed(self) -> dict[str, int]:
        """For each place, how many rows Chroma should hold."""
        return self._catalogue.count_indexed()

    def spans(self, documents: Sequence[str]) -> list[Span]:
        """The rows of these places that hold passages of `documents`."""
        return [span for span in self._catalogue.spans(documents) if span[0] in self.extents]

    def standing(self, rows: Sequence[tuple[str, int]]) -> Mapping[tuple[str, int], Row]:
        """What stands in those of `rows` (place, number) that are not empty."""
        return self._catalogue.standing(rows)

    def vectors(self, place: str, first: int, end: int) -> tuple[list[int], Vectors]:
        """The rows from `first` to `end` (not included) that are not empty, with their vectors."""
        numbers = self._catalogue.live(place, first, end)
        return numbers, self._rows(place).read(first, end)[np.asarray(numbers, dtype=np.intp) - first]

    def _everything(self) -> Stretch:
        if self._together.stretch is None:
            # A thousand files take as long to be put together as to be compared with.
            self._together.stretch = self._stretch([(place, 0, one.rows) for place, one in self.extents.items()])
        return self._together.stretch

    def _stretch(self, spans: Sequence[Span]) -> Stretch:
        return Stretch([Part(place, self._rows(place), first, end) for place, first, end in spans if first < end])

    def _rows(self, place: str) -> VectorRows:
        return self._kept.rows(place, self.extents[place].generation, self._dimension)


class WideReadings:
    """What searches of many places share while the number of `changes` stays; what was used last goes last."""

    def __init__(self, changes: int, extents: Mapping[str, Extent]) -> None:
        self.changes = changes
        self._extents = extents
        self._by_reach: dict[Reach, tuple[str, ...]] = {}
        self._by_places: dict[tuple[str, ...], Together] = {}
        self._guard = Lock()

    def within(self, reach: Reach) -> Together:
        """The places within `reach`: the same object for everybody whose places are the same."""
        with self._guard:
            places = self._by_reach.get(reach)
            if places is None:
                if len(self._by_reach) >= MOST_REACHES:
                    self._by_reach.clear()
                places = tuple(self._extents if reach.everything else within(self._extents, reach))
                self._by_reach[reach] = places
            found = self._by_places.pop(places, None)
            if found is None:
                found = Together({place: self._extents[place] for place in places})
            self._by_places[places] = found
            while len(self._by_places) > 1 and sum(one.most_bytes for one in self._by_places.values()) > MOST_TOGETHER:
                del self._by_places[next(iter(self._by_places))]
        return found


class KeptVectors:
    """The folder `folder`, made when first written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, tuple[int, VectorRows]] = {}
        self._wide: WideReadings | None = None
        self._tidied = False

    @contextmanager
    def reading(self, reach: Reach = EVERYTHING) -> Iterator[Reading | None]:
        """One state of the places within `reach`, for the length of a `with` block; None where nothing was ever kept."""
        if not (self._folder / CATALOGUE).is_file():
            yield None
            return
        with self.changing() as catalogue:
            yield Reading(catalogue, self, self._together(catalogue, reach))

    @contextmanager
    def changing(self) -> Iterator[Catalogue]:
        """The catalogue, to be read or changed in one transaction. Raises Unavailable."""
        with _explained():
            self._folder.mkdir(parents=True, exist_ok=True)
            with open_catalogue(self._folder / CATALOGUE) as catalogue:
                yield catalogue

    def put(self, passages: Sequence[IndexedPassage], vectors: Vectors) -> list[Left]:
        """Add or replace passages, each id once, with `vectors` of shape (len(passages), dimension).

        Returns the rows they left, if they had been kept before.
        """
        by_place: dict[str, list[int]] = {}
        for number, passage in enumerate(passages):
            by_place.setdefault(place_of(passage.audience), []).append(number)
        with self.changing() as catalogue:
            self._tidy(catalogue)
            dimension = int(catalogue.fact(DIMENSION) or vectors.shape[1])
            catalogue.note(DIMENSION, str(dimension))
            left = catalogue.take_out({passage.passage_id: None for passage in passages})
            for place, chosen in by_place.items():
                generation, first = catalogue.add(place, [passages[number] for number in chosen])
                self.rows(place, generation, dimension).write(first, vectors[chosen])
        self._clear(left, dimension)
        return left

    def remove(self, passages: Mapping[str, str]) -> list[Left]:
        """Remove passages, given as id -> place; one that stands elsewhere stays. Returns the rows they left."""
        with self.changing() as catalogue:
            self._tidy(catalogue)
            left = catalogue.take_out(passages)
            dimension = int(catalogue.fact(DIMENSION) or 0)
        self._clear(left, dimension)
        return left

    def compact(self) -> list[Left]:
        """Write files anew whose rows are mostly empty. Returns the rows that Chroma knows by numbers no longer theirs."""
        left: list[Left] = []
        with self.reading() as now:
            mostly_empty = [one for one in now.extents.values() if one.empty > max(FEW_EMPTY, one.rows // 2)] if now else []
        for extent in mostly_empty:
            left += self._compact(extent)
        return left

    def rows(self, place: str, generation: int, dimension: int) -> VectorRows:
        """The file of a place, kept open for the next use."""
        known = self._open.get(place)
        if known is None or known[0] != generation:
            self._open[place] = known = generation, VectorRows(self._path(place, generation), dimension)
        return known[1]

    def close(self) -> None:
        """Give back files and memory; the next use opens them again."""
        self._open.clear()
        self._wide = None

    def clear(self) -> None:
        """Forget everything, also what cannot be read. Raises Unavailable."""
        self.close()
        with _explained():
            remove_remains(self._folder, ())
            for name in (CATALOGUE, f"{CATALOGUE}-journal"):
                (self._folder / name).unlink(missing_ok=True)

    def _together(self, catalogue: Catalogue, reach: Reach) -> Together:
        """The places within `reach` that there are."""
        named = places_to_search(reach)
        if named is not None:
            return Together(_by_place(catalogue.extents(named)))
        changes, wide = catalogue.changes(), self._wide
        if wide is None or wide.changes != changes:
            self._wide = wide = WideReadings(changes, _by_place(catalogue.extents()))
        return wide.within(reach)

    def _compact(self, extent: Extent) -> list[Left]:
        place, generation = extent.place, extent.generation + 1
        with self.changing() as catalogue:
            numbers, vectors = Reading(catalogue, self, Together({place: extent})).vectors(place, 0, extent.rows)
            remove_file(self._path(place, generation))  # left by a run that was killed here
            self.rows(place, generation, vectors.shape[1]).write(0, vectors)
            catalogue.renumber(place, numbers)
        remove_file(self._path(place, extent.generation))
        return [Left(place, extent.generation, number, indexed=True) for number in numbers if number < extent.indexed]

    def _tidy(self, catalogue: Catalogue) -> None:
        """At the first write of a process, wipe what killed ones forgot and did not come to wipe. Call before any change."""
        if self._tidied:
            return
        extents, dimension = catalogue.extents(), int(catalogue.fact(DIMENSION) or 0)
        remove_remains(self._folder, {self._path(one.place, one.generation) for one in extents})
        for one in extents:
            rows = self.rows(one.place, one.generation, dimension)
            if one.empty or len(rows) > one.rows:
                rows.clear_all_but(catalogue.live(one.place, 0, one.rows))
            rows.copy(one.rows)
        self._tidied = True

    def _clear(self, left: Sequence[Left], dimension: int) -> None:
        for place, generation in {(one.place, one.generation) for one in left}:
            numbers = [one.number for one in left if (one.place, one.generation) == (place, generation)]
            self.rows(place, generation, dimension).clear(numbers)

    def _path(self, place: str, generation: int) -> Path:
        return self._folder / f"{place}.{generation}.vectors"


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what goes wrong with files into a sentence, and keep its details in the log."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        _log.exception("the vector index failed")
        message = "The vector index cannot be used at the moment; 'liaison doctor' says what is wrong with it."
        raise Unavailable(message) from error


def _by_place(extents: Sequence[Extent]) -> dict[str, Extent]:
    return {extent.place: extent for extent in extents}
