"""Work in a process of its own: what it gives, and that it never goes on alone."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from app.domain.errors import Invalid, Unavailable
from eval.retrieval.own_process import in_own_process

SOON = 20.0  # seconds within which a process that nobody waits for has ended
ASKING = """
import sys, time
from pathlib import Path
from filelock import FileLock
from eval.retrieval.own_process import in_own_process

def work(held, started):
    with FileLock(held):
        Path(started).touch()
        time.sleep(600)

if __name__ == "__main__":
    in_own_process("it", work, *sys.argv[1:])
"""


def refuse() -> None:
    message = "no"
    raise Invalid(message)


def die() -> None:
    os._exit(9)


def test_what_the_work_returns_or_raises_comes_back() -> None:
    assert in_own_process("it", os.getpid) != os.getpid()
    with pytest.raises(Invalid, match="no"):
        in_own_process("it", refuse)


def test_a_process_that_was_ended_is_named() -> None:
    with pytest.raises(Unavailable, match="measured Liaison was ended"):
        in_own_process("Liaison", die)


def test_the_process_ends_with_the_one_that_asked(tmp_path: Path) -> None:
    script, held, started = tmp_path / "asking.py", tmp_path / "held", tmp_path / "started"
    script.write_text(ASKING)
    command = [sys.executable, str(script), str(held), str(started)]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(Path.cwd())}) as asking:
        while not started.exists():
            assert asking.poll() is None
            time.sleep(0.05)
        with pytest.raises(Timeout), FileLock(held, timeout=0):
            pass
        asking.kill()
    with FileLock(held, timeout=SOON):
        pass
