"""Removing files below the index's folder that nothing refers to any more: what killed runs and earlier versions left there."""

import re
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Final

from app.adapters.vector_rows import SHORT

VECTORS: Final = ".vectors"
"""Ends the names of files of vectors."""
EARLIER_FOLDER: Final = re.compile(r"chroma-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""Chroma's folders as earlier versions named them, or let Chroma name them."""
EARLIER_FILES: Final = ("chroma.sqlite3*", "vectors.sqlite3*", "generation*", "state*")
"""The files of earlier versions, with their journals: among them a copy of every vector."""


def remove_file(path: Path) -> None:
    """Delete the file of vectors `path`, if there is one, with its short copy."""
    path.unlink(missing_ok=True)
    path.with_suffix(SHORT).unlink(missing_ok=True)


def remove_remains(folder: Path, vector_files: Collection[Path]) -> None:
    """Delete from `folder` all files of vectors but `vector_files` and their copies, and all that earlier versions kept there.

    The caller holds the index's lock: a file that is just being written is named in no catalogue yet.
    """
    in_use = {one.with_suffix(suffix) for one in vector_files for suffix in (VECTORS, SHORT)}
    for path in (*folder.glob(f"*{VECTORS}"), *folder.glob(f"*{SHORT}")):
        if path not in in_use:
            path.unlink(missing_ok=True)
    for pattern in EARLIER_FILES:
        for path in folder.glob(pattern):
            path.unlink(missing_ok=True)
    for path in folder.iterdir():
        if EARLIER_FOLDER.fullmatch(path.name) and path.is_dir():
            shutil.rmtree(path)
