"""The documents a measurement runs over, and which of them the questions mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path, PurePosixPath

from app.domain.errors import Invalid
from eval.corpus import corpus_request
from eval.scoring import EXTENSION


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A document at `path`, called `name` in rankings: its path below the corpus' folder, with `/` between the parts."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of `folder`, in order, with the manifest that describes them, if there is one."""

    folder: Path
    files: tuple[CorpusFile, ...]
    manifest: Path | None = None

    def find(self, reference: str) -> str:
        """The name of the document that `reference` means.

        Its file name decides, whatever folder and form (`.txt`, `.pdf`, `.md`, `.html`) stand beside it; among documents of
        one file name, the folders nearest to it do. Raises Invalid for none and for several.
        """
        alike = [file.name for file in self.files if stem(file.name) == stem(reference)]
        if not alike:
            message = f"A question asks about '{reference}', which is not in {self.folder}."
            raise Invalid(message)
        if reference in alike:
            return reference
        most = max(_common_parts(name, reference) for name in alike)
        near = [name for name in alike if _common_parts(name, reference) == most]
        if len(near) > 1:
            message = f"'{reference}' may be {len(near)} documents of {self.folder}; name it by its path in that folder."
            raise Invalid(message)
        return near[0]


def open_corpus(folder: Path, questions: Path) -> Corpus:
    """What lies in `folder` but the questions; raises Invalid if that is nothing."""
    request = corpus_request(folder, without=questions)
    root = folder.resolve()
    files = tuple(CorpusFile(path, name_below(root, path)) for path in request.paths)
    missing = next((file.path for file in files if not file.path.is_file()), None)
    if missing is not None:
        message = f"There is no file {missing}."
        raise Invalid(message)
    if not files:
        message = f"There are no documents in {folder}."
        raise Invalid(message)
    return Corpus(folder, files, request.manifest)


def name_below(root: Path, path: Path) -> str:
    """The path of a file below `root`; the bare file name of one that lies elsewhere."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def names_by_path(files: Sequence[CorpusFile]) -> dict[str, str]:
    """The names of `files` by where they were read from."""
    return {str(file.path): file.name for file in files}


def stem(name: str) -> str:
    """The last part of a path without a document's extension."""
    return EXTENSION.sub("", PurePosixPath(name).name)


def _common_parts(name: str, reference: str) -> int:
    """How many parts of two paths are the same, counted from the end, without the extension."""
    ours, theirs = (PurePosixPath(EXTENSION.sub("", path)).parts[::-1] for path in (name, reference))
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(ours, theirs, strict=False)))
