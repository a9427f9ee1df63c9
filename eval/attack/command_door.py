"""The `liaison` command as it is installed, run in this process, with everything it prints."""

import contextlib
import io
import logging
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from pathlib import Path

import structlog

from eval.attack.attempt import Seen


class CommandDoor:
    """Commands over one home."""

    def __init__(self, home: Path) -> None:
        self._home = home
        # Measuring may not import the command line, which lies above it: it is taken as people have it, by its name.
        self._main: Callable[[], None] = next(iter(entry_points(group="console_scripts", name="liaison"))).load()
        self._known: dict[tuple[str, ...], Seen] = {}

    def run(self, *words: str) -> Seen:
        """What a command prints on both streams, and its exit status."""
        out, err = io.StringIO(), io.StringIO()
        status = 0
        with (
            _as_typed(["liaison", *words, "--home", str(self._home)]),
            _logs_kept(),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            try:
                self._main()
            except SystemExit as ended:
                status = ended.code if isinstance(ended.code, int) else 1
        printed = f"{out.getvalue()}\n{err.getvalue()}"
        return Seen(" ".join(words), printed, status, out.getvalue().encode(), f"{status}\n{printed}")

    def known(self, *words: str) -> Seen:
        """As `run`; a command that changes nothing is run once, and what it printed is remembered."""
        if words not in self._known:
            self._known[words] = self.run(*words)
        return self._known[words]


@contextlib.contextmanager
def _as_typed(words: list[str]) -> Iterator[None]:
    before = sys.argv
    sys.argv = words
    try:
        yield
    finally:
        sys.argv = before


@contextlib.contextmanager
def _logs_kept() -> Iterator[None]:
    """Commands set logging up for themselves."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    before = structlog.get_config()
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        structlog.configure(**before)
