"""The trace of an answer as JSON and back, the way stored turns keep it. Pure."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from app.domain.conversations import Considered, Trace


def to_json(trace: Trace) -> dict[str, Any]:
    """The trace as values JSON knows; a list, not an object, for each passage: there are fifty in every turn."""
    considered = [list(asdict(one).values()) for one in trace.considered]
    return {**asdict(trace), "reach": list(trace.reach), "models": dict(trace.models), "considered": considered}


def from_json(stored: Mapping[str, Any]) -> Trace:
    """The trace that `to_json` wrote."""
    considered = tuple(Considered(*one) for one in stored["considered"])
    return Trace(**{**stored, "reach": tuple(stored["reach"]), "considered": considered})
