"""Other people's documents over HTTP: by id, text, page, span, excerpt, name and title."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from app.domain.documents import Document
from eval.attack.attempt import HTTP, Attempt, Seen
from eval.attack.programme import AGREEMENTS, LEGAL_MEMO, NORDIC_MEMO, PLAYBOOK, REVIEW, ROWS, STATEMENTS, Paper
from eval.attack.stage import Stage
from ingest.prepare import document_id

NEVER = "0" * 16
"""An id that no document has."""
NOT_FOUND = (404,)
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Target:
    """A document that `thief` may not see and `owner` may, with a word of its title and one of its text."""

    thief: str
    owner: str
    document: Document
    title: str
    text: str


def attempts(stage: Stage) -> Iterator[Attempt]:
    """Every target through every door."""
    for target in targets(stage):
        yield from _by_id(stage, target)
        yield from _by_name(stage, target)
    yield from _guessed(stage)


def targets(stage: Stage) -> Iterator[Target]:
    """What is tried at: each sort of audience, by each sort of person who is not of it."""
    pairs = (
        ("ada", "bo", AGREEMENTS["borealis"]),
        ("ada", "bo", STATEMENTS["borealis"]),
        ("ada", "cora", AGREEMENTS["corvus"]),
        ("ada", "ingrid", PLAYBOOK),
        ("ada", "magnus", REVIEW),
        ("ada", "lena", LEGAL_MEMO),
        ("ada", "nora", NORDIC_MEMO),
        ("bo", "ada", AGREEMENTS["acme"]),
        ("bea", "nora", STATEMENTS["acme"]),
        ("ingrid", "bo", AGREEMENTS["borealis"]),
        ("magnus", "lena", LEGAL_MEMO),
        ("lena", "ada", AGREEMENTS["acme"]),
    )
    for thief, owner, paper in pairs:
        yield Target(thief, owner, stage.document(paper), paper.words[1], paper.words[-1])
    yield Target("ada", "bo", stage.rows_of("borealis"), "deals", ROWS[1][2])
    yield Target("cora", "otto", stage.rows_of("acme"), "deals", ROWS[0][2])


def _by_id(stage: Stage, target: Target) -> Iterator[Attempt]:
    drawn = target.document.media_type == PDF
    shown = "imagepng" if drawn else target.text
    doors = (
        ("its id", "/v1/documents/{}", "", target.title),
        ("its text", "/v1/documents/{}?text=true", "", target.text),
        ("a page image" if drawn else "an excerpt as HTML", "/v1/documents/{}/pages/1", "text/html", shown),
        ("an excerpt as JSON", "/v1/documents/{}/pages/1", "application/json", shown),
        ("a citation's span", "/v1/documents/{}/pages/1?start=2&end=40", "", shown),
        ("a page that is not there", "/v1/documents/{}/pages/7", "", ""),
    )
    for what, door, accept, due in doors:

        def get(identity: str, who: str, door: str = door, accept: str = accept) -> Seen:
            headers = [("Accept", accept)] if accept else []
            return stage.http.get(door.format(identity), stage.keys[who], *headers)

        yield Attempt(
            HTTP,
            "a document by id",
            f"{what} of {target.document.audience}'s {target.document.kind}, by {target.thief}",
            stage.hidden(target.thief),
            partial(get, target.document.id, target.thief),
            partial(get, target.document.id, target.owner),
            due,
            NOT_FOUND,
            partial(get, NEVER, target.thief),
        )


def _by_name(stage: Stage, target: Target) -> Iterator[Attempt]:
    document = target.document
    doors = (
        ("its name", f"q={quote(document.name)}", f"q={quote('never-was.md')}"),
        ("its title", f"q={quote(document.title)}", f"q={quote('Never was')}"),
        ("its partner", f"partner={document.partner}&q={target.title}", "partner=neverwas&q=neverwas"),
        ("its kind", f"kind={document.kind}&q={target.title}", f"kind={document.kind}&q=neverwas"),
    )
    for what, query, never in doors:
        if document.name == "deals.csv":  # everybody has rows of it, so its name tells nothing
            continue
        yield Attempt(
            HTTP,
            "a document by name",
            f"{what}, of {document.audience}'s {document.kind}, by {target.thief}",
            stage.hidden(target.thief),
            partial(stage.http.get, f"/v1/documents?{query}", stage.keys[target.thief]),
            partial(
                stage.http.get,
                f"/v1/documents?{'' if document.partner is None and 'partner' in query else query}",
                stage.keys[target.owner],
            ),
            target.title,
            (),
            partial(stage.http.get, f"/v1/documents?{never}", stage.keys[target.thief]),
        )


def _guessed(stage: Stage) -> Iterator[Attempt]:
    """Ids worked out from where a file lay, and what a careless look-up would take for one."""
    papers: tuple[Paper, ...] = (AGREEMENTS["borealis"], PLAYBOOK, LEGAL_MEMO, REVIEW)
    for paper in papers:
        document = stage.document(paper)
        passages = stage.container.records.passages_of(document.id, stage.caller("root").reach)
        guesses = {
            "worked out from the path": document_id(stage.folder / paper.file),
            "a passage's id": next((one.id for one in passages), NEVER),
            "the content's hash": document.revision.split("/")[0],
            "capitals": document.id.upper(),
            "a space after it": f"{document.id}%20",
            "a null after it": f"{document.id}%00",
            "a line's end after it": f"{document.id}%0A",
            "a wildcard": f"{document.id[:8]}%25",
            "one letter each": "_" * len(document.id),
            "its file's name": paper.file,
        }
        owner = {"borealis": "bo"}.get(document.audience.partner or "", "root")
        for what, guess in guesses.items():
            yield Attempt(
                HTTP,
                "a guessed id",
                f"{what}, for {document.audience}",
                stage.hidden("ada"),
                partial(stage.http.get, f"/v1/documents/{guess}?text=true", stage.keys["ada"]),
                partial(stage.http.get, f"/v1/documents/{document.id}?text=true", stage.keys[owner]),
                paper.words[-1],
                NOT_FOUND,
            )
