"""What the audit log is told of documents: what decides who may see them, before and after, and no words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from app.domain.audit import OPERATOR, Event
from app.domain.documents import DocumentState
from ingest.changes import changes
from ingest.sync import Request
from tests.ingest.home import Home
from tests.knowledge.library import ACME, document


def test_a_document_is_told_of_where_it_is_not_what_it_was() -> None:
    old = replace(document("a", ACME, "agreement"), revision="1" * 64 + "/x")
    fresh = replace(old, revision="1" * 64 + "/y", title="Another")
    closed = replace(old, state=DocumentState.UNREADABLE)
    assert changes([old], [fresh]) == []
    (event,) = changes([old], [closed])
    assert (event.what, event.actor, event.subject) == ("document.changed", OPERATOR, "a")
    assert (event.detail["before"]["state"], event.detail["after"]["state"]) == ("ready", "unreadable")
    assert [one.what for one in changes([old], [replace(fresh, id="b")])] == ["document.removed", "document.added"]


def told(events: list[Event]) -> list[tuple[str, str | None, str | None]]:
    """What was told since the last time: what happened, with the audience before and after."""
    found = [(one.what, _audience(one.detail["before"]), _audience(one.detail["after"])) for one in events]
    events.clear()
    return found


def _audience(state: Mapping[str, str] | None) -> str | None:
    return None if state is None else state["audience"]


def test_each_change_of_a_home_is_told_before_it_is_made(tmp_path: Path) -> None:
    home, events = Home(tmp_path), list[Event]()

    def note(new: Sequence[Event]) -> None:
        events.extend(new)

    def run(*, prune: bool = False) -> None:
        home.sync(note=note).run(Request([home.folder], prune=prune))

    home.write({"a.txt": "Either party may terminate upon sixty days' notice."})
    home.describe({"file": "a.txt", "audience": "public"})
    run()
    assert told(events) == [("document.added", None, "public")]
    run()
    assert told(events) == []
    home.describe({"file": "a.txt", "audience": "internal", "partner": "acme"})
    run()
    assert told(events) == [("document.changed", "public", "internal:acme")]
    (home.folder / "a.txt").write_bytes(b"\x00\x01")
    run()
    (home.folder / "a.txt").unlink()
    home.describe()
    run(prune=True)
    assert told(events)[-1] == ("document.removed", "internal:acme", None)
    assert "terminate" not in repr(events)
