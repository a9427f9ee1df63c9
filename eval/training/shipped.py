"""Writing fitted weights into the package, with what they were fitted on and how well they did."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.knowledge import adapter
from app.knowledge.clauses import FILE, ClauseModel
from app.ports import Vectors

NAME_LENGTH = 12  # hex digits of the weights' hash: enough to tell two fits apart


def write_model(model: ClauseModel, told: dict[str, Any], path: Path = FILE) -> None:
    """Replace the shipped clause model: half-precision weights in `path`, `told` and the words to ask with beside it."""
    arrays: dict[str, NDArray[Any]] = {
        "clause_weight": model.clause_weight.astype(np.float16),
        "clause_bias": model.clause_bias,
        "question_weight": model.question_weight.astype(np.float16),
        "question_bias": model.question_bias,
        "fitted": model.fitted,
    }
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]  # the stub takes a name for `allow_pickle`
    digest = hashlib.sha256(b"".join(array.tobytes() for array in arrays.values())).hexdigest()[:NAME_LENGTH]
    content = {"name": f"clauses-{digest}", **told, "asking": sorted(model.asking)}
    _tell(path, content)


def write_adapter(matrix: Vectors, told: dict[str, Any], path: Path = adapter.FILE) -> None:
    """Replace the shipped query adapter: the matrix in half precision in `path`, `told` beside it."""
    np.savez_compressed(path, matrix=matrix.astype(np.float16))
    _tell(path, told)


def _tell(path: Path, content: dict[str, Any]) -> None:
    """Put what is said of the weights in `path`, and their size, beside them."""
    said = json.dumps({**content, "bytes": path.stat().st_size}, indent=2, ensure_ascii=False)
    path.with_suffix(".json").write_text(f"{said}\n", encoding="utf-8")
