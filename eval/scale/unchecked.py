"""Searching as if nobody had asked who may see what: what permission checks cost is the difference. For measuring only."""

from typing import Final

from app.domain.access import EVERYTHING, Audience, Caller, Reach, Role


class _Anything(Reach):
    """Covers whatever it is asked about, and does not look at it."""

    __slots__ = ()

    def covers(self, audience: Audience) -> bool:  # noqa: ARG002 - that it is not looked at is the point
        return True

    @property
    def everything(self) -> bool:
        return True


class _Anybody(Caller):
    """Somebody of whom it is not asked what they may see."""

    __slots__ = ()

    @property
    def reach(self) -> Reach:
        return _ANYTHING


_ANYTHING: Final = _Anything(EVERYTHING.listed, all_partners=True, all_groups=True)
ANYBODY: Final = _Anybody(Role.ADMIN)
"""Searches everything, checked by nothing."""
