"""A clock that stands still until a test moves it."""

from datetime import datetime, timedelta


class FixedClock:
    """The Clock port, at `at` (timezone-aware, UTC)."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def advance(self, by: timedelta) -> None:
        """Move the time on."""
        self.at += by
