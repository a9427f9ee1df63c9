"""The time of this machine."""

from datetime import UTC, datetime


class SystemClock:
    """Implements the Clock port."""

    def now(self) -> datetime:
        return datetime.now(UTC)
