"""A whole Liaison in a home of its own, with the programme in it, people at every door, and a model that obeys behind one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from app.bootstrap import Container, build
from app.config import Settings, load_settings
from app.conversation.assistant import Assistant
from app.conversation.extractive import ExtractiveAnswerer
from app.conversation.generative import GenerativeAnswerer
from app.domain.access import EVERYTHING, Caller
from app.domain.documents import Document
from app.domain.people import Person
from app.knowledge.clauses import clause_model
from app.knowledge.evidence import Weigher
from app.knowledge.naming import Naming
from app.main import create_app
from eval.attack.command_door import CommandDoor
from eval.attack.http_door import HttpDoor
from eval.attack.injections import Injection, injections
from eval.attack.moving import MOVING
from eval.attack.obeying import ObeyingChat
from eval.attack.programme import PAPERS, PARTNERS, SEES, Paper, hidden_from, write
from eval.attack.remembering import remember
from eval.attack.signing import Provider
from eval.corpus import throwaway_home
from ingest.limits import limits_of
from ingest.sync import Request, Sync

OPERATOR: Final = "attack"

PEOPLE: Final = (
    Person.of("ada", "partner:acme", email="ada@acme.example"),
    Person.of("nora", "partner:acme", email="nora@acme.example", groups=["nordic"]),
    Person.of("bo", "partner:borealis", email="bo@borealis.example"),
    Person.of("bea", "partner-admin:borealis", email="bea@borealis.example"),
    Person.of("cora", "partner:corvus", email="cora@corvus.example"),
    Person.of("ingrid", "manager", email="ingrid@fjellvik.example", portfolio=["acme"]),
    Person.of("lena", "manager", email="lena@fjellvik.example", portfolio=[], groups=["legal"]),
    Person.of("magnus", "manager", email="magnus@fjellvik.example"),
    Person.of("root", "admin", email="root@fjellvik.example"),
    Person.of("otto", "auditor", email="otto@fjellvik.example"),
)
PLENTY: Final = 1_000_000
"""Of requests: the limits are tested elsewhere, and would stop the attempts that are to be seen through."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything the attempts are made with. `keys` are people's tokens by id, `papers` the documents by file name."""

    container: Container
    http: HttpDoor
    obeying: HttpDoor
    chat: ObeyingChat
    commands: CommandDoor
    provider: Provider
    keys: Mapping[str, str]
    papers: Mapping[str, Document]
    injections: tuple[Injection, ...]
    folder: Path
    sync: Sync

    def hidden(self, who: str) -> frozenset[str]:
        """The words that a person must never see, or a role."""
        return hidden_from(SEES[who])

    def caller(self, who: str) -> Caller:
        """A person as somebody who asks."""
        person = self.container.people.person(who)
        return Caller.parse(who) if person is None else person.caller()

    def document(self, paper: Paper) -> Document:
        """A paper as it stands in the records."""
        return self.papers[paper.file]

    def rows_of(self, partner: str) -> Document:
        """The part of the shared table that is a partner's."""
        return self.papers[f"deals.csv#{partner}"]


@contextmanager
def staged(settings: Settings | None = None) -> Iterator[Stage]:
    """A stage for the length of a `with` block; nothing of it is left behind."""
    with throwaway_home(settings or load_settings()) as base:
        folder = base.home / "papers"
        folder.mkdir()
        provider = Provider(base.home)
        told = base.model_dump() | provider.settings | _unlimited()
        container = build(Settings(**told))
        remember(container.embedder)
        found = injections()
        sync = _sync(container)
        manifest = write(folder, [*PAPERS, *MOVING, *(one.paper for one in found)], PARTNERS)
        sync.run(Request([folder], manifest=manifest))
        keys = {person.id: _let_in(container, person) for person in PEOPLE}
        chat = ObeyingChat()
        http, obeying = HttpDoor(create_app(container)), HttpDoor(create_app(_with_chat(container, chat)))
        papers = {_name(one): one for one in container.records.documents(EVERYTHING)}
        commands = CommandDoor(base.home)
        try:
            yield Stage(container, http, obeying, chat, commands, provider, keys, papers, found, folder, sync)
        finally:
            http.close()
            obeying.close()


def _unlimited() -> dict[str, object]:
    names = ("questions_per_minute", "questions_per_day", "requests_per_minute", "failed_sign_ins_per_minute")
    return {**dict.fromkeys(names, PLENTY), "chat_model": None, "redis_url": None}


def _let_in(container: Container, person: Person) -> str:
    container.people.add(person)
    return container.keys.issue(person.caller(), actor=OPERATOR)[0]


def _name(document: Document) -> str:
    return f"{document.name}#{document.partner}" if document.name == "deals.csv" and document.partner else document.name


def _with_chat(container: Container, chat: ObeyingChat) -> Container:
    """The same home with a chat model in it, put together as bootstrap does."""
    records, lexical = container.records, container.lexical
    weigher = Weigher(container.embedder, lexical, records)
    answerer = GenerativeAnswerer(chat, ExtractiveAnswerer(container.finder, weigher, records), container.clock)
    naming = Naming(records, lexical, clause_model().asking)
    assistant = Assistant(answerer, records, container.conversations, container.audit, container.clock, naming)
    return replace(container, assistant=assistant, chat=chat)


def _sync(container: Container) -> Sync:
    model = clause_model()
    return Sync(
        container.records,
        container.vectors,
        container.lexical,
        container.embedder,
        container.files,
        limits_of(container.settings),
        container.lock,
        model.clause_scores,
        model.name,
    )
