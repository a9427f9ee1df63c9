"""Embeds app/knowledge/topics.yaml into topics.npz: `python -m eval.topics [--home DIR]`. Run it after editing the wording."""

import argparse
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from app.adapters.onnx_embedder import OnnxEmbedder
from app.config import keep_models_offline
from app.knowledge.topics import FILE, SCALE, WORDING
from app.ports import Embedder


def main(arguments: Sequence[str] | None = None) -> int:
    """Embed the wording and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path(".liaison"), help="where the compiled model is kept")
    options = parser.parse_args(arguments)
    keep_models_offline()
    np.savez_compressed(FILE, **embedded(OnnxEmbedder(options.home / "models", 0)))
    sys.stdout.write(f"{FILE.name}: {FILE.stat().st_size:,} bytes\n")
    return 0


def embedded(embedder: Embedder) -> dict[str, Any]:
    """The arrays of topics.npz: vectors as signed bytes, the topic of each line, names, and the wording's SHA-256."""
    wording = yaml.safe_load(WORDING.read_text(encoding="utf-8"))
    arrays: dict[str, Any] = {"names": np.array([entry["topic"] for entry in wording]), "digest": np.array(digest())}
    for key in ("asked", "written"):
        lines = [(line, at) for at, entry in enumerate(wording) for line in entry[key]]
        arrays[key] = np.round(embedder.embed([line for line, _ in lines]) * SCALE).astype(np.int8)
        arrays[f"{key}_topic"] = np.array([at for _, at in lines], dtype=np.int16)
    return arrays


def digest() -> str:
    """The SHA-256 of the wording, kept beside the vectors so that a test can tell when they are stale."""
    return hashlib.sha256(WORDING.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
