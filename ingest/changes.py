"""What the audit log is told of documents: which came, changed or went, and what decides who may see them. Pure.

No names and no words: the log is never erased.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from app.domain.audit import OPERATOR, Event
from app.domain.documents import Document

Note = Callable[[Sequence[Event]], None]
"""Takes down what is about to happen."""

SHOWN: Final = 16
"""Hexadecimal digits of the content's hash: enough to tell contents apart."""


def unnoted(events: Sequence[Event]) -> None:
    """For a home that only measures or tests."""


def changes(before: Iterable[Document], after: Iterable[Document]) -> list[Event]:
    """An event for each document that is not what it was: `document.added`, `document.changed` or `document.removed`."""
    old = {document.id: _state(document) for document in before}
    new = {document.id: _state(document) for document in after}
    return [
        Event(_what(old.get(one), new.get(one)), OPERATOR, one, {"before": old.get(one), "after": new.get(one)})
        for one in {**old, **new}
        if old.get(one) != new.get(one)
    ]


def _what(before: dict[str, Any] | None, after: dict[str, Any] | None) -> str:
    if before is None:
        return "document.added"
    return "document.removed" if after is None else "document.changed"


def _state(document: Document) -> dict[str, Any]:
    content = document.revision.partition("/")[0][:SHOWN]
    return {
        "audience": str(document.audience),
        "partner": document.partner,
        "state": document.state.value,
        "content": content,
    }
