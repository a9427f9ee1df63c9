"""Corpora: folders of documents that are read for a measurement or a demonstration."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from app.config import Settings
from app.domain.errors import Invalid
from ingest.discover import discover
from ingest.manifest import Manifest, find_manifest, read_manifest
from ingest.sync import Request

MODELS = "models"
"""The folder of a home that holds the compiled model."""

SAMPLE = Path(__file__).parent / "sample"
"""The packaged programme that `liaison demo` shows."""


def corpus_beside(questions: Path) -> Path | None:
    """The folder that a file of questions is about: its own, if a manifest lies there."""
    folder = questions.parent
    return folder if find_manifest(folder) else None


def corpus_request(folder: Path, without: Path | None = None) -> Request:
    """What to read of `folder`: the files its manifest lists, or where it has none all but `without` (the questions).

    Raises Invalid if there is no such folder.
    """
    if not folder.is_dir():
        message = f"There is no folder {folder}."
        raise Invalid(message)
    manifest = find_manifest(folder)
    if manifest is not None:
        return Request(list(read_manifest(manifest).documents), manifest=manifest)
    left_out = without.resolve() if without else None
    return Request([source.path for source in discover([folder], Manifest()) if source.path != left_out])


@contextmanager
def throwaway_home(settings: Settings) -> Iterator[Settings]:
    """Settings for an empty home that is gone after the block. The compiled model stays in the usual home and is shared."""
    models = (settings.home / MODELS).resolve()
    models.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="liaison-", ignore_cleanup_errors=True) as folder:
        (Path(folder) / MODELS).symlink_to(models, target_is_directory=True)
        yield settings.model_copy(update={"home": Path(folder)})
