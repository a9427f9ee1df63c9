"""What was somebody's yesterday and is not today: documents that moved or went, and people who did."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial

from eval.attack.attempt import CLI, CONVERSATION, HTTP, Attempt, Seen
from eval.attack.moving import MOVES, OF_NORDIC, TURNCOATS, Move, Turncoat
from eval.attack.on_conversations import Talk, talk
from eval.attack.programme import AGREEMENTS, NOBODY, NORDIC_MEMO, PAPERS, Paper, hidden_from, write
from eval.attack.stage import OPERATOR, Stage
from ingest.sync import Request

PLAIN = "How much notice do we need to terminate the agreement for convenience?"
READ = (404,)
SHUT = (401,)


@dataclass(frozen=True, slots=True)
class Door:
    """A way in with what somebody finds behind it; `refused` are the statuses that shut it."""

    channel: str
    what: str
    go: Callable[[], Seen]
    refused: tuple[int, ...] = ()
    unknown: Callable[[], Seen] | None = None


def attempts(stage: Stage) -> Iterator[Attempt]:
    """Everybody sees what they may; then everything changes; then they try again at what they had."""
    for move in MOVES:
        yield _before(stage, move)
    asked = [talk(stage, move.before, move.question) for move in MOVES]
    turned = [_let_in(stage, one) for one in TURNCOATS]
    _change(stage)
    for move, at in zip(MOVES, asked, strict=True):
        yield from _moved(stage, move, at)
    for one, (key, at) in zip(TURNCOATS, turned, strict=True):
        yield from _turned(stage, one, key, at)


def _before(stage: Stage, move: Move) -> Attempt:
    """Before anything changed: who may see the document gets it, and who may not does not."""
    asked = partial(stage.http.ask, move.question, stage.keys[move.before])
    if move.paper.audience.kind == "public":
        attack, hidden = partial(stage.http.ask, move.question, None), hidden_from(NOBODY)
    else:
        attack, hidden = partial(stage.http.ask, move.question, stage.keys["cora"]), stage.hidden("cora")
    words = frozenset(move.paper.words)
    return Attempt(
        CONVERSATION, "before a document moved", move.paper.title, hidden | words, attack, asked, move.paper.words[2]
    )


def _let_in(stage: Stage, one: Turncoat) -> tuple[str, Talk]:
    stage.container.people.add(one.was)
    key, _ = stage.container.keys.issue(one.was.caller(), actor=OPERATOR)
    return key, talk(stage, one.was.id, one.question, key)


def _change(stage: Stage) -> None:
    """Move the documents, and turn the people."""
    for move in MOVES:
        if move.to is None:
            (stage.folder / move.paper.file).unlink()
    now: list[Paper] = [paper for move in MOVES if (paper := move.moved)]
    manifest = write(stage.folder, [*PAPERS, *now, *(one.paper for one in stage.injections)])
    stage.sync.run(Request([stage.folder], manifest=manifest, prune=True))
    for one in TURNCOATS:
        if one.becomes is None:
            stage.container.people.remove(one.was.id)
        else:
            stage.container.people.change(one.becomes)


def _moved(stage: Stage, move: Move, at: Talk) -> Iterator[Attempt]:
    thief, document = move.before, stage.papers[move.paper.file].id
    to = "nobody: it is deleted" if move.to is None else str(move.to)
    hidden = stage.hidden(thief) | frozenset(move.paper.words)
    asked = cache(partial(stage.http.ask, move.question if move.to else PLAIN, stage.keys[move.after]))
    for door in _doors(stage, stage.keys[thief], f"person:{thief}", at, move.question, document):
        rightful, due = _afterwards(stage, move, door, document, asked)
        what = f"{door.what}: {move.paper.title}, {move.paper.audience} to {to}"
        yield Attempt(door.channel, "a document moved away", what, hidden, door.go, rightful, due, door.refused, door.unknown)


def _afterwards(
    stage: Stage, move: Move, door: Door, document: str, again: Callable[[], Seen]
) -> tuple[Callable[[], Seen], str]:
    """What the one gets who may see the document now; of one that is deleted, its old reader still gets the others."""
    key, asked = stage.keys[move.after], move.question
    if move.to is None:
        document, asked = stage.document(AGREEMENTS["acme"]).id, PLAIN
    if door.channel == CLI:
        due = move.due if move.to else AGREEMENTS["acme"].words[4]
        return partial(stage.commands.known, "ask", asked, "--as", f"person:{move.after}"), due
    if door.refused:
        return partial(stage.http.get, f"/v1/documents/{document}", key), move.paper.words[1] if move.to else AGREEMENTS[
            "acme"
        ].words[1]
    return again, move.due if move.to else AGREEMENTS["acme"].words[4]


def _turned(stage: Stage, one: Turncoat, key: str, at: Talk) -> Iterator[Attempt]:
    person = f"person:{one.was.id}"
    out = one.becomes is None or not one.becomes.active
    paper, owner = (NORDIC_MEMO, "nora") if one.question == OF_NORDIC else (AGREEMENTS["borealis"], "bo")
    hidden = hidden_from(one.sees)
    # Nothing changes any more, so that one question stands for all doors.
    asked = cache(partial(stage.http.ask, OF_NORDIC if owner == "nora" else PLAIN, stage.keys[owner]))
    due = paper.words[2] if owner == "nora" else paper.words[4]
    for door in _doors(stage, key, person, at, one.question, stage.document(paper).id):
        if door.channel == CLI:
            continue  # whoever has the home itself may look through any eyes
        refused = SHUT if out else door.refused
        yield Attempt(door.channel, one.how, door.what, hidden, door.go, asked, due, refused, None if out else door.unknown)
    token = stage.provider.of_person(one.was.email or "")
    attack = partial(stage.http.get, "/v1/documents", token)
    yield Attempt(HTTP, one.how, "by the provider's token", hidden, attack, asked, due, SHUT if out else ())


def _doors(stage: Stage, key: str, person: str, at: Talk, question: str, document: str) -> Iterator[Door]:
    http, never = stage.http, "0" * 16
    yield Door(HTTP, "the conversation from before", partial(http.get, f"/v1/conversations/{at.conversation}", key))
    yield Door(HTTP, "the list of conversations", partial(http.get, "/v1/conversations", key))
    yield Door(CONVERSATION, "the same question again", partial(http.ask, question, key))
    yield Door(CONVERSATION, "gone on with", partial(http.ask, "And what was it again?", key, at.conversation))
    yield Door(HTTP, "the list of documents", partial(http.get, "/v1/documents", key))
    for what, path in (
        ("its id", "{}"),
        ("its text", "{}?text=true"),
        ("its page", "{}/pages/1"),
        ("a span", "{}/pages/1?start=0&end=9"),
    ):
        go = partial(http.get, f"/v1/documents/{path.format(document)}", key)
        yield Door(HTTP, what, go, READ, partial(http.get, f"/v1/documents/{path.format(never)}", key))
    yield Door(HTTP, "the replay", partial(http.get, f"/v1/turns/{at.turn}/replay", key))
    yield Door(CLI, "the command", partial(stage.commands.run, "ask", question, "--as", person))
