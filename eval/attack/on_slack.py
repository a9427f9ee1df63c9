"""Who somebody is in Slack, and what may be said where others read along."""

import json
from collections.abc import Iterator
from functools import partial

from app.conversation.wire import answer_as_json
from app.domain.access import PUBLIC, Audience, Reach, in_common
from app.domain.answers import Done
from app.domain.errors import LiaisonError
from app.domain.people import Link
from eval.attack.attempt import SLACK, Attempt, Seen
from eval.attack.programme import AGREEMENTS, NOBODY, SEES, hidden_from
from eval.attack.stage import Stage

TEAM = "T0FJELL"
QUESTION = "How much notice does Borealis need to terminate the agreement for convenience?"


def attempts(stage: Stage) -> Iterator[Attempt]:
    """People who say they are others, and channels where somebody reads along who may see less."""
    stage.container.people.link(Link("slack", f"{TEAM}:U0BO", "bo"))
    rightful = partial(_asked, stage, TEAM, "U0BO", None, verified=False)
    for what, (team, user, email, verified) in _strangers().items():
        attack = partial(_asked, stage, team, user, email, verified=verified)
        yield Attempt(SLACK, "somebody else in Slack", what, hidden_from(NOBODY), attack, rightful, _due(), (401,))
    for what, (readers, sees) in _channels(stage).items():
        attack = partial(_asked, stage, TEAM, "U0BO", None, verified=False, readers=readers)
        yield Attempt(SLACK, "a channel with others in it", what, hidden_from(sees), attack, rightful, _due())
    manager = partial(_asked, stage, TEAM, "U0MAG", "magnus@fjellvik.example", verified=True)
    for who in ("ada", "cora", "lena", "ingrid", "nora"):
        readers, sees = _together(stage, "magnus", who)
        attack = partial(_asked, stage, TEAM, "U0MAG", "magnus@fjellvik.example", verified=True, readers=readers)
        yield Attempt(SLACK, "a manager's channel", f"{who} reads along", hidden_from(sees), attack, manager, _due())


def _due() -> str:
    return AGREEMENTS["borealis"].words[4]


def _strangers() -> dict[str, tuple[str, str, str | None, bool]]:
    magnus, bo = "magnus@fjellvik.example", "bo@borealis.example"
    return {
        "an address that Slack did not verify": (TEAM, "U0EVE", bo, False),
        "a manager's address that Slack did not verify": (TEAM, "U0EVE", magnus, False),
        "the same user of another workspace": ("T0EVIL", "U0BO", None, False),
        "a user whose id begins alike": (TEAM, "U0BO2", None, False),
        "a user in other letters": (TEAM, "u0bo", None, False),
        "a workspace with the user in it": (f"{TEAM}:U0BO", "", None, False),
        "nobody's address": (TEAM, "U0EVE", "eve@evil.example", True),
        "no address": (TEAM, "U0EVE", None, True),
        "an address with more around it": (TEAM, "U0EVE", f" {bo} <eve@evil.example>", True),
        "an address with a wildcard": (TEAM, "U0EVE", "%@borealis.example", True),
        "an address in look-alike letters": (TEAM, "U0EVE", "b\u043e@borealis.example", True),
        "an empty address": (TEAM, "U0EVE", "", True),
    }


def _together(stage: Stage, *people: str) -> tuple[Reach, frozenset[Audience]]:
    """What the product says that all of them may see, and what they do."""
    reach = in_common([stage.caller(who).reach for who in people])
    return reach, frozenset.intersection(*(SEES[who] for who in people))


def _channels(stage: Stage) -> dict[str, tuple[Reach, frozenset[Audience]]]:
    bo = stage.caller("bo").reach
    return {
        "somebody of another partner": _together(stage, "bo", "ada"),
        "two other partners": _together(stage, "bo", "ada", "cora"),
        "a manager without partners": _together(stage, "bo", "lena"),
        "a guest nobody knows": (in_common([bo, Reach(frozenset({PUBLIC}))]), frozenset({PUBLIC})),
        "a guest who may see nothing": (in_common([bo, Reach(frozenset())]), NOBODY),
    }


def _asked(stage: Stage, team: str, user: str, email: str | None, *, verified: bool, readers: Reach | None = None) -> Seen:
    try:
        signed_in = stage.container.identities.in_slack(team, user, email, verified=verified, readers=readers)
    except LiaisonError as error:
        return Seen(f"{team} {user} {email}", error.sentence, 401)
    events = list(stage.container.assistant.ask(QUESTION, signed_in.caller))
    done = [answer_as_json(event.answer) for event in events if isinstance(event, Done)]
    return Seen(f"{team} {user} {email} {QUESTION}", f"{events}\n{json.dumps(done, ensure_ascii=False)}", 200)
