"""Conversations past their time go while the service runs: at its start, and once a day."""

from datetime import timedelta
from threading import Event, Thread
from types import TracebackType
from typing import Self

import structlog

from app.bootstrap import Container, stores_of
from app.domain.errors import LiaisonError
from app.privacy.erase import Eraser

DAY = timedelta(days=1)
SERVICE = "service"
"""Who did it, in the audit log."""

log = structlog.get_logger(__name__)


class Expiry:
    """Erases in a thread of its own for the length of a `with` block; does nothing where conversations are kept without end."""

    def __init__(self, container: Container, every: timedelta = DAY) -> None:
        self._container = container
        self._every = every
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="expiry", daemon=True)

    def __enter__(self) -> Self:
        if self._container.settings.keep_conversations_days:
            self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                erase_expired(self._container)
            except LiaisonError:
                log.exception("conversations past their time could not be erased")  # they are, tomorrow
            if self._stopped.wait(self._every.total_seconds()):
                return


def erase_expired(container: Container) -> None:
    """Erase the conversations in which nothing was asked for as long as the settings say."""
    eraser = Eraser(stores_of(container), container.receipts, container.audit, container.clock, lambda _: {})
    before = container.clock.now() - timedelta(days=container.settings.keep_conversations_days)
    receipt = eraser.expired(before, SERVICE)
    if receipt is not None:
        log.info("conversations past their time were erased", receipt=receipt.id, count=receipt.purged["conversations"])
