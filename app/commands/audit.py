"""`liaison audit`: what happened, checked, written out, and how single answers came about."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import typer

from app.commands import screen
from app.commands.session import open_home
from app.conversation.shown import replayed
from app.domain.access import Caller, Role
from app.domain.audit import OPERATOR, Entry, Event, verify
from app.domain.errors import Invalid, Unavailable

SOUND, FAULTY = 0, 1
SHOWN = 15
"""Passages of a replayed answer that are shown as a table; JSON has all."""


def verified(expect: str | None, home: Path | None, *, as_json: bool) -> None:
    """Read the whole log and say whether it is whole; exit status 1 where it is not."""
    number, digest = _expected(expect)
    noted: list[Entry] = []
    found = verify(_noting(open_home(home).audit.entries(), number, noted))
    fault = found.fault
    if fault is None and number and (not noted or noted[0].digest != digest):
        fault = f"Entry {number} is not the one that was noted: the log was cut or written anew."
    if as_json:
        screen.show_json({"entries": found.entries, "head": f"{found.entries}:{found.head}", "fault": fault})
    elif fault:
        screen.err().print(screen.plain(fault), style="red")
    else:
        screen.out().print(
            screen.plain(f"The audit log is whole: {found.entries:,} entries, up to {found.entries}:{found.head}.")
        )
        screen.err().print(
            "Note that number and hash elsewhere: 'liaison audit verify --expect' then finds an end cut off, too."
        )
    raise typer.Exit(FAULTY if fault else SOUND)


def export(out: Path | None, after: int, home: Path | None) -> None:
    """Write the entries, one JSON object a line."""
    container = open_home(home)
    lines = (json.dumps(entry.as_json(), ensure_ascii=False) for entry in container.audit.entries(after))
    if out is None:
        for line in lines:
            typer.echo(line)
        return
    try:
        with out.open("w", encoding="utf-8") as file:
            written = sum(bool(file.write(f"{line}\n")) for line in lines)
    except OSError as error:
        message = f"{out} cannot be written: {(error.strerror or 'unknown reason').lower()}."
        raise Unavailable(message) from error
    container.audit.append(container.clock.now(), Event("audit.exported", OPERATOR, None, {"entries": written}))
    screen.err().print(screen.plain(f"{written:,} entries are in {out}."))


def replay(turn: str, home: Path | None, *, as_json: bool) -> None:
    """Show how an answer came about."""
    container = open_home(home)
    found = replayed(turn, Caller(Role.ADMIN), container.conversations, container.records)
    container.audit.append(container.clock.now(), Event("turn.replayed", OPERATOR, turn, {"of": found["owner"]}))
    if as_json:
        screen.show_json(json.loads(json.dumps(found, default=str)))
        return
    console = screen.out()
    rows = [
        ("asked", found["turn"]["question"]),
        ("by", f"{found['owner']}, as {found['as']}"),
        ("understood", found["understood"]),
        ("filter", ", ".join(found["filter"])),
        ("passages", f"{found['found']:,} looked at, {found['withheld']:,} withheld"),
        ("prompt", found["prompt"] or "none: composed from the passages"),
        *found["models"].items(),
        ("answer", found["turn"]["answer"]),
    ]
    console.print(screen.table("How the answer came about", ("", ""), rows))
    best = found["considered"][:SHOWN]
    listed = [(f"{one['score']:.3f}", "yes" if one["cited"] else "", one["document"], _start(one["text"])) for one in best]
    console.print(screen.table("The best passages", ("score", "cited", "document", "begins"), listed))


def _start(text: str | None) -> str:
    return "(not there any more)" if text is None else " ".join(text.split())[:80]


def _expected(text: str | None) -> tuple[int, str]:
    if text is None:
        return 0, ""
    number, _, digest = text.partition(":")
    if not number.isdecimal() or not digest:
        message = f"'{text}' is not of the form NUMBER:HASH, as 'liaison audit verify' prints it."
        raise Invalid(message)
    return int(number), digest


def _noting(entries: Iterable[Entry], number: int, noted: list[Entry]) -> Iterator[Entry]:
    for entry in entries:
        if entry.number == number:
            noted.append(entry)
        yield entry
