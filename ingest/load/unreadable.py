"""Why a file could not be read: a reason for machines and one sentence for the person who added the file."""

from enum import StrEnum

from app.domain.errors import Invalid


class Reason(StrEnum):
    """What stands between Liaison and the text of a file."""

    PASSWORD = "password"  # noqa: S105 - the name of a reason, not a secret
    EMPTY = "empty"
    DAMAGED = "damaged"
    NO_TEXT = "no_text"
    WRONG_TYPE = "wrong_type"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"


class Unreadable(Invalid):
    """The file has no text Liaison can use; `code` says why, `sentence` names the file and what to do about it."""

    def __init__(self, code: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def damaged(name: str) -> Unreadable:
    """The error for a file that begins like its format and cannot be parsed as it."""
    return Unreadable(Reason.DAMAGED, f"{name} is damaged or cut off; export or download it again.")


def without_text(name: str) -> Unreadable:
    """The error for a file that opens and holds no text."""
    return Unreadable(Reason.EMPTY, f"{name} is empty: there is no text in it.")


def locked(name: str) -> Unreadable:
    """The error for a file that asks for a password."""
    return Unreadable(Reason.PASSWORD, f"{name} is protected by a password; save a copy without one.")
