"""Bringing the stores in line with the files, run by run."""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from app.domain.access import EVERYTHING, INTERNAL, PUBLIC, Audience
from app.domain.documents import DocumentState, Partner
from app.domain.errors import Conflict, Invalid
from app.ports import Stored, Vectors
from ingest.prepare import Defaults
from ingest.sync import GROUP, Failure, Progress, Report, Request
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.passages import of
from tests.ingest.home import DIMENSION, Home

AGREEMENT = "Acme Reseller Agreement\n\nEither party may leave upon sixty days' notice."
GUIDE = "Partner Guide\n\nA Gold partner needs two certified engineers."
BROKEN = "\x00\x01\x02\x03" * 20


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.write({"acme.txt": AGREEMENT, "guide.txt": GUIDE})
    return home


def fates(report: Report) -> tuple[int, int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.removed, len(report.failed)


def test_a_first_run_adds_every_file(home: Home) -> None:
    report = home.read()
    assert fates(report) == (2, 0, 0, 0, 0)
    assert report.passages == report.embedded == len(home.embedder.texts) == len(home.vectors.ids()) == 2
    assert home.lexical.ids() == set(home.vectors.ids())
    assert home.faults() == []


def test_unchanged_files_cost_no_embedding(home: Home) -> None:
    home.read()
    home.embedder.texts.clear()
    report = home.read()
    assert fates(report) == (0, 0, 2, 0, 0)
    assert (report.embedded, report.passages, home.embedder.texts) == (0, 0, [])


def test_a_changed_file_is_read_again_and_nothing_of_it_stays_behind(home: Home) -> None:
    home.read()
    before = home.document("acme.txt")
    home.embedder.texts.clear()
    home.write({"acme.txt": AGREEMENT.replace("sixty", "ninety")})
    assert fates(home.read()) == (0, 1, 1, 0, 0)
    after = home.document("acme.txt")
    assert (after.id, len(home.embedder.texts)) == (before.id, 1)
    assert "ninety" in home.records.text(after.id, EVERYTHING).text
    assert home.faults() == []
    assert len(home.vectors.ids()) == len(home.files.digests()) == 2


def test_a_lost_original_of_an_unchanged_file_is_kept_again(home: Home) -> None:
    home.read()
    digest = home.document("acme.txt").revision.split("/")[0]
    home.files.remove(digest)
    assert fates(home.read()) == (0, 0, 2, 0, 0)
    assert home.files.load(digest).decode() == AGREEMENT


def test_a_file_that_is_gone_stays_until_a_run_prunes(home: Home) -> None:
    home.read()
    (home.folder / "guide.txt").unlink()
    assert fates(home.read()) == (0, 0, 1, 0, 0)
    assert fates(home.read(prune=True)) == (0, 0, 1, 1, 0)
    assert [document.name for document in home.records.documents(EVERYTHING)] == ["acme.txt"]
    assert home.faults() == []
    assert len(home.vectors.ids()) == len(home.files.digests()) == 1


def test_pruning_leaves_alone_what_was_read_from_elsewhere(home: Home, tmp_path: Path) -> None:
    elsewhere = tmp_path.resolve() / "documents-2"
    elsewhere.mkdir()
    (elsewhere / "note.txt").write_text("Minutes of Monday", encoding="utf-8")
    home.sync().run(Request([elsewhere]))
    (elsewhere / "note.txt").unlink()
    assert home.read(prune=True).removed == 0
    assert home.document("note.txt").kind == "note"


def test_forgetting_removes_passages_vectors_words_and_the_original(home: Home) -> None:
    home.read()
    home.sync().forget([home.document("acme.txt")])
    assert [document.name for document in home.records.documents(EVERYTHING)] == ["guide.txt"]
    assert len(home.vectors.ids()) == len(home.lexical.ids()) == len(home.files.digests()) == 1
    assert home.faults() == []


def test_an_original_that_another_document_shares_is_kept(home: Home) -> None:
    home.write({"copy.txt": AGREEMENT})
    home.read()
    home.sync().forget([home.document("acme.txt")])
    assert home.faults() == []
    assert home.files.load(home.document("copy.txt").revision.split("/")[0]).decode() == AGREEMENT


def test_a_new_audience_moves_the_passages(home: Home) -> None:
    everyone = home.embedder.embed(["notice"])[0]
    home.read(defaults=Defaults(audience=PUBLIC))
    assert len(home.vectors.search(everyone, 9, of(PUBLIC))) == len(home.lexical.search("notice engineers", 9, of(PUBLIC))) == 2
    home.describe({"file": "acme.txt", "audience": "partner:acme"})
    assert fates(home.read(defaults=Defaults(audience=PUBLIC))) == (0, 1, 1, 0, 0)
    own = Audience("partner", "acme")
    assert len(home.vectors.search(everyone, 9, of(PUBLIC))) == len(home.vectors.search(everyone, 9, of(own))) == 1
    assert len(home.lexical.search("notice engineers", 9, of(PUBLIC))) == 1
    assert home.faults() == []


def test_a_partner_that_is_only_named_becomes_known(home: Home) -> None:
    home.describe({"file": "acme.txt", "partner": "acme-uk"}, partners=["borealis"])
    home.read()
    assert home.records.partners() == [
        Partner("acme-uk", "Acme Uk", ("acme-uk",)),
        Partner("borealis", "borealis", ("borealis",)),
    ]


def test_rows_of_a_partner_that_left_a_shared_table_go(home: Home) -> None:
    home.describe({"file": "deals.csv", "partner_column": "partner"}, partners=["acme", "borealis"])
    home.write({"deals.csv": "partner,deal\nacme,Atlas\nborealis,Boreas\n"})
    home.read()
    assert {str(one.audience) for one in home.records.documents(EVERYTHING) if one.name == "deals.csv"} == {
        "partner:acme",
        "partner:borealis",
    }
    home.write({"deals.csv": "partner,deal\nacme,Atlas\n"})
    assert fates(home.read()) == (0, 1, 2, 0, 0)
    assert home.document("deals.csv").partner == "acme"
    assert home.faults() == []


def test_a_bad_file_never_stops_the_rest(home: Home) -> None:
    home.write({"a-broken.bin": BROKEN, "b-large.txt": "x" * 100_001, "empty.txt": ""})
    report = home.read()
    assert fates(report) == (2, 0, 0, 0, 3)
    assert [failure.document for failure in report.failed] == ["a-broken.bin", "b-large.txt", "empty.txt"]
    assert all(failure.reason.startswith(failure.document) and failure.reason.endswith(".") for failure in report.failed)
    assert home.faults() == []


def test_a_file_that_cannot_be_read_is_remembered_with_the_reason(home: Home) -> None:
    home.write({"empty.txt": ""})
    (failure,) = home.read().failed
    document = home.document("empty.txt")
    assert failure == Failure("empty.txt", document.reason or "")
    assert (document.state, document.audience) == (DocumentState.UNREADABLE, INTERNAL)


def test_a_file_that_cannot_be_read_is_named_again_by_every_run(home: Home) -> None:
    home.write({"empty.txt": ""})
    assert home.read().failed == home.read().failed != []
    assert [document.name for document in home.records.documents(EVERYTHING)] == ["acme.txt", "empty.txt", "guide.txt"]


def test_an_unreadable_file_that_is_mended_is_added(home: Home) -> None:
    home.write({"later.txt": ""})
    home.read()
    home.write({"later.txt": "Minutes of Monday"})
    assert fates(home.read()) == (1, 0, 2, 0, 0)
    assert home.document("later.txt").state is DocumentState.READY
    assert home.faults() == []


def test_a_broken_file_after_a_good_version_leaves_the_good_one_in_force(home: Home) -> None:
    home.read()
    good = home.kept()
    home.write({"acme.txt": BROKEN})
    assert fates(home.read()) == (0, 0, 1, 0, 1)
    assert fates(home.read(prune=True)) == (0, 0, 1, 0, 1)
    assert home.kept() == good


def test_many_passages_are_committed_in_groups(home: Home) -> None:
    rows = "\n".join(f"{number},Product {number}" for number in range(GROUP - 1))
    home.write({f"{name}.csv": f"sku,product\n{rows}" for name in ("a", "b", "c")})
    sizes: list[int] = []

    class Watching(FakeEmbedder):
        def embed(self, texts: Sequence[str]) -> Vectors:
            sizes.append(len(texts))
            return super().embed(texts)

    sync = home.sync(lambda store: Watching(DIMENSION) if store is home.embedder else store)
    assert sync.run(Request([home.folder])).embedded == sum(sizes) == 3 * (GROUP - 1) + 2
    assert sorted(sizes) == [1, GROUP, 2 * GROUP - 2]  # two groups are embedded at once: either may come first
    assert home.faults() == []


def test_every_document_that_is_read_keeps_its_sentences_as_measured(home: Home) -> None:
    def measure(lengths: Sequence[int], states: Vectors) -> Vectors:
        return states[:, :1]

    home.sync(measure=measure).run(Request([home.folder]))
    documents = home.records.documents(EVERYTHING)
    kept = home.records.units([document.id for document in documents], EVERYTHING)
    assert len(kept) == len(documents) > 1
    for document in documents:
        units, text = kept[document.id], home.records.text(document.id, EVERYTHING).text
        assert np.array_equal(units.kinds, units.vectors[:, :1])
        assert "".join(text[start:end] for start, end in zip(units.starts, units.ends, strict=True)) == text.replace("\n", "")


def test_documents_are_read_again_for_another_clause_model_and_not_for_the_same(home: Home) -> None:
    request = Request([home.folder])
    first = home.sync(measured_by="clauses-1").run(request)
    assert home.sync(measured_by="clauses-1").run(request).embedded == 0
    assert home.sync(measured_by="clauses-2").run(request).embedded == first.embedded > 0


def test_progress_tells_every_file_and_the_end(home: Home) -> None:
    seen: list[Progress] = []
    home.read(progress=seen.append)
    assert seen == [Progress(0, 2, "acme.txt"), Progress(1, 2, "guide.txt"), Progress(2, 2, "")]


def test_a_missing_path_changes_nothing(home: Home) -> None:
    home.read()
    before = home.kept()
    with pytest.raises(Invalid, match="There is no file or folder"):
        home.sync().run(Request([home.folder, home.folder / "gone"], prune=True))
    assert home.kept() == before


def test_a_second_run_at_the_same_time_is_refused(home: Home) -> None:
    caught: list[Exception] = []

    def second() -> None:
        for attempt in (home.read, home.sync().repair, lambda: home.sync().forget([])):
            try:
                attempt()
            except Conflict as error:
                caught.append(error)

    def meanwhile(_: Progress) -> None:
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()

    assert home.read(progress=meanwhile).added == 2
    assert len(caught) == 3 * 3
    assert {str(error) for error in caught} == {
        "Another run is changing the documents of this home; wait until it is done and try again."
    }


def test_a_run_that_breaks_off_lets_the_next_one_in(home: Home) -> None:
    def stop(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        home.read(progress=stop)
    assert home.read().added == 2


def test_a_file_that_takes_over_what_another_left_keeps_its_original(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.sync.GROUP", 1)  # each file is committed by itself, while the next one is embedded
    home.read()
    home.write({"acme.txt": AGREEMENT.replace("sixty", "ninety"), "archive.txt": AGREEMENT})
    assert fates(home.read()) == (1, 1, 1, 0, 0)
    digest = home.document("archive.txt").revision.split("/")[0]
    assert home.files.digests() == {digest, *(one.revision.split("/")[0] for one in home.records.documents(EVERYTHING))}
    assert home.faults() == []


def test_the_next_documents_are_embedded_while_those_before_them_are_kept(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.sync.GROUP", 1)
    embedding_second = threading.Event()

    class Announced(FakeEmbedder):
        def embed(self, texts: Sequence[str]) -> Vectors:
            if any("Gold partner" in text for text in texts):
                embedding_second.set()
            return super().embed(texts)

    home.embedder = Announced(DIMENSION)  # type: ignore[assignment]  # what is counted does not matter here
    replace = home.records.replace

    def waiting(stored: Sequence[Stored]) -> None:
        assert embedding_second.wait(timeout=30)
        replace(stored)

    monkeypatch.setattr(home.records, "replace", waiting)
    assert fates(home.read()) == (2, 0, 0, 0, 0)
