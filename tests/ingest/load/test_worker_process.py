"""Reading in a process of its own: what a loader does there, it does to nobody else."""

import os
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import structlog

from app.domain.errors import Unavailable
from ingest.extracted import Extracted
from ingest.load.registry import load
from ingest.load.signatures import Format, recognise
from ingest.load.source import Limits, Source
from ingest.load.unreadable import Reason, Unreadable
from ingest.load.worker_process import Worker, in_worker
from tests.fakes.processes import ends, start
from tests.ingest.load.files import LIMITS

SAMPLE = Path("eval/sample/documents")
MISBEHAVING = "tests.ingest.load.misbehaving"
SHORT = replace(LIMITS, seconds=1.0, memory=400_000_000)
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded, and processes are watched, on Linux")
LEAVING = """
import sys
from ingest.load.source import Limits
from ingest.load.worker_process import Worker
worker = Worker(Limits(1_000_000, 9), "tests.ingest.load.misbehaving")
print(worker.load("a.txt", b"do: " + sys.argv[1].encode()).text, flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(SHORT, MISBEHAVING) as opened:
        yield opened


def done(worker: Worker, deed: str) -> str:
    return worker.load("a.txt", f"do: {deed}".encode()).text


def refusal(worker: Worker, deed: str) -> Unreadable:
    """The error for a file; and the next file is read as if nothing had been."""
    with pytest.raises(Unreadable) as caught:
        done(worker, deed)
    assert worker.load("b.txt", b"A good file").text == "A good file"
    return caught.value


def outcome(read: Callable[[], Extracted]) -> Extracted | tuple[Reason, str]:
    try:
        return read()
    except Unreadable as error:
        return error.code, error.sentence


def test_every_file_of_the_sample_gives_what_it_gives_without_a_worker() -> None:
    limits = Limits(max_bytes=50_000_000, max_pages=3000)
    formats = set()
    with in_worker(limits) as load_there:
        for path in sorted(path for path in SAMPLE.rglob("*") if path.is_file()):
            content = path.read_bytes()
            formats.add(recognise(Source(path.name, content, limits)))
            assert outcome(partial(load_there, path.name, content)) == outcome(partial(load, path.name, content, limits))
    assert formats == set(Format)


def test_one_process_reads_one_file_after_the_other(worker: Worker) -> None:
    assert done(worker, "say") == done(worker, "say") != str(os.getpid())


def test_it_holds_what_loaders_need_and_no_more(worker: Worker) -> None:
    held = set(done(worker, "modules").split())
    assert {"ingest.load.registry", "pypdfium2", "docx", "openpyxl"} <= held
    assert not held & {"onnxruntime", "chromadb", "sqlalchemy", "pydantic", "typer", "app.config", "ingest.sync", "pytest"}


def test_a_refusal_comes_back_with_its_code_and_sentence(worker: Worker) -> None:
    with pytest.raises(Unreadable, match=r"^a\.pdf is empty: there is no text in it\.$") as caught:
        worker.load("a.pdf", b" ")
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


def test_nothing_but_an_answer_is_taken_from_a_worker(worker: Worker) -> None:
    assert refusal(worker, "smuggle").code is Reason.BROKE_READER


def test_a_process_that_cannot_start_is_no_fault_of_the_file(capfd: pytest.CaptureFixture[str]) -> None:
    with Worker(SHORT, "ingest.load.nowhere") as worker, pytest.raises(Unavailable, match="could not be started"):
        worker.load("a.txt", b"A good file")
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
        assert worker.load("a.txt", b"A good file").text == "A good file"


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
