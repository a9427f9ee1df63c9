"""`liaison export`: all that is kept of a person or a partner, in one ZIP file."""

import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.bootstrap import Container, stores_of
from app.commands import screen
from app.commands.keys import as_values as key_values
from app.commands.session import open_home
from app.commands.users import as_values as person_values
from app.domain.access import EVERYTHING, Caller, Role
from app.domain.audit import OPERATOR, Entry, Event
from app.domain.documents import Document
from app.domain.errors import Invalid, NotFound, Unavailable
from app.privacy.gather import Stores, Subject, conversation_as_json


def run(person: str | None, partner: str | None, out: Path, home: Path | None, *, as_json: bool) -> None:
    """Gather, write, and say what is in the file."""
    if (person is None) == (partner is None):
        message = "Say whose data to export: --person or --partner."
        raise Invalid(message)
    container = open_home(home)
    stores = stores_of(container)
    subject = stores.person(person) if person is not None else stores.partner(partner or "")
    parts = dict(_parts(container, stores, subject))
    try:
        out.touch(mode=0o600)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
            for name, content in parts.items():
                file.writestr(name, content)
    except OSError as error:
        message = f"{out} cannot be written: {(error.strerror or 'unknown reason').lower()}."
        raise Unavailable(message) from error
    container.audit.append(container.clock.now(), Event("exported", OPERATOR, subject.name, {"files": len(parts)}))
    if as_json:
        sizes = {name: len(content) for name, content in parts.items()}
        screen.show_json({"file": str(out), "of": subject.name, "files": sizes})
        return
    rows = [(name, len(content)) for name, content in parts.items()]
    screen.out().print(screen.table(f"Exported: {subject.name}", ("file", "bytes"), rows))


def _parts(container: Container, stores: Stores, subject: Subject) -> Iterator[tuple[str, bytes]]:
    """The files of the export, each with its content."""
    conversations, opinions = stores.said(subject)
    people = {person.id: person for person in subject.people}
    links = [asdict(link) for person in subject.people for link in stores.people.links(person.id)]
    yield "people.json", _json([person_values(person) for person in subject.people])
    yield "links.json", _json(links)
    yield "keys.json", _json([key_values(key) for key in subject.keys])
    reader = _reader(subject)
    readers = {f"person:{person.id}": person.caller() for person in subject.people}
    said = [conversation_as_json(one, readers.get(one.owner, reader), container.records) for one in conversations]
    yield "conversations.json", _json(said)
    yield "feedback.json", _json([{**asdict(one), "given_at": one.given_at.isoformat()} for one in opinions])
    owners = {*subject.owners, *(one.owner for one in conversations)}
    subjects = {*people, *(key.id for key in subject.keys), *(turn.id for one in conversations for turn in one.turns)}
    yield "audit.jsonl", _lines(entry for entry in container.audit.entries() if _concerns(entry, owners, subjects))
    if subject.partner is not None:
        yield "partner.json", _json(asdict(subject.partner))
    for document in subject.documents:
        yield from _document(container, document)


def _document(container: Container, document: Document) -> Iterator[tuple[str, bytes]]:
    """A document: what is known of it, its text, and the file it was read from if that is all the partner's."""
    folder = f"documents/{document.id}"
    facts = {**asdict(document), "audience": str(document.audience), "effective": document.effective}
    yield f"{folder}/document.json", _json(facts)
    yield f"{folder}/text.txt", container.records.text(document.id, EVERYTHING).text.encode("utf-8", "replace")
    digest = document.revision.split("/", maxsplit=1)[0]
    same = [one for one in container.records.documents(EVERYTHING) if one.revision.split("/", maxsplit=1)[0] == digest]
    if all(one.audience == document.audience for one in same):
        try:
            yield f"{folder}/{Path(document.name).name}", container.files.load(digest)
        except NotFound:
            return


def _reader(subject: Subject) -> Caller:
    """Whose eyes lend themselves to conversations of a bare role, or of somebody who was removed."""
    return Caller.parse(subject.askers[0]) if subject.askers else Caller(Role.MANAGER, portfolio=frozenset())


def _concerns(entry: Entry, owners: set[str], subjects: set[str]) -> bool:
    return entry.event.actor in owners or entry.event.subject in subjects


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str).encode()


def _lines(entries: Iterable[Entry]) -> bytes:
    return "".join(json.dumps(entry.as_json(), ensure_ascii=False) + "\n" for entry in entries).encode()
