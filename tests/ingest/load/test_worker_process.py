"""Reading in a process of its own: what is done to a file there is done to nobody else, and what it says is checked."""

import os
import pickle
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import structlog

from app.domain.errors import Unavailable
from ingest.discover import discover, manifest_for
from ingest.load.registry import load
from ingest.load.signatures import Format, recognise
from ingest.load.source import Limits, Source
from ingest.load.unreadable import Reason, Unreadable
from ingest.load.worker_messages import Answer
from ingest.load.worker_process import Worker, in_worker
from ingest.parts import Part, Wanted, parts_of
from ingest.prepare import wanted_of
from tests.fakes.processes import ends, start
from tests.ingest.load.files import LIMITS

SAMPLE = Path("eval/sample")
MISBEHAVING, LYING = "tests.ingest.load.misbehaving", "tests.ingest.load.lying"
SHORT = replace(LIMITS, seconds=1.0, memory=400_000_000)
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded, and processes are watched, on Linux")
LEAVING = """
import sys
from ingest.load.source import Limits
from ingest.load.worker_process import Worker
from ingest.parts import Wanted
worker = Worker(Limits(1_000_000, 9), "tests.ingest.load.misbehaving")
print(worker.load("a.txt", b"do: " + sys.argv[1].encode(), Wanted())[0].text, flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(SHORT, MISBEHAVING) as opened:
        yield opened


@pytest.fixture(scope="module")
def lying() -> Iterator[Worker]:
    with Worker(SHORT, LYING) as opened:
        yield opened


class Smuggled:
    """Would make a folder in the process that believes it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self._path),)


def said(worker: Worker, content: str) -> str:
    """What a text says, as the worker read it."""
    (part,) = worker.load("a.txt", content.encode(), Wanted())
    return part.text


def done(worker: Worker, deed: str) -> str:
    return said(worker, f"do: {deed}")


def refusal(worker: Worker, deed: str) -> Unreadable:
    """The error for a file; and the next file is read as if nothing had been."""
    with pytest.raises(Unreadable) as caught:
        said(worker, deed if deed.startswith("tell: ") else f"do: {deed}")
    assert said(worker, "A good file") == "A good file"
    return caught.value


def outcome(read: Callable[[], Sequence[Part]]) -> Sequence[Part] | tuple[Reason, str]:
    try:
        return read()
    except Unreadable as error:
        return error.code, error.sentence


def test_every_file_of_the_sample_gives_what_it_gives_without_a_worker() -> None:
    limits = Limits(max_bytes=50_000_000, max_pages=3000)
    manifest = manifest_for([SAMPLE], None)
    formats, owners = set(), set()
    with in_worker(limits) as load_there:
        for source in discover([SAMPLE / "documents"], manifest):
            name, content = source.path.name, source.path.read_bytes()
            wanted = wanted_of(source.described, manifest.partners)
            there = outcome(partial(load_there, name, content, wanted))
            assert there == outcome(partial(load_here, name, content, limits, wanted))
            formats.add(recognise(Source(name, content, limits)))
            owners |= {part.owner for part in there if isinstance(part, Part)}
    assert formats == set(Format)
    assert len(owners) > 2


def load_here(name: str, content: bytes, limits: Limits, wanted: Wanted) -> Sequence[Part]:
    return parts_of(load(name, content, limits), name, wanted)


def test_one_process_reads_one_file_after_the_other(worker: Worker) -> None:
    assert done(worker, "say") == done(worker, "say") != str(os.getpid())


def test_it_holds_what_loaders_need_and_no_more(worker: Worker) -> None:
    held = set(done(worker, "modules").split())
    assert {"ingest.load.registry", "pypdfium2", "docx", "openpyxl"} <= held
    assert not held & {"onnxruntime", "chromadb", "sqlalchemy", "pydantic", "typer", "app.config", "ingest.sync", "pytest"}


def test_a_refusal_comes_back_with_its_code_and_sentence(worker: Worker) -> None:
    with pytest.raises(Unreadable, match=r"^a\.pdf is empty: there is no text in it\.$") as caught:
        worker.load("a.pdf", b" ", Wanted())
    assert caught.value.code is Reason.EMPTY


@pytest.mark.parametrize("deed", ["hang", "hang-in-c"])
def test_a_file_that_takes_for_ever_is_given_up(worker: Worker, deed: str) -> None:
    error = refusal(worker, deed)
    assert error.code is Reason.TOO_SLOW
    assert error.sentence == "a.txt takes more than 1 second to read; split it into parts or raise LIAISON_LOAD_SECONDS."


@pytest.mark.parametrize("deed", ["die", "exit 0", "exit 3"])
def test_a_file_that_ends_its_reader_ends_nothing_else(worker: Worker, deed: str) -> None:
    error = refusal(worker, deed)
    assert error.code is Reason.BROKE_READER
    assert error.sentence == (
        "a.txt ended the process that read it: it is damaged, or takes more than 400 MB of memory; "
        "export it again or split it into parts."
    )


@LINUX
def test_a_file_that_takes_all_memory_gets_no_more_than_its_bound(worker: Worker) -> None:
    error = refusal(worker, "allocate")
    assert error.code is Reason.TOO_MUCH_MEMORY
    assert error.sentence == (
        "a.txt takes more than 400 MB of memory to read; split it into parts or raise LIAISON_LOAD_MEMORY_MB."
    )


@LINUX
def test_what_an_earlier_file_left_behind_is_not_held_against_the_next() -> None:
    with Worker(SHORT, MISBEHAVING) as worker:
        first = done(worker, "keep 150")
        assert done(worker, "keep 300") not in {first, ""}


@LINUX
def test_a_worker_that_holds_on_to_much_memory_reads_no_other_file() -> None:
    with Worker(SHORT, MISBEHAVING) as worker:
        assert done(worker, "keep 250") != done(worker, "say")


def test_no_loader_reaches_the_network(worker: Worker) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        assert refusal(worker, f"connect {server.getsockname()[1]}").code is Reason.DAMAGED
        with pytest.raises(BlockingIOError):
            server.accept()
    assert refusal(worker, "resolve localhost").code is Reason.DAMAGED


@pytest.mark.parametrize("deed", ["run true", "fork"])
def test_no_loader_starts_a_program(worker: Worker, deed: str) -> None:
    assert refusal(worker, deed).code is Reason.DAMAGED


def test_no_loader_writes_a_file(worker: Worker, tmp_path: Path) -> None:
    assert refusal(worker, f"write {tmp_path / 'harm'}").code is Reason.DAMAGED
    assert list(tmp_path.iterdir()) == []


def test_what_a_parser_prints_does_not_stand_between_the_answers(worker: Worker, capfd: pytest.CaptureFixture[str]) -> None:
    assert done(worker, "talk noise").isdigit()
    assert capfd.readouterr() == ("", "")


def test_what_a_loader_logs_is_logged_here(worker: Worker) -> None:
    with structlog.testing.capture_logs() as logged:
        done(worker, "log word")
        done(worker, "say")
    assert logged == [{"event": "loader_said", "what": "word", "pages": 3, "log_level": "info"}]


def test_nothing_but_an_answer_is_taken_from_a_worker(worker: Worker, tmp_path: Path) -> None:
    smuggled = pickle.dumps(Answer((Smuggled(tmp_path / "harm"),)))  # type: ignore[arg-type]  # the harm
    assert refusal(worker, f"answer {smuggled.hex()}").code is Reason.BROKE_READER
    assert list(tmp_path.iterdir()) == []
    pickle.loads(smuggled)  # noqa: S301  # it would have done harm
    assert list(tmp_path.iterdir()) == [tmp_path / "harm"]


@pytest.mark.parametrize("message", [Answer(), "an answer", None], ids=["empty", "text", "nothing"])
def test_an_answer_without_parts_or_a_reason_is_none(worker: Worker, message: object) -> None:
    assert refusal(worker, f"answer {pickle.dumps(message).hex()}").code is Reason.BROKE_READER


@pytest.mark.parametrize("lie", ["owner-unasked", "overlapping", "past-the-end", "kind-of-piece", "pages-out-of-order"])
def test_a_worker_that_lies_is_not_believed_and_reads_no_other_file(lying: Worker, lie: str) -> None:
    before = lying._process
    with structlog.testing.capture_logs() as logged:
        error = refusal(lying, f"tell: {lie} {'of a text. ' * 300}")
    assert (error.code, error.sentence[:40]) == (Reason.BROKE_READER, "a.txt ended the process that read it: it")
    assert {one["event"] for one in logged} == {"worker_not_believed"}
    assert lying._process is not before


def test_a_text_that_takes_for_ever_to_prepare_is_given_up(lying: Worker) -> None:
    error = refusal(lying, "tell: hang")
    assert error.code is Reason.TOO_SLOW
    assert error.sentence == "a.txt takes more than 1 second to read; split it into parts or raise LIAISON_LOAD_SECONDS."


@LINUX
def test_a_text_that_takes_all_memory_to_prepare_gets_no_more_than_its_bound(lying: Worker) -> None:
    error = refusal(lying, "tell: devour")
    assert error.code is Reason.TOO_MUCH_MEMORY
    assert error.sentence.startswith("a.txt takes more than 400 MB of memory to read; split it into parts or raise")


def test_a_text_that_we_trip_over_is_refused_and_the_kind_of_error_logged(lying: Worker) -> None:
    with structlog.testing.capture_logs() as logged:
        assert refusal(lying, "tell: trip").code is Reason.DAMAGED
    assert logged == [{"event": "file_not_prepared", "name": "a.txt", "error": "IndexError", "log_level": "warning"}]


def test_a_text_that_ends_its_reader_while_it_is_prepared_ends_nothing_else(lying: Worker) -> None:
    assert refusal(lying, "tell: die").code is Reason.BROKE_READER


def test_a_process_that_cannot_start_is_no_fault_of_the_file(capfd: pytest.CaptureFixture[str]) -> None:
    with Worker(SHORT, "ingest.load.nowhere") as worker, pytest.raises(Unavailable, match="could not be started"):
        said(worker, "A good file")
    assert "ingest.load.nowhere" in capfd.readouterr().err


@LINUX
def test_the_process_starts_with_the_first_file_and_ends_with_the_block() -> None:
    with Worker(SHORT, MISBEHAVING) as worker:
        assert worker._process is None
        process = int(done(worker, "say"))
    assert ends(process)
    with pytest.raises(Unavailable, match="was ended before it was done"):
        done(worker, "say")


def test_a_folder_of_documents_is_not_a_place_to_import_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docx.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.syspath_prepend(str(Path.cwd()))
    monkeypatch.chdir(tmp_path)
    with Worker(SHORT) as worker:
        assert said(worker, "A good file") == "A good file"


@LINUX
def test_an_idle_process_ends_when_the_one_that_asked_is_killed() -> None:
    with start(LEAVING, "say") as asking:
        assert asking.stdout is not None
        process = int(asking.stdout.readline())
        asking.kill()
    assert ends(process)


@LINUX
def test_a_busy_process_ends_when_the_one_that_asked_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "announced")
    monkeypatch.setenv("TEST_LISTENING", str(tmp_path / "announced"))
    with start(LEAVING, "hang") as asking:
        process = int((tmp_path / "announced").read_text(encoding="utf-8"))
        asking.kill()
    assert ends(process)
