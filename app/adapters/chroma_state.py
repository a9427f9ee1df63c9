"""The small file that says which Chroma folder counts, how often it was written, and whether the last write was finished."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self
from uuid import uuid4

STATE_FILE = "state"


@dataclass(frozen=True, slots=True)
class ChromaState:
    """`folder` is a name below the index's path; `writes` counts the writes that began."""

    folder: str
    writes: int = 0
    complete: bool = True

    def begun(self) -> Self:
        """The state while one more write is under way."""
        return replace(self, writes=self.writes + 1, complete=False)

    def finished(self) -> Self:
        """The state once the write is on disk."""
        return replace(self, complete=True)


def new_state() -> ChromaState:
    """The state of a folder that was never used before."""
    return ChromaState(f"chroma-{uuid4().hex}")


def read_state(path: Path) -> ChromaState | None:
    """The state noted below `path`; None where there is none or it cannot be read, so that a new folder is built."""
    try:
        folder, writes, complete = (path / STATE_FILE).read_text(encoding="utf-8").split()
        return ChromaState(folder, int(writes), complete == "complete")
    except (FileNotFoundError, ValueError):
        return None


def write_state(path: Path, state: ChromaState) -> None:
    """Put `state` in place of the one noted below `path`: readers see the one or the other, never half."""
    partial = path / f"{STATE_FILE}.partial"
    partial.write_text(f"{state.folder} {state.writes} {'complete' if state.complete else 'writing'}", encoding="utf-8")
    partial.replace(path / STATE_FILE)
