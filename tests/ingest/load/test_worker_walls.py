"""The walls around a worker, each in a process of its own: they cannot be taken down again."""

import signal
import sys
from pathlib import Path

import pytest

from tests.fakes.processes import run, start

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, some of the walls are missing")
STUCK = """
import re
from ingest.load import worker_walls
worker_walls.LATER = 0
with worker_walls.ended_after(0.2):
    pass
print("in time", flush=True)
with worker_walls.ended_after(0.2):
    re.match(r"(a|a)+$", "a" * 60 + "b")
"""
BOUNDED = """
import resource
from ingest.load.worker_walls import address_space, confine
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
before = address_space()
confine(50_000_000)
most = resource.getrlimit(resource.RLIMIT_AS)
print(most[0] == most[1], 0 <= most[0] - before - 50_000_000 < 10_000_000, resource.getrlimit(resource.RLIMIT_FSIZE))
"""
LOWER = """
import resource
from ingest.load.worker_walls import address_space, confine
most = address_space() + 10_000_000
resource.setrlimit(resource.RLIMIT_AS, (most, most))
confine(50_000_000)
print(resource.getrlimit(resource.RLIMIT_AS) == (most, most))
"""
UNCHANGED = """
import os, pathlib, sys
from ingest.load.worker_walls import confine
os.chdir(sys.argv[1])
confine(50_000_000)
try:
    DEED
except PermissionError:
    assert open("it").read() == "as it was"
else:
    sys.exit("it was done")
"""


def test_the_system_ends_what_lets_no_other_thread_run() -> None:
    process = start(STUCK)
    said, _ = process.communicate()
    assert (said, process.returncode) == ("in time\n", -signal.SIGALRM)


def test_memory_is_bounded_above_what_is_held_already() -> None:
    assert run(BOUNDED) == "True True (0, 0)"


def test_a_lower_bound_from_outside_stays() -> None:
    assert run(LOWER) == "True"


@pytest.mark.parametrize(
    "deed", ["open('there', 'a')", "pathlib.Path('there').touch()", "os.remove('it')", "os.rename('it', 'there')"]
)
def test_no_file_is_changed(deed: str, tmp_path: Path) -> None:
    (tmp_path / "it").write_text("as it was", encoding="utf-8")
    run(UNCHANGED.replace("DEED", deed), tmp_path)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("it", "as it was")]
