"""`liaison ingest`: reading documents."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import typer

from app.commands import screen
from app.commands.session import open_home
from app.commands.syncing import sync_of
from app.domain.access import PARTNER_ID, Audience
from app.domain.errors import Invalid
from ingest.prepare import Defaults
from ingest.sync import Report, Request, Sync

SOME_FAILED = 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed."""

    paths: Sequence[Path]
    kind: str | None = None
    partner: str | None = None
    audience: str | None = None
    manifest: Path | None = None
    prune: bool = False

    def request(self) -> Request:
        """What was typed as a request; raises Invalid for a bad partner or audience."""
        if self.partner is not None and not PARTNER_ID.fullmatch(self.partner):
            message = f"'{self.partner}' is not a partner's id: use lower-case letters, digits, - and _."
            raise Invalid(message)
        audience = Audience.parse(self.audience) if self.audience is not None else None
        return Request(self.paths, Defaults(self.kind, self.partner, audience), self.manifest, self.prune)


def run(wanted: Wanted, home: Path | None, *, as_json: bool) -> None:
    """Read, then show what was done; exits with 1 if any file could not be read."""
    request = wanted.request()
    report = read(sync_of(open_home(home)), request)
    if as_json:
        screen.show_json(report_as_json(report))
    else:
        show(report)
    if report.failed:
        raise typer.Exit(SOME_FAILED)


def read(sync: Sync, request: Request) -> Report:
    """Carry out `request` under a progress bar."""
    with screen.progress("Reading") as tell:
        return sync.run(request, lambda at: tell(at.done, at.total, at.document))


def report_as_json(report: Report) -> dict[str, Any]:
    """The report as plain values: counts, and a list of failures."""
    return asdict(report) | {"seconds": round(report.seconds, 2)}


def show(report: Report) -> None:
    """The report as tables."""
    files = (report.added, report.changed, report.unchanged, report.removed, len(report.failed))
    columns = ("added", "changed", "unchanged", "removed", "failed", "pages", "passages", "seconds")
    row = (*files, report.pages, report.passages, round(report.seconds, 1))
    screen.out().print(screen.table("Documents", columns, [row]))
    if report.failed:
        failures = [(failure.document, failure.reason) for failure in report.failed]
        screen.out().print(screen.table("Could not be read", ("document", "reason"), failures))
