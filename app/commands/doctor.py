"""`liaison doctor`: whether a home is well, and putting it right."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import typer
from filelock import FileLock, Timeout

from app.bootstrap import Container
from app.commands import screen
from app.commands.session import open_home
from app.domain.errors import Conflict
from ingest.doctor import Finding, Stores, examine, mend

NOT_WELL = 1


def run(home: Path | None, *, fix: bool, as_json: bool) -> None:
    """Examine, mend first if asked to, and show; exits with 1 if something is not well."""
    container = open_home(home)
    stores = Stores(container.records, container.vectors, container.lexical, container.embedder, container.files)
    if fix:
        _mend(container, stores)
    settings = Finding("settings", ok=True, detail=f"The settings can be used; the home is {container.settings.home}.")
    findings = [settings, *examine(stores)]
    well = all(finding.ok for finding in findings)
    if as_json:
        screen.show_json({"ok": well, "findings": [asdict(finding) for finding in findings]})
    else:
        show(findings)
    if not well:
        raise typer.Exit(NOT_WELL)


def _mend(container: Container, stores: Stores) -> None:
    try:
        with FileLock(container.lock, timeout=0):
            mend(stores)
    except Timeout:
        message = "Documents are being changed right now; mend the home when that run is done."
        raise Conflict(message) from None


def show(findings: Sequence[Finding]) -> None:
    """The findings as a table, and what to do about them."""
    rows = [("ok" if finding.ok else "!", finding.check, finding.detail) for finding in findings]
    screen.out().print(screen.table("", ("", "check", "finding"), rows))
    if all(finding.ok for finding in findings):
        screen.out().print("All is well.", style="green")
    else:
        screen.out().print("Something is not well; 'liaison doctor --fix' puts right what can be.", style="red")
