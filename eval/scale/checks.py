"""What permission checks cost: the same questions with and without them, in one process, each pair one after the other.

With them a search is what a request is: the key is looked up and the person behind it, both indexes keep to what they may see,
and every passage is checked on the records. Without them nobody is looked up, and everything is searched and shown.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from app.bootstrap import Container, build
from app.config import Settings
from app.domain.access import Caller
from app.domain.people import Person
from eval.corpus import throwaway_home
from eval.latency import percentile
from eval.scale.fill import MS
from eval.scale.homes import Tell, Wanted, filled_with, home_of
from eval.scale.programme import Programme
from eval.scale.questions import QUESTIONS
from eval.scale.unchecked import ANYBODY
from eval.scale.vectors import real_pool

Search = Callable[[str], object]

K: Final = 10
ROUNDS: Final = 20
"""How often the 20 questions are asked: the 95th percentile of 400 times has 20 above it."""
MOST_LOOKED_AFTER: Final = 400
"""Partners in the portfolio, or half of them where there are fewer."""
MANAGER: Final = "measured-manager"
"""The manager with a portfolio, a person of the made-up programme."""

MEDIAN, TAIL = 0.5, 0.95


@dataclass(frozen=True, slots=True)
class Took:
    """What a search took: milliseconds on the clock, and of all threads' work, which other programs do not lengthen as much."""

    wall: float
    work: float


@dataclass(frozen=True, slots=True)
class Pair:
    """The same question with and without checks."""

    checked: Took
    plain: Took


def measure(settings: Settings, wanted: Wanted, tell: Tell) -> dict[str, Any]:
    """The figures of each size in `wanted`: for each kind of caller the passages they may see, and what checks add."""
    with throwaway_home(settings) as throwaway:
        tell(0, 1, "the model's vectors")
        pool = real_pool(build(throwaway).embedder)
    sizes = []
    for size in wanted.sizes:
        programme = Programme(size, wanted.partners)
        with home_of(settings, programme, wanted.keep) as home:
            filled_with(home, programme, pool, tell)
            container = build(home)
            with _keys(container, programme) as keys:
                sizes.append({"passages": size, "callers": _costs(container, keys, tell)})
    return {"partners": wanted.partners, "rounds": ROUNDS, "sizes": sizes}


@contextmanager
def _keys(container: Container, programme: Programme) -> Iterator[Mapping[str, tuple[str, Caller]]]:
    """For each kind of caller a key and who it lets in, as long as the block lasts."""
    partners = [one.id for one in programme.made_partners()]
    looked_after = partners[: min(MOST_LOOKED_AFTER, (len(partners) + 1) // 2)]
    person = Person.of(MANAGER, "manager", portfolio=looked_after)
    if container.people.person(MANAGER) is None:
        container.people.add(person)
    callers = {
        "partner": Caller.parse(f"partner:{partners[0]}"),
        f"manager of {len(looked_after)}": person.caller(),
        "manager": Caller.parse("manager"),
        "admin": Caller.parse("admin"),
    }
    made = {name: (container.keys.issue(who, actor="eval", days=1), who) for name, who in callers.items()}
    try:
        yield {name: (secret, who) for name, ((secret, _), who) in made.items()}
    finally:
        for (_, key), _ in made.values():
            container.keys.revoke(key.id, actor="eval")
        container.people.remove(MANAGER)


def _costs(container: Container, keys: Mapping[str, tuple[str, Caller]], tell: Tell) -> dict[str, dict[str, Any]]:
    costs = {}
    for number, (name, (secret, who)) in enumerate(keys.items()):
        checked, plain = partial(_checked, container, secret), partial(_unchecked, container)
        pairs: list[Pair] = []
        for turn in range(ROUNDS):
            tell(number * ROUNDS + turn, len(keys) * ROUNDS, f"searching as {name}")
            # Whoever comes second finds the question's words at hand, so they take turns.
            pairs += [_pair(checked, plain, text, first=(turn + place) % 2 == 0) for place, text in enumerate(QUESTIONS)]
        costs[name] = {"passages": container.lexical.frequencies([], who.reach)[1], **_cost(pairs)}
    return costs


def _checked(container: Container, secret: str, text: str) -> None:
    container.finder.search(text, container.identities.sign_in(secret).caller, K)


def _unchecked(container: Container, text: str) -> None:
    container.finder.search(text, ANYBODY, K)


def _pair(checked: Search, plain: Search, text: str, *, first: bool) -> Pair:
    """Time a question both ways; `first` says whether with checks comes first."""
    if first:
        took = _timed(checked, text)
        return Pair(took, _timed(plain, text))
    took = _timed(plain, text)
    return Pair(_timed(checked, text), took)


def _timed(search: Search, text: str) -> Took:
    started, worked = time.perf_counter(), time.process_time()
    search(text)
    return Took((time.perf_counter() - started) * MS, (time.process_time() - worked) * MS)


def _cost(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Milliseconds with and without, and by what share the checks lengthen each: below 0 where they shorten it."""
    measured = {}
    for name, share in (("p50", MEDIAN), ("p95", TAIL)):
        checked, plain = (percentile([took.wall for took in way], share) for way in _ways(pairs))
        measured[name] = {"with_ms": round(checked, 1), "without_ms": round(plain, 1), "adds": round(checked / plain - 1.0, 3)}
    checked, plain = (percentile([took.work for took in way], MEDIAN) for way in _ways(pairs))
    return {**measured, "work_adds": round(checked / plain - 1.0, 3)}


def _ways(pairs: Sequence[Pair]) -> tuple[list[Took], list[Took]]:
    return [pair.checked for pair in pairs], [pair.plain for pair in pairs]
