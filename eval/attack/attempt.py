"""One attempt, and what became of it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from eval.attack.canaries import holds, spilled

HTTP: Final = "http"
CLI: Final = "cli"
CONVERSATION: Final = "conversation"
STORE: Final = "store"
SLACK: Final = "slack-identity"


@dataclass(frozen=True, slots=True)
class Seen:
    """What an attacker said and everything they got to see for it.

    `got` is all of it as text: status line, headers and body, or both output streams. `status` is HTTP's, or a command's exit
    status. `same` is `got` without what differs from one time to the next, for telling whether two replies are alike.
    """

    sent: str
    got: str
    status: int = 0
    body: bytes = b""
    same: str = ""

    def __add__(self, other: "Seen") -> "Seen":
        """Both, one after the other; the later one's status and body."""
        return Seen(f"{self.sent}\n{other.sent}", f"{self.got}\n{other.got}", other.status, other.body, self.same + other.same)


Try = Callable[[], Seen]
Check = Callable[[Seen], str | None]
"""What is wrong with a reply, or None."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: what is tried by `attack`, through which `channel`, and the `hidden` words that must not come out.

    `rightful` gets the same thing through the same door and finds the word `due` in it. Of the statuses `refused`, one must be
    the answer (none given: any will do). `unknown` is the attack on something that never was: its reply must look the same.
    `checks` say what else is wrong with a reply.
    """

    channel: str
    kind: str
    what: str
    hidden: frozenset[str]
    attack: Try
    rightful: Try
    due: str
    refused: Collection[int] = ()
    unknown: Try | None = None
    checks: Sequence[Check] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an attempt: each leak in a few words, and why the rightful caller did not get it (None: they did)."""

    attempt: Attempt
    leaks: tuple[str, ...] = ()
    broken: str | None = None


def judged(attempt: Attempt) -> Verdict:
    """Make the attempt. An exception that no door turned into an answer counts as broken."""
    try:
        seen = attempt.attack()
        leaks = [f"it showed '{word}'" for word in spilled(seen.sent, seen.got, attempt.hidden)]
        if attempt.refused and seen.status not in attempt.refused:
            leaks.append(f"it was answered with the status {seen.status}")
        if attempt.unknown is not None and seen.same != attempt.unknown().same:
            leaks.append("the reply tells it from what never was")
        leaks += [fault for check in attempt.checks if (fault := check(seen))]
        proper = attempt.rightful()
    except Exception as error:  # noqa: BLE001 - an attempt that crashes the product is a finding, not the end of the run
        return Verdict(attempt, (), f"it raised {type(error).__name__}: {error}")
    broken = (
        None if holds(proper.got, attempt.due) else f"the rightful caller did not get '{attempt.due}' (status {proper.status})"
    )
    return Verdict(attempt, tuple(leaks), broken)
