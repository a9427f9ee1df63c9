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
    MACROS = "macros"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"
    BROKE_READER = "broke_reader"


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


def with_macros(name: str) -> Unreadable:
    """The error for an office file that brings programs with it."""
    return Unreadable(Reason.MACROS, f"{name} holds macros, which may do harm; save it as DOCX or XLSX, without macros.")


def with_entities(name: str) -> Unreadable:
    """The error for an office file that declares a document type, by which XML takes in text from elsewhere."""
    return Unreadable(Reason.DAMAGED, f"{name} declares XML entities, as no document of Word does; export it again from Word.")


def too_slow(name: str, seconds: float) -> Unreadable:
    """The error for a file that was not read within `seconds`."""
    what = f"{name} takes more than {seconds:,.10g} second{'' if seconds == 1 else 's'} to read"
    return Unreadable(Reason.TOO_SLOW, f"{what}; split it into parts or raise LIAISON_LOAD_SECONDS.")


def too_much_memory(name: str, memory: int) -> Unreadable:
    """The error for a file that needs more than `memory` (bytes)."""
    what = f"{name} takes more than {memory / 1e6:,.10g} MB of memory to read"
    return Unreadable(Reason.TOO_MUCH_MEMORY, f"{what}; split it into parts or raise LIAISON_LOAD_MEMORY_MB.")


def broke_reader(name: str, memory: int) -> Unreadable:
    """The error for a file that ended the process in which it was read; what has no `memory` (bytes) left often does."""
    what = f"{name} ended the process that read it: it is damaged, or takes more than {memory / 1e6:,.10g} MB of memory"
    return Unreadable(Reason.BROKE_READER, f"{what}; export it again or split it into parts.")
