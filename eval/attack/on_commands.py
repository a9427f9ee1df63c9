"""The command line in another's name: roles and people in every spelling, audiences and manifests that try to say more."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from eval.attack.attempt import CLI, Attempt, Seen
from eval.attack.programme import AGREEMENTS, NOBODY, hidden_from
from eval.attack.stage import Stage

REFUSED = (1, 2)
QUESTION = "How much notice does Borealis need to terminate the agreement for convenience?"
NAMES = (
    "PARTNER:BOREALIS", "partner:Borealis", "partner:borealis/../acme", "partner:borealis,acme", "partner:*", "partner:",
    "partner", "partner: borealis", "partner:borealis\u200b", "partner:b\u043erealis", "partner:ｂorealis",
    "partner:borealis\0",
    "partner::borealis", "manager:borealis", "admin:acme", "Manager", "MANAGER", "root", "operator", "everyone", "person:",
    "person:nobody",
    "person:../magnus", "person:MAGNUS", "person:magnus,bo", "person:%", "group:legal", "internal", "", "manager;partner:acme",
)  # fmt: skip
AUDIENCES = (
    "PARTNER:ACME", "partner:acme/../borealis", "partner:acme,partner:borealis", "partner:*", "*", "all", "partner:", "Public",
    "public:acme", "internal:ACME", "group:", "group:LEGAL", "partner:аcme", "partner:acme\u200b", "partner:a\u0301cme",
    "everyone",
    "partner:acme partner:borealis", "partner:acme\nborealis", '["public"]', "group:legal:partner:acme",
)  # fmt: skip


def attempts(stage: Stage) -> Iterator[Attempt]:
    """Reading as somebody, and putting documents in for somebody."""
    yield from _reading(stage)
    yield from _naming(stage)
    yield from _putting_in(stage)


def _reading(stage: Stage) -> Iterator[Attempt]:
    run, known = stage.commands.run, stage.commands.known
    words = AGREEMENTS["borealis"].words
    asks = (
        ("documents", ("documents",), words[1]),
        ("documents as JSON", ("documents", "--json"), words[1]),
        ("ask", ("ask", QUESTION), words[4]),
        ("ask as JSON", ("ask", "What is the price code of Borealis?", "--json"), words[3]),
        ("search", ("search", "notice to terminate for convenience Borealis"), words[4]),
        ("search as JSON", ("search", "price code of Borealis", "--json", "-k", "50"), words[3]),
    )
    for what, typed, due in asks:
        for thief in ("partner:acme", "person:lena" if "JSON" in what else "person:ada"):
            attack = partial(run, *typed, "--as", thief)
            rightful = partial(known, *typed, "--as", "person:bo")
            yield Attempt(
                CLI, "reading as another", f"{what} as {thief}", stage.hidden(thief.split("person:")[-1]), attack, rightful, due
            )


def _naming(stage: Stage) -> Iterator[Attempt]:
    """Names that are nobody's must open nothing."""
    rightful = partial(stage.commands.known, "documents", "--as", "person:bo")
    due = AGREEMENTS["borealis"].words[1]
    for name in NAMES:
        attack = partial(stage.commands.run, "documents", "--as", name)
        yield Attempt(CLI, "--as in another spelling", repr(name), hidden_from(NOBODY), attack, rightful, due, REFUSED)


def _putting_in(stage: Stage) -> Iterator[Attempt]:
    rightful = partial(stage.commands.known, "documents", "--as", "person:bo")
    due = AGREEMENTS["borealis"].words[1]
    paper = stage.folder.parent / "eve.md"
    paper.write_text("# From Eve\n\nThe price of everything is Thornapple9191.\n", encoding="utf-8")
    hidden = hidden_from(NOBODY) | {"thornapple9191"}
    for audience in AUDIENCES:
        attack = partial(_ingested, stage, paper, "--audience", audience)
        yield Attempt(CLI, "an audience in another spelling", repr(audience), hidden, attack, rightful, due, REFUSED)
        attack = partial(_described, stage, paper, audience)
        yield Attempt(CLI, "an audience in a manifest", repr(audience), hidden, attack, rightful, due, REFUSED)
    for partner in ("ACME", "acme/../borealis", "acme\nborealis", "аcme", "../acme", "acme:borealis", "*", "acme\0"):
        attack = partial(_ingested, stage, paper, "--partner", partner)
        yield Attempt(CLI, "a partner in another spelling", repr(partner), hidden, attack, rightful, due, REFUSED)


def _ingested(stage: Stage, paper: Path, option: str, value: str) -> Seen:
    """What the command says, and what somebody of another partner then finds."""
    said = stage.commands.run("ingest", str(paper), option, value)
    return replace(stage.http.get("/v1/documents?q=eve", stage.keys["cora"]) + said, status=said.status)


def _described(stage: Stage, paper: Path, audience: str) -> Seen:
    """The same with the audience in a manifest."""
    manifest = paper.with_name("eve.json")
    manifest.write_text(json.dumps({"documents": [{"file": paper.name, "audience": audience}]}), encoding="utf-8")
    said = stage.commands.run("ingest", str(paper), "--manifest", str(manifest))
    return replace(stage.http.get("/v1/documents?q=eve", stage.keys["cora"]) + said, status=said.status)
