"""Other processes, for what only a second process can show."""

import os
import signal
import subprocess
import sys


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Run `code` in a Python of its own, with `arguments` in sys.argv[1:]."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def run(code: str, *arguments: object) -> str:
    """What `code` prints; fails if it fails."""
    process = start(code, *arguments)
    said, _ = process.communicate()
    assert process.returncode == 0, said
    return said.strip()


def run_and_kill(code: str, *arguments: object) -> None:
    """Run `code` until it prints a line, then kill it: nothing is closed, nothing flushed.

    `code` should end with sys.stdin.read(), so that it is still there to be killed.
    """
    with start(code, *arguments) as process:
        assert process.stdout is not None
        assert process.stdout.readline(), "it ended by itself"
        os.kill(process.pid, signal.SIGKILL)
