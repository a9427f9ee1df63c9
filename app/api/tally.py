"""Counts against limits, in this process or in a Redis that replicas share; the only file that knows the `limits` library.

A window begins with its first count and ends a minute or a day later. When Redis cannot be reached, nobody is turned away for
it: counting goes on in this process, and Redis is tried again a little later.
"""

import hashlib
import math
import time
from collections.abc import Callable

import structlog
from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter
from pydantic import SecretStr

from app.domain.errors import Invalid

log = structlog.get_logger(__name__)

NAMESPACE = "liaison"
REDIS_PATIENCE = 0.5  # seconds for a count; every request waits for it, and Redis nearby needs a millisecond
REDIS_TRIED_AGAIN = 5.0  # seconds without Redis before it is asked again, so that its absence does not slow every request
WARNED_AGAIN = 60.0  # seconds between two warnings about it

Limit = RateLimitItem


def a_minute(most: int) -> Limit:
    """At most so many in a minute."""
    return RateLimitItemPerMinute(most, namespace=NAMESPACE)


def a_day(most: int) -> Limit:
    """At most so many in a day."""
    return RateLimitItemPerDay(most, namespace=NAMESPACE)


class Tally:
    """Counts; raises Invalid for a Redis address that cannot be one. `clock` gives seconds that never run backwards."""

    def __init__(self, redis_url: SecretStr | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._here = FixedWindowRateLimiter(MemoryStorage())
        self._shared = None if redis_url is None else FixedWindowRateLimiter(_redis(redis_url))
        self._clock = clock
        self._ask_redis_from = -math.inf
        self._warn_from = -math.inf

    def count(self, limit: Limit, what: str, who: str) -> int:
        """Count one of `what` for `who`. 0 where that was within the limit, else the seconds until it may be tried again."""
        return self._with(lambda counts: 0 if counts.hit(limit, *_key(what, who)) else _wait(counts, limit, what, who))

    def used_up(self, limit: Limit, what: str, who: str) -> int:
        """As `count`, without counting."""
        return self._with(lambda counts: 0 if counts.test(limit, *_key(what, who)) else _wait(counts, limit, what, who))

    def _with(self, use: Callable[[FixedWindowRateLimiter], int]) -> int:
        """What `use` finds in Redis, or in this process where there is none to be had."""
        if self._shared is not None and self._clock() >= self._ask_redis_from:
            try:
                return use(self._shared)
            except StorageError as error:
                self._without_redis(error)
        return use(self._here)

    def _without_redis(self, error: StorageError) -> None:
        now = self._clock()
        self._ask_redis_from = now + REDIS_TRIED_AGAIN
        if now >= self._warn_from:
            self._warn_from = now + WARNED_AGAIN
            cause = type(error.storage_error).__name__  # its text may hold the address
            log.warning("redis cannot be reached, so each process counts requests for itself", cause=cause)


def _redis(url: SecretStr) -> RedisStorage:
    """Connects when it is first used."""
    try:
        return RedisStorage(
            url.get_secret_value(),
            key_prefix=NAMESPACE,
            wrap_exceptions=True,
            socket_timeout=REDIS_PATIENCE,
            socket_connect_timeout=REDIS_PATIENCE,
        )
    except ValueError:  # its text repeats parts of the address, and there may be a password in it
        message = "LIAISON_REDIS_URL is not usable: write it like redis://host:6379/0, or rediss:// for TLS."
        raise Invalid(message) from None


def _key(what: str, who: str) -> tuple[str, str]:
    """Hashed, because `who` may be an e-mail address and hold the slash that parts of a key are joined with."""
    return what, hashlib.sha256(who.encode("utf-8", "replace")).hexdigest()


def _wait(counts: FixedWindowRateLimiter, limit: Limit, what: str, who: str) -> int:
    """Whole seconds to the end of the window, at least one. The library keeps its windows in the machine's own time."""
    return max(1, math.ceil(counts.get_window_stats(limit, *_key(what, who)).reset_time - time.time()))
