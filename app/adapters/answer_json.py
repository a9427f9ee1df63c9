"""A finished answer as JSON and back, the way stored turns keep it. Pure.

Promises: what was stored reads back equal; a field added to the domain with a default reads from older rows.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from app.domain.answers import Answer, Card, Citation


def to_json(answer: Answer) -> dict[str, Any]:
    """The answer as values JSON knows; days are written as YYYY-MM-DD."""
    citations = [{**asdict(one), "effective": one.effective and one.effective.isoformat()} for one in answer.citations]
    return {**asdict(answer), "citations": citations}


def from_json(stored: Mapping[str, Any]) -> Answer:
    """The answer that `to_json` wrote."""
    return Answer(
        **{
            **stored,
            "citations": tuple(_citation(one) for one in stored["citations"]),
            "cards": tuple(_card(one) for one in stored["cards"]),
        }
    )


def _citation(stored: Mapping[str, Any]) -> Citation:
    effective = stored["effective"]
    return Citation(**{**stored, "effective": date.fromisoformat(effective) if effective else None})


def _card(stored: Mapping[str, Any]) -> Card:
    return Card(stored["title"], tuple(stored["columns"]), tuple(tuple(row) for row in stored["rows"]))
