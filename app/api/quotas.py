"""How much each caller may ask for, so that nobody uses up what others need, and how often a token may be guessed.

Callers are told apart by their owner: a person's keys, sign-ins and widgets share one quota, and nobody can spend another's.
Before it is known who asks, the network address counts.
"""

import hashlib
import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, cast

from fastapi import Depends, Request

from app.api.requests import route_of
from app.api.tally import Limit, Tally, a_day, a_minute
from app.config import Settings
from app.domain.access import Caller
from app.domain.errors import Forbidden, Limited, Unauthenticated

QUESTIONS = "/v1/chat"  # what is asked there counts as a question; everything else is cheap beside it
MOST_REMEMBERED = 10_000  # tokens that were good; past them the one unused for longest is forgotten
IPV6_NETWORK = 64  # bits; whoever has one IPv6 address commonly has all that share them


class Quotas:
    """Counts what callers ask for, and refuses what is too much; raises Invalid for settings that cannot be used."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._tally = Tally(settings.redis_url, clock)
        self._good: OrderedDict[str, None] = OrderedDict()

    def spend(self, caller: Caller, *, question: bool) -> None:
        """Count a request of `caller`; raises Limited where it is one too many."""
        settings = self._settings
        if not question:
            self._count(a_minute(settings.requests_per_minute), "requests", caller, "requests a minute")
            return
        self._count(a_minute(settings.questions_per_minute), "questions", caller, "questions a minute")
        self._count(a_day(settings.questions_per_day), "questions", caller, "questions a day")

    @contextmanager
    def admitting(self, address: str, secret: str | None) -> Iterator[None]:
        """Around signing in with `secret` from `address`. Raises Limited where too much was tried from there before.

        A token that has let its holder in keeps doing so: people who share an address do not lock each other out.
        """
        limit = a_minute(self._settings.failed_sign_ins_per_minute)
        digest = hashlib.sha256((secret or "").encode("utf-8", "replace")).hexdigest()
        wait = 0 if digest in self._good else self._tally.used_up(limit, "failed sign-ins", address)
        if wait:
            message = f"Too many requests without a valid token came from this address: try again in {spoken(wait)}."
            raise Limited(message, wait)
        try:
            yield
        except (Unauthenticated, Forbidden):
            self._good.pop(digest, None)
            self._tally.count(limit, "failed sign-ins", address)
            raise
        self._remember(digest)

    def _count(self, limit: Limit, what: str, caller: Caller, described: str) -> None:
        wait = self._tally.count(limit, what, caller.owner)
        if wait:
            message = f"You have used up your {limit.amount:,} {described}: try again in {spoken(wait)}."
            raise Limited(message, wait)

    def _remember(self, digest: str) -> None:
        self._good.pop(digest, None)  # requests come in several threads, and each of these steps is safe by itself
        self._good[digest] = None
        if len(self._good) > MOST_REMEMBERED:
            self._good.popitem(last=False)


def is_question(request: Request) -> bool:
    """Whether a request asks the assistant something."""
    return route_of(request.scope) == QUESTIONS


def address_of(request: Request) -> str:
    """Where a request comes from, as it is counted: an IPv4 address, or the network of an IPv6 one."""
    host = request.client.host if request.client else "unknown"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return host
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), IPV6_NETWORK), strict=False))


def spoken(seconds: int) -> str:
    """A stretch of time in words, never shorter than it is."""
    for unit, length in (("hour", 3600), ("minute", 60), ("second", 1)):
        if seconds >= length * 2 or length == 1:
            number = math.ceil(seconds / length)
            return f"{number} {unit}{'s' if number > 1 else ''}"
    raise AssertionError


def _quotas(request: Request) -> Quotas:
    return cast("Quotas", request.app.state.quotas)


QuotasHere = Annotated[Quotas, Depends(_quotas)]
