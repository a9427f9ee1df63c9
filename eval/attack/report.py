"""What a run found, for people and for machines."""

from collections.abc import Iterator
from typing import Any

from eval.attack.attempt import Verdict
from eval.attack.suite import Result


def lines(result: Result, seconds: float) -> Iterator[str]:
    """A table by channel and kind, what was got or broken, and last of all the count."""
    counted = result.counted()
    width = max(len(kind) for _, kind in counted)
    yield f"{'channel':<15} {'kind':<{width}} attempts  leaks  broken"
    for (channel, kind), (number, leaks, broken) in sorted(counted.items()):
        yield f"{channel:<15} {kind:<{width}} {number:>8}  {leaks:>5}  {broken:>6}"
    yield ""
    yield from map(told, [*result.leaking, *result.broken])
    yield f"{len(result.verdicts):,} attempts in {seconds:.0f} seconds."
    if result.broken:
        yield f"{len(result.broken)} broken"
    yield f"{len(result.verdicts)} attempts, {len(result.leaking)} leaks"


def told(verdict: Verdict) -> str:
    """One finding on one line."""
    attempt = verdict.attempt
    what = "; ".join(verdict.leaks) if verdict.leaks else verdict.broken or ""
    return f"{'LEAK' if verdict.leaks else 'BROKEN'} {attempt.channel}, {attempt.kind}: {attempt.what!r}: {what}"


def as_json(result: Result, seconds: float) -> dict[str, Any]:
    """The same as JSON values."""
    return {
        "attempts": len(result.verdicts),
        "leaks": len(result.leaking),
        "broken": len(result.broken),
        "seconds": round(seconds, 1),
        "kinds": [
            {"channel": channel, "kind": kind, "attempts": number, "leaks": leaks, "broken": broken}
            for (channel, kind), (number, leaks, broken) in result.counted().items()
        ],
        "findings": [told(one) for one in (*result.leaking, *result.broken)],
    }
