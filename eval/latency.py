"""Summing up times."""

import math
from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile: the smallest value that at least `share` (0 to 1) of `values` do not exceed; not empty."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def summary(milliseconds: Sequence[float]) -> dict[str, float] | None:
    """The median and the 95th percentile, in milliseconds; None where nothing was timed."""
    if not milliseconds:
        return None
    return {"p50": round(percentile(milliseconds, 0.5), 1), "p95": round(percentile(milliseconds, 0.95), 1)}
