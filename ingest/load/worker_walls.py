"""The walls around a worker: no network, no other programs, no files written, bounded memory, and an end to every file.

Raised from inside, after everything that loaders need is imported. What the system does not offer is left out: on Windows the
asking process's own time limit is what remains, elsewhere than on Linux memory is not bounded.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

if sys.platform != "win32":
    import resource

LATER = 5.0
"""Seconds after its time that a worker ends by itself: later than it is ended from outside, unless nobody is there to do it."""

_SIZES = Path("/proc/self/statm")
_NETWORK = ("socket.",)
_PROGRAMS = ("subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile", "pty.")
_FILES = ("os.remove", "os.rename", "os.link", "os.symlink", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod", "os.chown")
_FORBIDDEN = (*_NETWORK, *_PROGRAMS, *_FILES)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def confine(memory: int) -> None:
    """Put the walls up, for good. `memory` is what a file may take, in bytes, beyond what the worker holds already."""
    sys.addaudithook(_refuse)
    if sys.platform != "win32":
        _bound(resource.RLIMIT_CORE, 0)
        _bound(resource.RLIMIT_FSIZE, 0)
        if held := address_space():
            _bound(resource.RLIMIT_AS, held + memory)


def address_space() -> int:
    """What this process holds, in the sense of the bound on memory, in bytes; 0 where the system does not tell."""
    if sys.platform == "win32" or not _SIZES.exists():
        return 0
    return int(_SIZES.read_text(encoding="ascii").split()[0]) * resource.getpagesize()


@contextmanager
def ended_after(seconds: float) -> Iterator[None]:
    """Let the system end this process if the block takes longer: also inside a parser that lets no other thread run."""
    if sys.platform == "win32":
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds + LATER)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: what parsers written in C do is not seen here, so their own options must not fetch anything either."""
    if event.startswith(_FORBIDDEN) or (event == "open" and arguments[-1] & _WRITING):
        message = f"Reading a document needs no {event}."
        raise PermissionError(message)


def _bound(kind: int, most: int) -> None:
    """Lower a limit; one that is lower already stays."""
    _, hard = resource.getrlimit(kind)
    wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (wanted, wanted))
