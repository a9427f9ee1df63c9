"""Examining a home and putting it right."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from app.adapters.chroma_index import ChromaIndex
from app.domain.access import PUBLIC, Audience
from app.domain.documents import Document, DocumentText, Partner, Passage
from app.domain.errors import Unavailable
from app.ports import Embedder, IndexedPassage, Stored, VectorIndex, Vectors
from ingest.doctor import Finding, Stores, examine, mend
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.files import MemoryFiles
from tests.fakes.lexical_index import MemoryLexicalIndex
from tests.fakes.passages import of
from tests.fakes.records import MemoryRecords
from tests.fakes.vector_index import MemoryVectorIndex

CONTENT = b"Sixty days' notice. Oslo law."
DIGEST = hashlib.sha256(CONTENT).hexdigest()
ACME = Audience("partner", "acme")


def document(source: str = "gone.txt") -> Stored:
    facts = Document("d", "acme.txt", "Acme", "agreement", ACME, source, "text/plain", f"{DIGEST}/1", partner="acme")
    passages = (Passage("p0", "d", 0, 0, 19, "Sixty days' notice."), Passage("p1", "d", 1, 20, 29, "Oslo law."))
    return Stored(facts, DocumentText(CONTENT.decode()), passages)


def well(vectors: VectorIndex | None = None, source: str = "gone.txt") -> Stores:
    """A home with one document in which everything agrees."""
    stores = Stores(MemoryRecords(), vectors or MemoryVectorIndex(), MemoryLexicalIndex(), FakeEmbedder(), MemoryFiles())
    stores.records.save_partners([Partner("acme", "Acme")])
    stores.files.save(DIGEST, CONTENT)
    stores.indexes.put([document(source)])
    return stores


def faults(stores: Stores) -> dict[str, int]:
    return {finding.check: finding.count for finding in examine(stores) if not finding.ok}


def indexed(name: str, audience: Audience = ACME) -> IndexedPassage:
    return IndexedPassage(name, "d", audience, "Oslo law.", "Acme")


def lose_a_vector(stores: Stores) -> None:
    stores.vectors.remove({"p1": ACME})


def lose_words(stores: Stores) -> None:
    stores.lexical.remove(["p0", "p1"])


def leave_a_vector(stores: Stores) -> None:
    stores.vectors.add([indexed("old")], stores.embedder.embed(["old"]))


def leave_words(stores: Stores) -> None:
    stores.lexical.add([indexed("old")])


def break_off(stores: Stores) -> None:
    stores.records.begin({"d": ["p0", "p1", "old"]})


DAMAGE = [
    (lose_a_vector, {"passages without vectors": 1}),
    (lose_words, {"passages without words": 2}),
    (leave_a_vector, {"vectors without passages": 1}),
    (leave_words, {"words without passages": 1}),
    (break_off, {"journal": 1}),
]


def test_a_home_in_which_everything_agrees_has_no_faults() -> None:
    findings = examine(well())
    assert all(finding.ok and finding.count == 0 for finding in findings)
    assert len({finding.check for finding in findings}) == len(findings)


@pytest.mark.parametrize(("damage", "expected"), DAMAGE)
def test_each_kind_of_damage_is_found_and_mended(damage: Callable[[Stores], None], expected: dict[str, int]) -> None:
    stores = well()
    damage(stores)
    assert faults(stores) == expected
    mend(stores)
    assert faults(stores) == {}
    assert set(stores.vectors.ids()) == stores.lexical.ids() == {"p0", "p1"}


def test_mending_a_well_home_embeds_nothing() -> None:
    class Refusing(FakeEmbedder):
        def embed(self, texts: Sequence[str]) -> Vectors:
            raise AssertionError(texts)

    stores = well()
    mend(Stores(stores.records, stores.vectors, stores.lexical, Refusing(), stores.files))


def test_a_vector_where_another_audience_searches_is_found_and_taken_away(tmp_path: Path) -> None:
    vectors = ChromaIndex(tmp_path)
    stores = well(vectors)
    vectors.add([indexed("p1", PUBLIC)], stores.embedder.embed(["Oslo law."]))
    assert faults(stores) == {"passages without vectors": 1, "vectors in a wrong place": 1}
    mend(stores)
    assert faults(stores) == {}
    assert vectors.search(stores.embedder.embed(["Oslo law."])[0], 5, of(PUBLIC)) == []
    vectors.close()


def test_a_lost_original_is_kept_again_from_where_it_was_read(tmp_path: Path) -> None:
    source = tmp_path / "acme.txt"
    source.write_bytes(CONTENT)
    stores = well(source=str(source))
    stores.files.remove(DIGEST)
    assert faults(stores) == {"kept files": 1}
    mend(stores)
    assert stores.files.load(DIGEST) == CONTENT


def test_a_lost_original_that_changed_since_is_not_kept_under_the_old_name(tmp_path: Path) -> None:
    source = tmp_path / "acme.txt"
    source.write_bytes(b"something else")
    stores = well(source=str(source))
    stores.files.remove(DIGEST)
    mend(stores)
    assert faults(stores) == {"kept files": 1}


def test_an_original_no_document_refers_to_is_counted_and_removed_and_no_other() -> None:
    stores = well()
    stray = hashlib.sha256(b"forgotten").hexdigest()
    stores.files.save(stray, b"forgotten")
    assert faults(stores) == {"originals without a document": 1}
    mend(stores)
    assert stores.files.digests() == {DIGEST}
    assert faults(stores) == {}


def test_documents_read_before_sentences_were_kept_are_named_with_what_to_do() -> None:
    stores = well()
    stores.records.replace([document()])
    (finding,) = [finding for finding in examine(stores) if not finding.ok]
    assert finding == Finding(
        "sentences",
        ok=False,
        detail="1 documents were read by an earlier version; run 'liaison ingest' on them again: acme.txt.",
        count=1,
    )


def test_a_partner_nobody_knows_is_named() -> None:
    stores = well()
    unknown = Stores(MemoryRecords(), MemoryVectorIndex(), MemoryLexicalIndex(), FakeEmbedder(), stores.files)
    unknown.indexes.put([document()])
    (finding,) = [finding for finding in examine(unknown) if not finding.ok]
    assert finding == Finding(
        "partners", ok=False, detail="1 partners are named by documents and not known; list them in a manifest: acme.", count=1
    )


def test_a_store_that_cannot_be_reached_is_a_finding_and_nothing_is_compared() -> None:
    class Away(MemoryVectorIndex):
        def ping(self) -> None:
            message = "The vector index is away."
            raise Unavailable(message)

    findings = examine(well(Away()))
    assert [(finding.check, finding.detail) for finding in findings if not finding.ok] == [
        ("vectors", "The vector index is away.")
    ]
    assert [finding.check for finding in findings] == ["model", "records", "vectors", "words"]


class Unreadable(MemoryLexicalIndex):
    """Opens well; that its entries cannot be read shows when they are."""

    damaged = True

    def ids(self) -> frozenset[str]:
        if self.damaged:
            message = "The word index cannot be used."
            raise Unavailable(message)
        return super().ids()

    def discard(self) -> None:
        super().discard()
        self.damaged = False


def with_unreadable_words(embedder: Embedder) -> Stores:
    stores = well()
    return Stores(stores.records, stores.vectors, Unreadable(), embedder, stores.files)


def test_an_index_that_cannot_be_read_is_found_and_filled_again() -> None:
    stores = with_unreadable_words(FakeEmbedder())
    assert [finding.detail for finding in examine(stores) if not finding.ok] == ["The word index cannot be used."]
    mend(stores)
    assert faults(stores) == {}
    assert stores.lexical.ids() == {"p0", "p1"}


def test_an_index_is_not_emptied_while_nothing_can_fill_it_again() -> None:
    class Away(FakeEmbedder):
        def ping(self) -> None:
            message = "The model is away."
            raise Unavailable(message)

    stores = with_unreadable_words(Away())
    with pytest.raises(Unavailable, match="The model is away"):
        mend(stores)
    assert isinstance(stores.lexical, Unreadable)
    assert stores.lexical.damaged


def test_a_lost_file_of_vectors_is_found_and_made_again(tmp_path: Path) -> None:
    vectors = ChromaIndex(tmp_path)
    stores = well(vectors)
    for path in tmp_path.glob("*.vectors"):
        path.unlink()
    (finding,) = [finding for finding in examine(stores) if not finding.ok]
    assert finding.check == "vectors"
    assert "liaison doctor --fix" in finding.detail
    mend(stores)
    assert faults(stores) == {}
    assert len(vectors.search(stores.embedder.embed(["Oslo law."])[0], 5, of(ACME))) == 2
    vectors.close()


def test_a_model_whose_vectors_are_not_of_length_one_is_a_finding() -> None:
    class Long(FakeEmbedder):
        def embed(self, texts: Sequence[str]) -> Vectors:
            return super().embed(texts) * np.float32(2)

    stores = well()
    assert faults(Stores(stores.records, stores.vectors, stores.lexical, Long(), stores.files)) == {"model": 1}
