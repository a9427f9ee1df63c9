"""Which Chroma folder holds a collection, how often it was written, and whether the last write was finished.

Kept as a fact in the catalogue of the kept vectors, so that it changes together with what Chroma was told of.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self
from uuid import uuid4


@dataclass(frozen=True, slots=True)
class ChromaState:
    """`folder` is a name below the index's path; `writes` counts the writes that began."""

    folder: str
    writes: int = 0
    complete: bool = True

    @classmethod
    def read(cls, text: str | None) -> Self | None:
        """The state that was written as `text`; None where there is none."""
        if text is None:
            return None
        folder, writes, complete = text.split()
        return cls(folder, int(writes), complete == "complete")

    def __str__(self) -> str:
        return f"{self.folder} {self.writes} {'complete' if self.complete else 'writing'}"

    def begun(self) -> Self:
        """The state while one more write is under way."""
        return replace(self, writes=self.writes + 1, complete=False)

    def finished(self) -> Self:
        """The state once the write is on disk."""
        return replace(self, complete=True)


def fact_of(collection: str) -> str:
    """The name of the fact that holds the state of `collection`."""
    return f"chroma {collection}"


def new_state(collection: str) -> ChromaState:
    """The state of a folder that was never used before."""
    return ChromaState(f"chroma-{collection}-{uuid4().hex[:12]}")


def folders_of(path: Path, collection: str) -> Iterator[Path]:
    """All folders that hold or held `collection` below `path`."""
    return path.glob(f"chroma-{collection}-*")
