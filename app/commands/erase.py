"""`liaison erase`: removing what is kept of a person, a partner or a document, with a receipt."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import typer

from app.bootstrap import Container, stores_of
from app.commands import screen
from app.commands.forget import chosen
from app.commands.session import open_home
from app.commands.syncing import sync_of
from app.domain.access import EVERYTHING
from app.domain.audit import OPERATOR
from app.domain.errors import Invalid
from app.domain.privacy import Receipt
from app.privacy.erase import Eraser
from app.privacy.gather import Stores, Subject
from ingest.erasing import purge


def run(
    person: str | None,
    partner: str | None,
    document: str | None,
    home: Path | None,
    *,
    expired: bool,
    sure: bool,
    as_json: bool,
) -> None:
    """Say what would go, ask unless `sure`, erase, and show the receipt."""
    if sum((person is not None, partner is not None, document is not None, expired)) != 1:
        message = "Say what to erase: one of --person, --partner, --document, --expired."
        raise Invalid(message)
    container = open_home(home)
    eraser = eraser_of(container)
    stores = stores_of(container)
    if expired:
        receipt = expired_now(container, eraser)
    elif document is not None:
        documents = chosen(document, container.records.documents(EVERYTHING))
        _confirm(f"document {documents[0].name}, with all answers that quote it,", sure=sure)
        receipt = eraser.documents(documents, OPERATOR)
    elif person is not None:
        _confirm(_summary(stores, stores.person(person)), sure=sure)
        receipt = eraser.person(person, OPERATOR)
    else:
        _confirm(_summary(stores, stores.partner(partner or "")), sure=sure)
        receipt = eraser.partner(partner or "", OPERATOR)
    _show(receipt, as_json=as_json)


def eraser_of(container: Container) -> Eraser:
    """What erases in `container`'s home."""
    forget = sync_of(container).forget
    purging = partial(purge, records=container.records, lexical=container.lexical, files=container.files, forget=forget)
    return Eraser(stores_of(container), container.receipts, container.audit, container.clock, purging)


def expired_now(container: Container, eraser: Eraser) -> Receipt | None:
    """Erase the conversations that are past their time, where there is one."""
    days = container.settings.keep_conversations_days
    if not days:
        message = "Conversations are kept without end: set LIAISON_KEEP_CONVERSATIONS_DAYS to the days after which they expire."
        raise Invalid(message)
    return eraser.expired(container.clock.now() - timedelta(days=days), OPERATOR)


def _summary(stores: Stores, subject: Subject) -> str:
    conversations, _ = stores.said(subject)
    documents = f", {len(subject.documents):,} documents" if subject.documents else ""
    return f"{subject.name}: {len(subject.people):,} people, {len(conversations):,} conversations{documents}"


def _confirm(what: str, *, sure: bool) -> None:
    if not sure:
        typer.confirm(f"Erase {what}? This cannot be undone.", abort=True, err=True)


def _show(receipt: Receipt | None, *, as_json: bool) -> None:
    if as_json:
        screen.show_json(None if receipt is None else receipt.as_json())
        return
    if receipt is None:
        screen.out().print("No conversation is past its time.")
        return
    rows = [*receipt.purged.items(), ("answers of others, marked", receipt.marked)]
    screen.out().print(screen.table(f"Erased: {receipt.subject} (receipt {receipt.id})", ("", "purged"), rows))
    for source in receipt.sources:
        screen.err().print(screen.plain(f"The file itself stays: {source}. Remove it, or the next ingest reads it again."))
