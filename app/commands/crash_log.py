"""What nobody expected: kept in full in `liaison.log` of the home, and told to the person as a reference to it."""

import logging
import secrets
from pathlib import Path

from app.config import load_settings
from app.domain.errors import LiaisonError

FILE = "liaison.log"

_log = logging.getLogger("app.crash")


def keep_in(home: Path) -> None:
    """Have crashes recorded in `home` from now on. The file is not made before the first."""
    handler = logging.FileHandler(home / FILE, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    for old in _log.handlers:
        old.close()
    _log.handlers[:] = [handler]
    _log.propagate = False  # the screen gets the sentence alone


def record(error: BaseException) -> str:
    """Log `error` with its traceback and return the sentence for the person."""
    reference = secrets.token_hex(3)
    try:
        if not _log.handlers:  # it happened before a home was opened
            keep_in(load_settings().home)
        _log.error("ref %s", reference, exc_info=error)
    except (OSError, LiaisonError):
        return f"Something went wrong (ref {reference}), and it could not be logged: the home cannot be written."
    return f"Something went wrong (ref {reference}): {FILE} in the home has the details."
