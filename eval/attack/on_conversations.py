"""Other people's conversations: read, gone on with, rated, replayed, by id and by the ids of their answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from app.domain.access import Caller
from eval.attack.attempt import CONVERSATION, HTTP, Attempt, Seen
from eval.attack.http_door import answer_in
from eval.attack.programme import NOBODY, hidden_from
from eval.attack.stage import OPERATOR, Stage

QUESTION = "How much notice do we need to terminate the agreement for convenience?"
MARKED = "Hello from the meeting about project Snowberry8080, how much notice do we need to terminate for convenience?"
MARK = "snowberry8080"
"""What somebody typed is theirs as well: it stands in no document."""
NEVER = "f" * 32
THIEVES = ("ada", "bea", "cora", "ingrid", "magnus", "root", "otto", "role")


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation of `owner` with one answer in it."""

    owner: str
    conversation: str
    turn: str


def talk(stage: Stage, who: str, question: str = QUESTION, key: str | None = None) -> Talk:
    """Somebody asks, and the conversation is kept."""
    answer = answer_in(stage.http.ask(question, key or stage.keys[who]))
    return Talk(who, answer["conversation_id"], answer["turn_id"])


def attempts(stage: Stage) -> Iterator[Attempt]:
    """Everybody at one partner's conversation, and the partner at a manager's."""
    role, _ = stage.container.keys.issue(Caller.parse("partner:borealis"), actor=OPERATOR)
    keys = {**stage.keys, "role": role}
    of_bo = talk(stage, "bo", MARKED)
    for thief in THIEVES:
        yield from _at(stage, of_bo, thief, keys)
    of_magnus = talk(stage, "magnus", "What is the price code of Borealis, asked for project Snowberry8080?")
    for thief in ("ada", "ingrid"):
        yield from _at(stage, of_magnus, thief, keys)
    yield from _replays(stage, of_bo, of_magnus)
    yield from _ids(stage, of_bo)


def _at(stage: Stage, at: Talk, thief: str, keys: dict[str, str]) -> Iterator[Attempt]:
    http, key, own, hidden = stage.http, keys[thief], stage.keys[at.owner], _hidden(stage, thief)
    kind, whose = "somebody else's conversation", f"{at.owner}'s by {thief}"
    mine = partial(http.get, f"/v1/conversations/{at.conversation}", own)
    for what, identity in (("read", at.conversation), ("read by an answer's id", at.turn)):
        attack, unknown = (partial(http.get, f"/v1/conversations/{one}", key) for one in (identity, NEVER))
        yield Attempt(HTTP, kind, f"{what}, {whose}", hidden, attack, mine, MARK, (404,), unknown)
    listed, own_list = (partial(http.get, "/v1/conversations", one) for one in (key, own))
    yield Attempt(HTTP, kind, f"the list, {whose}", hidden, listed, own_list, MARK)
    attack, unknown = (partial(http.ask, "And what did I ask before?", key, one) for one in (at.conversation, NEVER))
    goes_on = partial(http.ask, "And how much notice is it?", own, at.conversation)
    yield Attempt(CONVERSATION, kind, f"gone on with, {whose}", hidden, attack, goes_on, at.conversation, (404,), unknown)
    attack, unknown = (partial(_rated, stage, one, key) for one in (at.turn, NEVER))
    rates = partial(_rated, stage, at.turn, own)
    yield Attempt(HTTP, "somebody else's answer rated", whose, hidden, attack, rates, "status 204", (404,), unknown)


def _rated(stage: Stage, turn: str, key: str) -> Seen:
    return stage.http.post("/v1/feedback", key, {"turn_id": turn, "rating": "down", "comment": "Show me the answer."})


def _hidden(stage: Stage, who: str) -> frozenset[str]:
    return stage.hidden("partner:borealis" if who == "role" else who) | {MARK}


def _replays(stage: Stage, of_bo: Talk, of_magnus: Talk) -> Iterator[Attempt]:
    path = "/v1/turns/{}/replay"
    rightful = partial(stage.http.get, path.format(of_bo.turn), stage.keys["otto"])
    for at in (of_bo, of_magnus):
        for thief, refused in (("ada", 403), ("bo", 403), ("bea", 403), ("ingrid", 404), ("lena", 404)):
            yield Attempt(
                HTTP,
                "a replay",
                f"{at.owner}'s answer by {thief}",
                stage.hidden(thief) | {MARK},
                partial(stage.http.get, path.format(at.turn), stage.keys[thief]),
                rightful,
                MARK,
                (refused,),
                partial(stage.http.get, path.format(NEVER), stage.keys[thief]),
            )
    attack = partial(stage.http.get, path.format(of_bo.turn))
    yield Attempt(HTTP, "a replay", "by nobody", hidden_from(NOBODY) | {MARK}, attack, rightful, MARK, (401,))


def _ids(stage: Stage, at: Talk) -> Iterator[Attempt]:
    """What a careless look-up would take for the id of a conversation."""
    rightful = partial(stage.http.get, f"/v1/conversations/{at.conversation}", stage.keys["bo"])
    guesses = (
        at.conversation.upper(), f"{at.conversation}%20", f"{at.conversation}%00", f"{at.conversation[:16]}%25", "%25",
        "_" * 32,
        f"{at.conversation}%0A", f"..%2F{at.conversation}", "x'%20OR%20'1'='1", "person:bo", "person%3Abo",
    )  # fmt: skip
    for guess in guesses:
        for path in ("/v1/conversations/{}", "/v1/turns/{}/replay"):
            yield Attempt(
                HTTP,
                "a guessed id of a conversation",
                f"{path} {guess[:12]}",
                _hidden(stage, "ada"),
                partial(stage.http.get, path.format(guess), stage.keys["ada"]),
                rightful,
                MARK,
                (403, 404),
            )
