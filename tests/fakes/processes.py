"""Other processes, for what only a second process can show."""

import os
import select
import signal
import subprocess
import sys

SOON_MS = 20_000
"""Milliseconds within which a process that nobody waits for has ended."""


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


def ends(process: int) -> bool:
    """Whether the process of this id, whoever started it, ends soon or has ended."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        waiting = select.poll()
        waiting.register(handle, select.POLLIN)
        return bool(waiting.poll(SOON_MS))
    finally:
        os.close(handle)
