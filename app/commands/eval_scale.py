"""`liaison eval scale`: what filling and searching cost as the number of passages grows, on made-up programmes."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from app.commands import screen
from app.commands.session import quiet_settings
from eval.scale.homes import Wanted
from eval.scale.report import measure

BY_PART = ("ingest_ms_per_passage", "disk_mb")
BY_CALLER = ("first_search_ms", "ready_ms", "first_locate_ms", "memory_mb")
LATENCIES = ("search_ms", "search_cpu_ms", "locate_ms")


def run(sizes: Sequence[int], partners: int, keep: Path | None, *, as_json: bool) -> None:
    """Make, fill and search a programme of each size and show the figures; homes stay only below `keep`."""
    with screen.progress("Measuring") as tell:
        figures = measure(quiet_settings(None), Wanted(sizes, partners, keep), tell)
    if as_json:
        screen.show_json(figures)
        return
    columns = ("", *(f"{one['passages']:,} passages" for one in figures["sizes"]))
    rows = list(zip(*(_column(one) for one in figures["sizes"]), strict=True))
    table = [(cells[0][0], *(shown for _, shown in cells)) for cells in rows]
    title = f"Scale, {partners:,} partners; embedding {figures['embedding_ms_per_passage']} ms a passage besides"
    screen.out().print(screen.table(title, columns, table))


def _column(figures: dict[str, Any]) -> list[tuple[str, str]]:
    """One size's figures, each with what it is."""
    return [
        ("documents", f"{figures['documents']:,}"),
        *(_cell(figures, name, part) for name in BY_PART for part in figures[name]),
        *(_cell(figures, name, caller) for name in BY_CALLER for caller in figures[name]),
        *_latencies(figures),
        ("passages withheld", str(figures["withheld"])),
        *_plain(figures["plain_where"]),
    ]


def _cell(figures: dict[str, Any], name: str, part: str) -> tuple[str, str]:
    return f"{name}, {part}", f"{figures[name][part]:,}"


def _latencies(figures: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in LATENCIES:
        for caller, times in figures[name].items():
            yield f"{name}, {caller} (p50 / p95)", f"{times['p50']} / {times['p95']}"


def _plain(plain: dict[str, Any] | None) -> Iterator[tuple[str, str]]:
    """The same search by a partner with a plain `where`, and how many times as long it takes."""
    times = plain["search_ms"] if plain else None
    yield "plain where, partner (p50 / p95)", f"{times['p50']} / {times['p95']}" if times else "—"
    yield "… times as long", str(plain["ratio"]) if plain else "—"
