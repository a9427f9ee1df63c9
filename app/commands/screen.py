"""Showing things: tables and text for people, one JSON document for machines.

Standard output carries the result and nothing else; progress and remarks go to standard error. Text from documents is shown
as it is: it can neither style the screen nor send control sequences to the terminal.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer
from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

NAME_WIDTH = 40
"""Columns for a file's name beside the bar: with bar and times that fits a terminal of 100."""

INDENT = (0, 0, 0, 4)
"""Quotes and passages stand four columns in (top, right, bottom, left), below the line that names them."""

CONTROLS = {code: None for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}
"""Characters that steer a terminal."""

Tell = Callable[[int, int, str], None]
"""Told about progress: steps done, steps in all, the name of the one at hand."""


def out() -> Console:
    """Standard output, for people."""
    return Console(highlight=False)


def err() -> Console:
    """Standard error, for people."""
    return Console(stderr=True, highlight=False)


def plain(text: str) -> Text:
    """Foreign text, safe to show: no markup, no control sequences."""
    return Text(text.translate(CONTROLS))


def show_json(document: Any) -> None:
    """The one JSON document of a command."""
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """A table of foreign text; numbers stand to the right, and nothing is cut off, ids least of all."""
    built = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    cells = [list(row) for row in rows]
    for index, column in enumerate(columns):
        numbers = bool(cells) and all(isinstance(row[index], int | float) for row in cells)
        built.add_column(column, justify="right" if numbers else "left", overflow="fold", no_wrap=column == "id")
    for row in cells:
        built.add_row(*(plain(_cell(value)) for value in row))
    return built


@contextmanager
def progress(what: str) -> Iterator[Tell]:
    """A progress bar on standard error for the length of a `with` block; a log file gets none."""
    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    console = err()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None, name="")

        def tell(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, name=plain(name[:NAME_WIDTH]).plain)

        yield tell


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int | float) else str(value)
