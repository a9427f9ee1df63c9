"""A run over files that hang, crash, devour or corrupt their reader: they are kept with a reason, and all others are read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from app.domain.access import EVERYTHING, INTERNAL
from app.domain.documents import DocumentState
from ingest.load.source import Limits
from ingest.load.worker_process import Load, Loading, in_worker
from ingest.sync import Progress, Report
from tests.ingest.home import Home

LYING = "tests.ingest.load.lying"
AGREEMENT = "Acme Reseller Agreement\n\nEither party may leave upon sixty days' notice."
HOSTILE = {"b-hang.txt": "do: hang", "c-crash.txt": "do: die", "d-devour.txt": "do: allocate"}


class Interrupted(BaseException):
    """Somebody typed Control-C."""


def misbehaving(seconds: float, loaders: str = "tests.ingest.load.misbehaving") -> Loading:
    """Loads in a worker that does what a text says, while it is loaded or, where it is a lying one, while it is prepared."""

    @contextmanager
    def opened(limits: Limits) -> Iterator[Load]:
        with in_worker(replace(limits, seconds=seconds, memory=300_000_000), loaders) as load:
            yield load

    return opened


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.loading = misbehaving(seconds=1)
    home.write({"a-acme.txt": AGREEMENT, **HOSTILE, "e-guide.txt": "Partner Guide\n\nA Gold partner needs two engineers."})
    return home


def fates(report: Report) -> tuple[int, int, int, list[str]]:
    return report.added, report.changed, report.unchanged, [failure.document for failure in report.failed]


def test_hostile_files_are_remembered_with_a_reason_and_the_others_are_read(home: Home) -> None:
    report = home.read()
    assert fates(report) == (2, 0, 0, list(HOSTILE))
    hang, crash, devour = (home.document(name) for name in HOSTILE)
    assert {document.state for document in (hang, crash, devour)} == {DocumentState.UNREADABLE}
    assert hang.reason == "b-hang.txt takes more than 1 second to read; split it into parts or raise LIAISON_LOAD_SECONDS."
    assert str(crash.reason).startswith("c-crash.txt ended the process that read it: it is damaged, or takes more than 300 MB")
    assert str(devour.reason).startswith("d-devour.txt takes more than 300 MB of memory to read; split it into parts or raise")
    assert [failure.reason for failure in report.failed] == [hang.reason, crash.reason, devour.reason]
    assert home.files.digests() == {document.revision.split("/")[0] for document in home.records.documents(EVERYTHING)}
    assert home.faults() == []


def test_a_hostile_file_that_was_made_good_is_read_by_the_next_run(home: Home) -> None:
    home.read()
    home.write(dict.fromkeys(HOSTILE, "Minutes of Monday\n\nAll went well."))
    assert fates(home.read()) == (3, 0, 2, [])
    assert home.faults() == []


def test_what_was_read_of_a_file_stays_in_force_when_it_turns_hostile(home: Home) -> None:
    home.read()
    home.write({"a-acme.txt": "do: die", **dict.fromkeys(HOSTILE, AGREEMENT)})
    assert fates(home.read()) == (3, 0, 1, ["a-acme.txt"])
    document = home.document("a-acme.txt")
    assert (document.state, home.records.text(document.id, EVERYTHING).text) == (DocumentState.READY, AGREEMENT)
    assert home.faults() == []


def test_a_text_that_takes_too_long_to_prepare_leaves_the_earlier_version_and_the_files_after_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.loading = misbehaving(1, LYING)
    home.write({"a-acme.txt": AGREEMENT, "b-guide.txt": "Partner Guide\n\nA Gold partner needs two engineers."})
    home.read()
    home.write({"a-acme.txt": "tell: hang", "b-guide.txt": "tell: devour", "c-note.txt": "Minutes of Monday\n\nAll went well."})
    report = home.read()
    assert fates(report) == (1, 0, 0, ["a-acme.txt", "b-guide.txt"])
    assert [failure.reason for failure in report.failed] == [
        "a-acme.txt takes more than 1 second to read; split it into parts or raise LIAISON_LOAD_SECONDS.",
        "b-guide.txt takes more than 300 MB of memory to read; split it into parts or raise LIAISON_LOAD_MEMORY_MB.",
    ]
    assert home.records.text(home.document("a-acme.txt").id, EVERYTHING).text == AGREEMENT
    assert home.document("c-note.txt").state is DocumentState.READY
    assert home.faults() == []


def test_what_a_worker_lies_about_a_file_is_not_kept_and_the_other_files_are(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.loading = misbehaving(60, LYING)
    lies = ("owner-unknown", "overlapping", "past-the-end", "kind-of-piece", "pages-out-of-order", "owner-twice")
    home.write({f"a-{lie}.txt": f"tell: {lie} {'of a text. ' * 300}" for lie in lies})
    home.write({"b-acme.txt": AGREEMENT})
    shared = {"file": "a-owner-unknown.txt", "partner_column": "Partner"}
    home.describe(shared, shared | {"file": "a-owner-twice.txt"}, partners=["acme"])
    report = home.read()
    assert fates(report) == (1, 0, 0, sorted(f"a-{lie}.txt" for lie in lies))
    assert {failure.reason.partition(":")[0].partition(" ")[2] for failure in report.failed} == {
        "ended the process that read it"
    }
    for lie in lies:
        document = home.document(f"a-{lie}.txt")
        assert (document.state, document.partner, document.audience) == (DocumentState.UNREADABLE, None, INTERNAL)
        assert home.records.text(document.id, EVERYTHING).text == ""
    assert len(home.vectors.ids()) == report.passages == 1
    assert home.faults() == []


def test_a_run_without_changes_starts_no_worker(home: Home) -> None:
    for name in HOSTILE:
        (home.folder / name).unlink()
    home.read()
    home.loading = partial(in_worker, loaders="tests.ingest.nowhere")
    assert fates(home.read()) == (0, 0, 2, [])


def test_a_run_that_is_broken_off_does_not_wait_for_the_file_at_hand(home: Home) -> None:
    home.loading = misbehaving(seconds=3600)
    with pytest.raises(Interrupted):
        home.read(progress=interrupting("a-acme.txt"))
    home.write(dict.fromkeys(HOSTILE, "Minutes of Monday\n\nAll went well."))
    assert fates(home.read()) == (5, 0, 0, [])


def interrupting(name: str) -> Callable[[Progress], None]:
    """Breaks a run off at this file."""

    def tell(progress: Progress) -> None:
        if progress.document == name:
            raise Interrupted

    return tell
