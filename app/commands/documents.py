"""`liaison documents`: what there is to read, for somebody."""

from collections.abc import Sequence
from pathlib import Path

from app.api.schemas import DocumentSummary
from app.commands import screen
from app.commands.session import open_for
from app.domain.dates import in_words


def run(as_whom: str, home: Path | None, *, as_json: bool) -> None:
    """List the documents, by name; the JSON is that of `GET /v1/documents`."""
    container, caller = open_for(as_whom, home)
    found = [DocumentSummary.of(document, caller) for document in container.records.documents(caller.reach)]
    if as_json:
        screen.show_json({"documents": [summary.model_dump(mode="json") for summary in found]})
    else:
        show(found)


def show(found: Sequence[DocumentSummary]) -> None:
    """The documents as a table, and the reasons of those that could not be read below it."""
    if not found:
        screen.out().print("There are no documents this caller may see; 'liaison ingest' reads some.")
        return
    columns = ("document", "kind", "audience", "version", "id")
    rows = [(f"{one.name}\n{one.title}", one.kind, one.audience, _version(one), one.id) for one in found]
    screen.out().print(screen.table(f"{len(found):,} documents", columns, rows))
    unreadable = [(one.name, one.reason) for one in found if one.reason]
    if unreadable:
        screen.out().print(screen.table("Not readable", ("document", "reason"), unreadable))


def _version(summary: DocumentSummary) -> str:
    since = f"since {in_words(summary.effective)}" if summary.effective else ""
    return "\n".join(part for part in (summary.version, since) if part)
