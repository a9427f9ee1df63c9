"""Which files a run reads: the given files, and everything readable below the given folders."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import Invalid
from ingest.manifest import NAMES, Described, Manifest, find_manifest, read_manifest

JUNK = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
"""Files that operating systems leave in folders."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read, and what the manifest says of it."""

    path: Path
    described: Described


def discover(paths: Sequence[Path], manifest: Manifest) -> list[Source]:
    """The files under `paths`, each once, in order; raises Invalid for a path that does not exist."""
    found: dict[Path, Source] = {}
    for path in paths:
        if not path.exists():
            message = f"There is no file or folder {path}."
            raise Invalid(message)
        for file in _files(path):
            resolved = file.resolve()
            if resolved not in manifest.files:
                found.setdefault(resolved, Source(resolved, manifest.documents.get(resolved, Described())))
    return list(found.values())


def manifest_for(paths: Sequence[Path], given: Path | None) -> Manifest:
    """The manifest given, or the ones that lie in the folders to read; an empty one where there is none."""
    files = [given] if given else [file for path in paths if path.is_dir() and (file := find_manifest(path))]
    manifests = [read_manifest(file) for file in files]
    partners = tuple(partner for manifest in manifests for partner in manifest.partners)
    documents = {path: entry for manifest in manifests for path, entry in manifest.documents.items()}
    return Manifest(partners, documents, frozenset(file.resolve() for file in files))


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for file in sorted(path.rglob("*")):
        inner = file.relative_to(path).parts
        hidden = any(part.startswith((".", "~$")) for part in inner)
        if file.is_file() and not hidden and file.name.lower() not in JUNK and file.name not in NAMES:
            yield file
