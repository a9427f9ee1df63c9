"""`liaison forget`: removing a document."""

from collections.abc import Sequence
from pathlib import Path

import typer

from app.commands import screen
from app.commands.session import open_home
from app.commands.syncing import sync_of
from app.domain.access import EVERYTHING
from app.domain.documents import Document
from app.domain.errors import Invalid, NotFound


def run(wanted: str, home: Path | None, *, sure: bool, as_json: bool) -> None:
    """Remove the document, after asking unless `sure`."""
    container = open_home(home)
    documents = chosen(wanted, container.records.documents(EVERYTHING))
    if not sure:
        typer.confirm(f"Forget {_named(documents)}?", abort=True, err=True)
    sync_of(container).forget(documents)
    if as_json:
        screen.show_json({"forgotten": [{"id": document.id, "document": document.name} for document in documents]})
    else:
        screen.out().print(screen.plain(f"{_named(documents)} is forgotten."))


def chosen(wanted: str, documents: Sequence[Document]) -> list[Document]:
    """The document with this id, or all that were read from the file with this name (a shared table becomes several).

    Raises NotFound where there is none, Invalid with the ids where several files have the name.
    """
    by_id = [document for document in documents if document.id == wanted]
    if by_id:
        return by_id
    by_name = [document for document in documents if document.name == wanted]
    if not by_name:
        message = f"There is no document '{wanted}'; 'liaison documents' lists those there are."
        raise NotFound(message)
    if len({document.source for document in by_name}) > 1:
        listed = ", ".join(f"{document.id} ({document.source})" for document in by_name)
        message = f"Several documents are named '{wanted}'; forget one by its id: {listed}."
        raise Invalid(message)
    return by_name


def _named(documents: Sequence[Document]) -> str:
    parts = f" ({len(documents)} parts)" if len(documents) > 1 else ""
    return f"{documents[0].name}{parts}"
