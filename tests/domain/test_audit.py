"""The chain of entries, whatever stands in them."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.audit import Entry, Event, verify

TEXT = st.text(max_size=12)
DETAIL = st.dictionaries(TEXT, st.none() | st.booleans() | st.integers() | TEXT | st.lists(TEXT, max_size=3), max_size=4)
EVENTS = st.lists(st.builds(Event, TEXT, TEXT, st.none() | TEXT, DETAIL), min_size=2, max_size=8)
START = datetime(2026, 3, 1, tzinfo=UTC)


def chained(events: list[Event]) -> list[Entry]:
    entries: list[Entry] = []
    for number, event in enumerate(events):
        entries.append(Entry.following(entries[-1] if entries else None, START + timedelta(seconds=number), event))
    return entries


@given(EVENTS)
def test_what_was_chained_is_whole(events: list[Event]) -> None:
    entries = chained(events)
    found = verify(entries)
    assert (found.entries, found.head, found.fault) == (len(events), entries[-1].digest, None)


@given(EVENTS, st.data())
def test_an_entry_that_is_left_out_swapped_or_changed_is_found(events: list[Event], data: st.DataObject) -> None:
    entries = chained(events)
    at = data.draw(st.integers(0, len(entries) - 2))
    left_out = [*entries[:at], *entries[at + 1 :]]
    swapped = [*entries[:at], entries[at + 1], entries[at], *entries[at + 2 :]]
    event = entries[at].event
    forged = Entry.following(
        entries[at - 1] if at else None, entries[at].at, Event(event.what, event.actor + "!", event.subject)
    )
    changed = [*entries[:at], forged, *entries[at + 1 :]]
    assert all(verify(one).fault for one in (left_out, swapped, changed))
