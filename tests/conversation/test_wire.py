"""One JSON shape for HTTP, the command line and evaluation."""

import json
from datetime import date

from app.conversation.wire import answer_as_json
from app.domain.answers import Answer, Card, Citation

CITATION = Citation(1, "p1", "d1", "acme.pdf", "Acme Agreement", 9, "12 > 12.2", 5, 9, "text", "2.1", date(2025, 3, 1))


def test_an_answer_becomes_plain_json_values() -> None:
    card = Card("Notice", ("Partner", "Days"), (("Acme", "60"),))
    answer = Answer("60 days. [1]", False, (CITATION,), "c", "t", "extractive", (card,), {"total": 1.26})  # noqa: FBT003  # positional field
    assert json.loads(json.dumps(answer_as_json(answer))) == {
        "answer": "60 days. [1]",
        "abstained": False,
        "citations": [
            {
                "n": 1,
                "document_id": "d1",
                "document": "acme.pdf",
                "title": "Acme Agreement",
                "page": 9,
                "section": "12 > 12.2",
                "start": 5,
                "end": 9,
                "quote": "text",
                "version": "2.1",
                "effective": "2025-03-01",
            }
        ],
        "cards": [{"title": "Notice", "columns": ["Partner", "Days"], "rows": [["Acme", "60"]]}],
        "conversation_id": "c",
        "turn_id": "t",
        "mode": "extractive",
        "timings_ms": {"total": 1.3},
    }


def test_what_is_not_known_is_null() -> None:
    bare = Citation(1, "p1", "d1", "a.md", "A", None, "", 0, 1, "x")
    [citation] = answer_as_json(Answer("", True, (bare,), "c", "t", "abstained"))["citations"]  # noqa: FBT003  # positional field
    assert (citation["page"], citation["version"], citation["effective"]) == (None, None, None)
