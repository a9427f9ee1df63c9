"""All attempts, made one after the other; those that change the programme come last."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from eval.attack import (
    on_caches,
    on_changes,
    on_commands,
    on_conversations,
    on_documents,
    on_injections,
    on_questions,
    on_requests,
    on_slack,
    on_stores,
    on_tokens,
)
from eval.attack.attempt import Attempt, Verdict, judged
from eval.attack.stage import Stage

Make = Callable[[Stage], Iterator[Attempt]]

PARTS: Sequence[Make] = tuple(
    part.attempts
    for part in (
        on_documents,
        on_requests,
        on_tokens,
        on_stores,
        on_slack,
        on_conversations,
        on_questions,
        on_caches,
        on_injections,
        on_commands,
        on_changes,
    )
)


@dataclass(frozen=True, slots=True)
class Result:
    """The verdicts of one run, in order."""

    verdicts: tuple[Verdict, ...]

    @property
    def leaking(self) -> list[Verdict]:
        """The attempts that got something."""
        return [one for one in self.verdicts if one.leaks]

    @property
    def broken(self) -> list[Verdict]:
        """The attempts after which somebody did not get what is theirs."""
        return [one for one in self.verdicts if one.broken]

    def counted(self) -> dict[tuple[str, str], tuple[int, int, int]]:
        """Attempts, leaks and broken ones by channel and kind, in order of appearance."""
        made = Counter((one.attempt.channel, one.attempt.kind) for one in self.verdicts)
        leaking = Counter((one.attempt.channel, one.attempt.kind) for one in self.leaking)
        broken = Counter((one.attempt.channel, one.attempt.kind) for one in self.broken)
        return {key: (number, leaking[key], broken[key]) for key, number in made.items()}


def run(stage: Stage, parts: Sequence[Make] = PARTS, tell: Callable[[Verdict], None] = lambda _: None) -> Result:
    """Make the attempts of `parts`, telling each verdict."""
    verdicts = []
    for part in parts:
        for attempt in part(stage):
            verdict = judged(attempt)
            tell(verdict)
            verdicts.append(verdict)
    return Result(tuple(verdicts))
