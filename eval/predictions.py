"""What was answered to the questions of a file, and writing it down."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from app.domain.errors import Invalid


@dataclass(frozen=True, slots=True)
class Prediction:
    """The answer to question `id`. Citations are as in `liaison ask --json`; timings are in milliseconds."""

    id: str
    answer: str
    abstained: bool
    citations: tuple[dict[str, Any], ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)


def write_predictions(path: Path, predictions: Iterable[Prediction]) -> None:
    """One JSON object a line; raises Invalid if the file cannot be written."""
    lines = [json.dumps(asdict(prediction), ensure_ascii=False) + "\n" for prediction in predictions]
    try:
        path.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        message = f"The predictions cannot be written to {path}: {(error.strerror or 'the disk refused').lower()}."
        raise Invalid(message) from error
