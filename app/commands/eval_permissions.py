"""`liaison eval permissions`: what permission checks add to a search, on made-up programmes."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from app.commands import screen
from app.commands.session import quiet_settings
from eval.scale.checks import measure
from eval.scale.homes import Wanted

COLUMNS = ("searches as", "passages", "p95 with / without", "adds", "p50 with / without", "adds", "work adds")


def run(sizes: Sequence[int], partners: int, keep: Path | None, *, as_json: bool) -> None:
    """Search made-up programmes with and without permission checks and show both; homes stay only below `keep`."""
    with screen.progress("Measuring") as tell:
        figures = measure(quiet_settings(None), Wanted(sizes, partners, keep), tell)
    if as_json:
        screen.show_json(figures)
        return
    for size in figures["sizes"]:
        title = f"Permission checks, {partners:,} partners, {size['passages']:,} passages, in ms"
        rows = [tuple(_row(name, cost)) for name, cost in size["callers"].items()]
        screen.out().print(screen.table(title, COLUMNS, rows))


def _row(name: str, cost: dict[str, Any]) -> Iterator[object]:
    yield from (name, cost["passages"])
    for share in ("p95", "p50"):
        yield f"{cost[share]['with_ms']} / {cost[share]['without_ms']}"
        yield _percent(cost[share]["adds"])
    yield _percent(cost["work_adds"])


def _percent(share: float) -> str:
    return f"{share:+.1%}"
