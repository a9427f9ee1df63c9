"""What every Records must do."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from app.adapters.sql_records import SqlRecords
from app.adapters.sql_schema import open_engine
from app.domain.access import EVERYTHING, INTERNAL, PUBLIC, Audience, Caller
from app.domain.documents import Document, DocumentText, PageSpan, Partner, Passage
from app.domain.errors import NotFound
from app.ports import Records, Stored, Units
from tests.fakes.random_documents import libraries
from tests.fakes.random_units import LEAST_COSINE, made_up, same
from tests.fakes.records import MemoryRecords

ACME = Audience("partner", "acme")
BOREALIS = Audience("partner", "borealis")

# How long an example takes says nothing about the records.
BUSY_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def stored(
    document_id: str, audience: Audience = PUBLIC, passages: int = 2, name: str | None = None, units: Units | None = None
) -> Stored:
    document = Document(
        document_id, name or f"{document_id}.pdf", document_id, "agreement", audience, "mail", "application/pdf", "r1"
    )
    text = DocumentText("x" * 10 * passages, (PageSpan(1, 0, 10 * passages),))
    cut = (
        Passage(f"{document_id}/{n}", document_id, n, n * 10, n * 10 + 10, "x" * 10, 1, ("Term", "Notice"))
        for n in range(passages)
    )
    return Stored(document, text, tuple(cut), units)


class RecordsContract:
    """Each implementation's class inherits these tests and gives the fixture `records`."""

    def test_what_was_put_in_comes_back_whole(self, records: Records) -> None:
        acme = stored("acme", ACME)
        records.replace([acme])
        assert records.document("acme", EVERYTHING) == acme.document
        assert records.text("acme", EVERYTHING) == acme.text
        assert tuple(records.passages_of("acme", EVERYTHING)) == acme.passages

    def test_replacing_a_document_leaves_nothing_of_the_old_one(self, records: Records) -> None:
        records.replace([stored("acme", passages=5), stored("other")])
        records.replace([stored("acme", INTERNAL, passages=1)])
        assert [passage.id for passage in records.passages_of("acme", EVERYTHING)] == ["acme/0"]
        assert records.passages(["acme/4"], EVERYTHING) == {}
        assert records.passage_audiences() == {"acme/0": INTERNAL, "other/0": PUBLIC, "other/1": PUBLIC}

    def test_a_document_given_twice_is_stored_as_given_last(self, records: Records) -> None:
        records.replace([stored("acme", passages=5), stored("acme", passages=1)])
        assert len(records.passages_of("acme", EVERYTHING)) == 1

    def test_deleting_leaves_nothing_behind(self, records: Records) -> None:
        records.replace([stored("acme"), stored("borealis")])
        records.delete(["acme", "never there"])
        assert records.document("acme", EVERYTHING) is None
        assert records.passages_of("acme", EVERYTHING) == []
        assert set(records.passages(["acme/0", "borealis/0"], EVERYTHING)) == {"borealis/0"}

    def test_the_text_of_an_unknown_document_is_not_found(self, records: Records) -> None:
        with pytest.raises(NotFound, match="not in the records"):
            records.text("nothing", EVERYTHING)

    def test_documents_come_by_name(self, records: Records) -> None:
        records.replace([stored("1", name="b.pdf"), stored("2", name="a.pdf"), stored("3", name="a.pdf")])
        assert [document.id for document in records.documents(EVERYTHING)] == ["2", "3", "1"]

    @pytest.mark.parametrize(
        ("caller", "seen"),
        [
            ("partner:acme", {"guide", "acme"}),
            ("partner:borealis", {"guide", "borealis"}),
            ("partner:acm", {"guide"}),
            ("manager", {"guide", "note", "acme", "borealis"}),
            ("admin", {"guide", "note", "acme", "borealis"}),
        ],
    )
    def test_callers_see_the_documents_written_for_them(self, records: Records, caller: str, seen: set[str]) -> None:
        records.replace([stored("guide"), stored("note", INTERNAL), stored("acme", ACME), stored("borealis", BOREALIS)])
        assert {document.id for document in records.documents(Caller.parse(caller).reach)} == seen

    def test_passages_come_with_their_document_in_the_order_asked(self, records: Records) -> None:
        acme, borealis = stored("acme", ACME), stored("borealis", BOREALIS)
        records.replace([acme, borealis])
        found = records.passages(["borealis/1", "gone", "acme/0", "borealis/1"], EVERYTHING)
        assert list(found.items()) == [
            ("borealis/1", (borealis.passages[1], borealis.document)),
            ("acme/0", (acme.passages[0], acme.document)),
        ]

    def test_passages_come_with_the_document_as_it_is_after_every_change(self, records: Records) -> None:
        for audience in (PUBLIC, ACME, INTERNAL):
            records.replace([stored("acme", audience)])
            assert records.passages(["acme/0"], EVERYTHING)["acme/0"][1].audience == audience
        records.delete(["acme"])
        assert records.passages(["acme/0"], EVERYTHING) == {}

    def test_thousands_of_passages_can_be_asked_for_at_once(self, records: Records) -> None:
        records.replace([stored("long", passages=2500)])
        ids = [f"long/{n}" for n in range(4000)]
        assert list(records.passages(ids, EVERYTHING)) == ids[:2500]

    def test_passages_of_a_document_come_in_reading_order(self, records: Records) -> None:
        acme = stored("acme", passages=12)
        records.replace([Stored(acme.document, acme.text, acme.passages[::-1])])
        assert [passage.ordinal for passage in records.passages_of("acme", EVERYTHING)] == list(range(12))

    def test_units_come_back_by_document_and_those_without_any_are_left_out(self, records: Records) -> None:
        kept = {"long": made_up(40, seed=1), "short": made_up(1, seed=2)}
        records.replace([stored(name, units=units) for name, units in kept.items()])
        records.replace([stored("plain")])
        found = records.units(["short", "plain", "never there", "long", "short"], EVERYTHING)
        assert list(found) == ["short", "long"]
        assert all(same(units, kept[name]) for name, units in found.items())

    def test_units_are_replaced_and_deleted_with_their_document(self, records: Records) -> None:
        second = made_up(3, seed=2)
        records.replace([stored("a", units=made_up(5)), stored("b", units=made_up(5)), stored("c", units=made_up(5))])
        records.replace([stored("a", units=second), stored("b")])
        records.delete(["c"])
        found = records.units(["a", "b", "c"], EVERYTHING)
        assert list(found) == ["a"]
        assert same(found["a"], second)

    def test_units_of_thousands_of_documents_can_be_asked_for_at_once(self, records: Records) -> None:
        records.replace([stored(f"d{n}", passages=0, units=made_up(1)) for n in range(1000)])
        assert len(records.units([f"d{n}" for n in range(2000)], EVERYTHING)) == 1000

    def test_documents_with_passages_and_no_units_are_listed_by_name(self, records: Records) -> None:
        records.replace([stored("b"), stored("a"), stored("empty", passages=0), stored("whole", units=made_up(2))])
        assert [document.id for document in records.without_units()] == ["a", "b"]

    def test_units_of_some_passages_only_can_be_asked_for(self, records: Records) -> None:
        whole = made_up(10)
        records.replace([stored("a", units=whole), stored("b", units=made_up(4)), stored("c")])
        found = records.units(["a", "b", "c"], EVERYTHING, {"a": [1, 3, 99], "c": [0]})
        rows = np.isin(whole.passages, [1, 3])
        assert rows.sum() == 4
        assert list(found) == ["a", "b"]
        assert found["a"].starts.tolist() == whole.starts[rows].tolist()
        assert np.array_equal(found["a"].kinds, whole.kinds[rows])
        assert (found["a"].vectors * whole.vectors[rows]).sum(axis=1).min() > LEAST_COSINE
        assert found["b"].vectors.shape == (0, 8)

    def test_every_change_to_partners_and_documents_makes_another_generation(self, records: Records) -> None:
        changes: list[Callable[[], None]] = [
            partial(records.save_partners, [Partner("acme", "Acme")]),
            *(partial(records.replace, [one]) for one in (stored("acme"), stored("acme", INTERNAL))),
            partial(records.delete, ["acme"]),
            partial(records.delete_partner, "acme"),
        ]
        seen = [records.generation()]
        for change in changes:
            change()
            seen.append(records.generation())
        assert all(before < after for before, after in pairwise(seen))

    def test_reading_and_the_journal_leave_the_generation_as_it_is(self, records: Records) -> None:
        records.replace([stored("acme")])
        before = records.generation()
        (
            records.documents(EVERYTHING),
            records.partners(),
            records.units(["acme"], EVERYTHING),
            records.passages_of("acme", EVERYTHING),
        )
        records.begin({"acme": ["acme/0"]})
        records.finish(["acme"])
        assert records.generation() == before

    def test_partners_are_seen_as_they_are_after_every_change(self, records: Records) -> None:
        for name in ("Acme", "Acme Ltd.", "Acme UK"):
            records.save_partners([Partner("acme", name)])
            listed = records.partners()
            assert [partner.name for partner in listed] == [name]
            listed.clear()
            assert len(records.partners()) == 1
        records.delete_partner("acme")
        assert records.partners() == []

    def test_the_journal_keeps_what_was_begun_until_it_is_finished(self, records: Records) -> None:
        records.begin({"acme": ["a", "b"], "empty": []})
        records.begin({"acme": ["b", "c"], "borealis": iter(["d"])})
        assert records.unfinished() == {
            "acme": frozenset("abc"),
            "empty": frozenset(),
            "borealis": frozenset("d"),
        }
        records.finish(["acme", "empty", "never begun"])
        assert records.unfinished() == {"borealis": frozenset("d")}

    def test_the_journal_outlives_the_document(self, records: Records) -> None:
        records.replace([stored("acme")])
        records.begin({"acme": ["acme/0"]})
        records.delete(["acme"])
        assert records.unfinished() == {"acme": frozenset({"acme/0"})}

    def test_partners_are_added_and_replaced_by_id(self, records: Records) -> None:
        full = Partner("acme", "Acme", ("Acme", "ACME Ltd."), "reseller", "gold", "active", "EMEA", "Ingrid Dahl")
        records.save_partners([Partner("acme", "Old"), Partner("corvus", "Aardvark")])
        records.save_partners([full])
        assert records.partners() == [Partner("corvus", "Aardvark"), full]

    def test_nothing_given_changes_nothing(self, records: Records) -> None:
        records.replace([stored("acme")])
        records.replace([])
        records.delete([])
        records.begin({})
        records.finish([])
        records.save_partners([])
        assert records.passages([], EVERYTHING) == {}
        assert records.units([], EVERYTHING) == {}
        assert len(records.documents(EVERYTHING)) == 1

    def test_a_store_in_order_answers_a_ping(self, records: Records) -> None:
        records.ping()


class TestMemoryRecords(RecordsContract):
    @pytest.fixture
    def records(self) -> Records:
        return MemoryRecords()


class TestSqlRecords(RecordsContract):
    @pytest.fixture
    def records(self, tmp_path: Path) -> Iterator[Records]:
        engine = open_engine(tmp_path)
        yield SqlRecords(engine)
        engine.dispose()

    def test_what_another_process_changed_is_seen(self, records: Records, tmp_path: Path) -> None:
        records.save_partners([Partner("acme", "Acme")])
        before = records.generation()
        assert records.partners() == [Partner("acme", "Acme")]
        engine = open_engine(tmp_path)
        SqlRecords(engine).save_partners([Partner("borealis", "Borealis")])
        engine.dispose()
        assert records.generation() > before
        assert [partner.id for partner in records.partners()] == ["acme", "borealis"]

    def test_whom_another_process_shut_out_is_shut_out_at_once(self, records: Records, tmp_path: Path) -> None:
        records.replace([stored("acme", PUBLIC)])
        assert records.passages(["acme/0"], EVERYTHING)["acme/0"][1].audience == PUBLIC
        engine = open_engine(tmp_path)
        SqlRecords(engine).replace([stored("acme", INTERNAL)])
        engine.dispose()
        assert records.passages(["acme/0"], EVERYTHING)["acme/0"][1].audience == INTERNAL


@pytest.fixture(scope="module", params=["memory", "sql"])
def any_records(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    if request.param == "memory":
        yield MemoryRecords()
        return
    engine = open_engine(tmp_path_factory.mktemp("home"))
    yield SqlRecords(engine)
    engine.dispose()


@settings(BUSY_MACHINE, max_examples=60)
@given(library=libraries())
def test_any_document_reads_back_equal_and_deletes_whole(any_records: Records, library: list[Stored]) -> None:
    any_records.replace(library)
    for one in library:
        identity = one.document.id
        assert any_records.document(identity, EVERYTHING) == one.document
        assert any_records.text(identity, EVERYTHING) == one.text
        assert tuple(any_records.passages_of(identity, EVERYTHING)) == one.passages
        found = any_records.units([identity], EVERYTHING)
        assert (identity in found) == (one.units is not None)
        assert one.units is None or same(found[identity], one.units)
        ids = [passage.id for passage in one.passages]
        assert any_records.passages(ids, EVERYTHING) == {passage.id: (passage, one.document) for passage in one.passages}
    assert any_records.passage_audiences() == {p.id: one.document.audience for one in library for p in one.passages}
    any_records.delete([one.document.id for one in library])
    assert any_records.documents(EVERYTHING) == []
    assert any_records.passage_audiences() == {}
    assert any_records.units([one.document.id for one in library], EVERYTHING) == {}


@settings(BUSY_MACHINE, max_examples=30)
@given(library=libraries())
def test_a_caller_is_listed_what_they_may_see_and_nothing_else(any_records: Records, library: list[Stored]) -> None:
    any_records.replace(library)
    for caller in (Caller.parse("partner:acme"), Caller.parse("manager")):
        allowed = {one.document.id for one in library if caller.may_see(one.document.audience)}
        assert {document.id for document in any_records.documents(caller.reach)} == allowed
    any_records.delete([one.document.id for one in library])
