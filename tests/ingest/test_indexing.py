"""Keeping the two indexes in step with the records."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from app.domain.access import EVERYTHING, PUBLIC, Audience
from app.domain.documents import Document, DocumentText, Passage
from app.ports import Stored, Vectors
from ingest.indexing import Indexes
from ingest.units import Measure, no_kinds
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.lexical_index import MemoryLexicalIndex
from tests.fakes.records import MemoryRecords
from tests.fakes.vector_index import MemoryVectorIndex

DOCUMENT = Document(
    "d", "acme.txt", "Acme Agreement", "agreement", PUBLIC, "/acme.txt", "text/plain", "0/1", parties=("Borealis",)
)


class Stage:
    """Indexes over stores in memory, and the journal as it was at each call that matters."""

    def __init__(self, measure: Measure = no_kinds) -> None:
        self.records, self.vectors, self.lexical = MemoryRecords(), MemoryVectorIndex(), MemoryLexicalIndex()
        self.texts: list[str] = []
        self.indexes = Indexes(self.records, self.vectors, self.lexical, self._embedder(), measure)

    def _embedder(self) -> FakeEmbedder:
        texts = self.texts

        class Listening(FakeEmbedder):
            def embed(self, given: Sequence[str]) -> Vectors:
                texts.extend(given)
                return super().embed(given)

        return Listening(8)

    def indexed(self) -> set[str]:
        """What both indexes hold; they agree."""
        assert set(self.vectors.ids()) == self.lexical.ids()
        return set(self.vectors.ids())


def stored(*passages: str, document: Document = DOCUMENT) -> Stored:
    """A document with passages of these ids."""
    made = [Passage(name, document.id, n, n, n + 1, f"notice {name}", section=("12 Term",)) for n, name in enumerate(passages)]
    return Stored(document, DocumentText("text"), tuple(made))


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_a_document_put_in_place_is_found_by_meaning_and_by_words(stage: Stage) -> None:
    assert stage.indexes.put([stored("p0", "p1")]) == 2
    assert stage.indexed() == {"p0", "p1"}
    assert stage.records.unfinished() == {}
    assert stage.texts[0] == "12 Term\nnotice p0"
    assert [hit.passage_id for hit in stage.lexical.search("p1", 5, EVERYTHING)] == ["p1"]


def test_words_of_headings_and_of_the_identity_are_found_too(stage: Stage) -> None:
    stage.indexes.put([stored("p0")])
    assert stage.lexical.search("term", 5, EVERYTHING)
    assert stage.lexical.search("borealis", 5, EVERYTHING)


def test_the_sentences_of_a_document_are_kept_with_their_vectors(stage: Stage) -> None:
    stage.indexes.put([stored("p0", "p1"), stored("q0", document=replace(DOCUMENT, id="e")), stored()])
    found = stage.records.units(["e"], EVERYTHING)["e"]
    assert (found.starts.tolist(), found.ends.tolist(), found.passages.tolist()) == ([0], [9], [0])
    assert np.allclose(found.vectors, FakeEmbedder(8).embed(["notice q0"]))
    assert found.kinds.shape == (1, 0)


def test_the_sentences_of_one_document_are_measured_together() -> None:
    seen: list[tuple[Sequence[int], int]] = []

    def measure(lengths: Sequence[int], states: Vectors) -> Vectors:
        seen.append((lengths, len(states)))
        return states[:, :2]

    stage = Stage(measure)
    stage.indexes.put([stored("p0", "p1"), stored("q0", document=replace(DOCUMENT, id="e"))])
    assert seen == [([9, 9], 2), ([9], 1)]
    kept = stage.records.units(["d"], EVERYTHING)["d"]
    assert np.array_equal(kept.kinds, kept.vectors[:, :2])


def test_passages_indexed_again_for_repair_leave_the_units_as_they_are(stage: Stage) -> None:
    stage.indexes.put([stored("p0", "p1")])
    before = stage.records.units(["d"], EVERYTHING)["d"]
    stage.indexes.index([(DOCUMENT, stored("p0").passages[0])])
    assert stage.records.units(["d"], EVERYTHING)["d"] is before


def test_a_document_put_again_leaves_nothing_of_the_old_behind(stage: Stage) -> None:
    stage.indexes.put([stored("p0", "p1")])
    stage.indexes.put([stored("p1", "p2")])
    assert stage.indexed() == {"p1", "p2"} == {passage.id for passage in stage.records.passages_of("d", EVERYTHING)}


def test_old_passages_are_removed_for_the_audience_they_were_added_for(stage: Stage) -> None:
    removed: dict[str, Audience] = {}
    stage.vectors.remove = removed.update  # type: ignore[assignment, method-assign]  # only watched
    stage.indexes.put([stored("p0")])
    stage.indexes.put([stored("p1", document=replace(DOCUMENT, audience=Audience("partner", "acme")))])
    assert removed == {"p0": PUBLIC}


def test_a_document_without_passages_embeds_nothing(stage: Stage) -> None:
    assert stage.indexes.put([stored()]) == 0
    assert stage.texts == []
    assert stage.records.document("d", EVERYTHING) == DOCUMENT
    assert stage.records.units(["d"], EVERYTHING) == {}


def test_a_deleted_document_is_gone_everywhere(stage: Stage) -> None:
    other = stored("q0", document=replace(DOCUMENT, id="e"))
    stage.indexes.put([stored("p0"), other])
    stage.indexes.delete([DOCUMENT])
    assert stage.indexed() == {"q0"}
    assert (stage.records.document("d", EVERYTHING), stage.records.unfinished()) == (None, {})


def test_the_rest_is_cleared_away_while_the_journal_still_holds_the_change(stage: Stage) -> None:
    seen: list[dict[str, frozenset[str]]] = []
    stage.indexes.put([stored("p0")])
    stage.indexes.put([stored("p1")], lambda: seen.append(stage.records.unfinished()))
    stage.indexes.delete([DOCUMENT], lambda: seen.append(stage.records.unfinished()))
    assert seen == [{"d": frozenset({"p0", "p1"})}, {"d": frozenset({"p1"})}]


def left(stage: Stage, journal: Iterable[str], indexed: Sequence[str], recorded: Sequence[str]) -> None:
    """A stage as a crash leaves it: `journal` noted, `indexed` in both indexes, `recorded` in the records."""
    stage.records.begin({"d": journal})
    entry = stored(*indexed)
    stage.indexes.index([(entry.document, passage) for passage in entry.passages])
    if recorded:
        stage.records.replace([stored(*recorded)])


@pytest.mark.parametrize(
    ("indexed", "recorded"),
    [(["old", "new"], ["old"]), (["old", "new"], ["new"]), (["old"], ["old"]), (["new"], []), ([], [])],
)
def test_repair_leaves_in_the_indexes_what_the_records_say(stage: Stage, indexed: list[str], recorded: list[str]) -> None:
    left(stage, ["old", "new"], indexed, recorded)
    assert stage.indexes.repair() == 1
    assert stage.indexed() == set(recorded)
    assert stage.records.unfinished() == {}
    assert stage.indexes.repair() == 0


def test_repair_leaves_other_documents_alone(stage: Stage) -> None:
    stage.indexes.put([stored("q0", document=replace(DOCUMENT, id="e"))])
    left(stage, ["new"], ["new"], [])
    stage.indexes.repair()
    assert stage.indexed() == {"q0"}


def test_dropping_takes_a_passage_away_wherever_it_stands(stage: Stage) -> None:
    stage.indexes.put([stored("p0", "p1")])
    stage.indexes.drop({"p0", "unknown"})
    assert stage.indexed() == {"p1"}
