"""The finished answer as plain JSON values: one shape for HTTP, the command line and evaluation."""

from dataclasses import asdict
from typing import Any

from app.domain.answers import Answer, Card, Citation


def citation_as_json(citation: Citation) -> dict[str, Any]:
    """A citation without inner ids of passages; `effective` as an ISO date."""
    values = asdict(citation)
    del values["passage_id"]
    values["effective"] = citation.effective.isoformat() if citation.effective else None
    return values


def card_as_json(card: Card) -> dict[str, Any]:
    """A table as lists."""
    return {"title": card.title, "columns": list(card.columns), "rows": [list(row) for row in card.rows]}


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """The answer as `liaison ask --json` and `POST /v1/chat` give it."""
    return {
        "answer": answer.text,
        "abstained": answer.abstained,
        "citations": [citation_as_json(citation) for citation in answer.citations],
        "cards": [card_as_json(card) for card in answer.cards],
        "conversation_id": answer.conversation_id,
        "turn_id": answer.turn_id,
        "mode": answer.mode,
        "timings_ms": {step: round(value, 1) for step, value in answer.timings_ms.items()},
    }
