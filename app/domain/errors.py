"""What can go wrong, as people are told it.

    LiaisonError
    ├── Invalid          the request itself is wrong; the sentence says what to change
    ├── Unauthenticated  nobody we know is asking
    ├── Forbidden        we know who asks, and they may not
    ├── NotFound         there is no such thing, or the caller may not know there is
    ├── Conflict         the thing changed, or somebody else is at work on it
    ├── Limited          they asked more often than is their share, and may again later
    └── Unavailable      a store, a model or a file that is needed cannot be used now

Every error carries one sentence for the person who meets it. Channels show that sentence and nothing else.
"""

from typing import ClassVar


class LiaisonError(Exception):
    """An expected failure: `kind` for machines, `sentence` for people."""

    kind: ClassVar[str] = "failed"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Invalid(LiaisonError):
    """The request cannot be carried out as it stands."""

    kind = "invalid"


class Unauthenticated(LiaisonError):
    """No valid credential came with the request."""

    kind = "unauthenticated"


class Forbidden(LiaisonError):
    """The caller is known and may not do this."""

    kind = "forbidden"


class NotFound(LiaisonError):
    """No such thing, as far as this caller may know."""

    kind = "not_found"


class Conflict(LiaisonError):
    """The state of things does not allow it now."""

    kind = "conflict"


class Limited(LiaisonError):
    """The caller used up their share; `seconds` says when there is a new one."""

    kind = "limited"

    def __init__(self, sentence: str, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class Unavailable(LiaisonError):
    """Something Liaison depends on cannot be used at the moment."""

    kind = "unavailable"
