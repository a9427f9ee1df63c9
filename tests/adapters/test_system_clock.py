"""The machine's clock."""

from datetime import UTC, timedelta

from app.adapters.system_clock import SystemClock


def test_now_is_aware_in_utc_and_never_before_itself() -> None:
    clock = SystemClock()
    first, second = clock.now(), clock.now()
    assert first.tzinfo is UTC
    assert second - first >= timedelta(0)
