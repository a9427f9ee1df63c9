"""`liaison users`, `keys` and `audit`: who has access, and what happened, from the terminal."""

import json
import sqlite3
from pathlib import Path

import pytest

from app.adapters.sql_schema import DATABASE
from app.domain.errors import Conflict, Invalid, NotFound
from tests.commands.conftest import Liaison, liaison_in, refused, said


@pytest.fixture
def empty(tmp_path: Path, corpus: Path) -> Liaison:
    """A home of its own, with the partners of the corpus."""
    run = liaison_in(tmp_path / "home")
    assert run("ingest", str(corpus)).exit_code == 0
    return run


ADA = (
    "users",
    "add",
    "ada",
    "--role",
    "partner:acme",
    "--name",
    "Ada Holm",
    "--email",
    "Ada@Acme.example",
    "--group",
    "nordic",
)


def test_a_person_is_added_changed_switched_off_and_removed(empty: Liaison) -> None:
    added = said(empty, *ADA)
    assert (added["role"], added["email"], added["groups"], added["active"]) == (
        "partner:acme",
        "ada@acme.example",
        ["nordic"],
        True,
    )
    changed = said(empty, "users", "change", "ada", "--role", "partner-admin:acme")
    assert changed == {**added, "role": "partner-admin:acme"}
    assert said(empty, "users", "change", "ada", "--no-groups")["groups"] == []
    assert said(empty, "users", "disable", "ada")["active"] is False
    assert said(empty, "users", "enable", "ada")["active"] is True
    assert [one["id"] for one in said(empty, "users", "list")["people"]] == ["ada"]
    assert said(empty, "users", "remove", "ada", "--yes") == {"removed": "ada"}
    assert said(empty, "users", "list") == {"people": []}


def test_a_manager_s_portfolio_is_named_and_can_become_all(empty: Liaison) -> None:
    ingrid = said(empty, "users", "add", "ingrid", "--role", "manager", "--partner", "acme")
    assert ingrid["portfolio"] == ["acme"]
    assert "acme" in empty("users", "list").stdout
    assert said(empty, "users", "change", "ingrid", "--partner", "all")["portfolio"] is None


def test_mistakes_are_named(empty: Liaison) -> None:
    empty(*ADA)
    assert "There is a person 'ada' already" in refused(empty, Conflict, *ADA)
    assert "There is no partner 'zenith': the known ones are acme, borealis." in refused(
        empty, Invalid, "users", "add", "bo", "--role", "partner:zenith"
    )
    assert "There is no partner 'zenith'" in refused(
        empty, Invalid, "users", "add", "bo", "--role", "manager", "--partner", "zenith"
    )
    assert "Say what bo is, with --role" in refused(empty, Invalid, "users", "add", "bo")
    assert "There is no person 'bo'" in refused(empty, NotFound, "users", "show", "bo")
    assert "Give either --slack" in refused(empty, Invalid, "users", "link", "ada")
    assert "'T1' is not of the form TEAM:USER" in refused(empty, Invalid, "users", "link", "ada", "--slack", "T1")
    assert "'boss' is not a scope: use ask, read, audit." in refused(
        empty, Invalid, "keys", "create", "--for", "ada", "--scope", "boss"
    )
    assert "Say whose key it is" in refused(empty, Invalid, "keys", "create")
    assert "There is no person 'bo'" in refused(empty, NotFound, "keys", "create", "--for", "bo")
    assert "There is no key 'nosuch'" in refused(empty, NotFound, "keys", "revoke", "nosuch")
    assert "There is no person 'bo'" in refused(empty, NotFound, "ask", "Notice?", "--as", "person:bo")


def test_links_are_shown_and_forgotten(empty: Liaison) -> None:
    empty(*ADA)
    linked = said(empty, "users", "link", "ada", "--slack", "T1:U1")
    assert linked["links"] == [{"provider": "slack", "subject": "T1:U1"}]
    assert len(said(empty, "users", "link", "ada", "--oidc", "https://login.example|00u1")["links"]) == 2
    assert "T1:U1" in empty("users", "show", "ada").stdout
    assert said(empty, "users", "unlink", "ada")["links"] == []


def test_a_key_is_shown_once_listed_without_its_secret_and_revoked(empty: Liaison) -> None:
    empty(*ADA)
    made = said(empty, "keys", "create", "--for", "ada", "--scope", "ask", "--days", "7", "--note", "laptop")
    assert (made["for"], made["scopes"], made["note"]) == ("person:ada", ["ask"], "laptop")
    program = empty("keys", "create", "--as", "partner:acme")
    assert program.stdout.startswith("lia_")
    assert "For partner:acme, good for ask, audit, read until" in program.stderr
    listed = empty("keys", "list", "--json").stdout
    assert made["token"] not in listed
    assert made["id"] in listed
    assert said(empty, "keys", "revoke", made["id"]) == {"revoked": made["id"]}
    assert "revoked" in empty("keys", "list").stdout


def test_a_person_asks_as_themselves(empty: Liaison) -> None:
    empty(*ADA)
    empty("users", "add", "bo", "--role", "partner:borealis")
    question = "How much notice do we need to terminate for convenience?"
    assert "sixty (60) days" in said(empty, "ask", question, "--as", "person:ada")["answer"]
    assert "sixty" not in said(empty, "ask", question, "--as", "person:bo")["answer"]
    assert [one["name"] for one in said(empty, "documents", "--as", "person:bo")["documents"]] == ["guide.md"]
    assert not any("sixty" in one["text"] for one in said(empty, "search", question, "--as", "person:bo")["passages"])


def test_the_log_tells_what_happened_and_is_whole(empty: Liaison, tmp_path: Path) -> None:
    empty(*ADA)
    empty("users", "change", "ada", "--role", "partner-admin:acme")
    turn = said(empty, "ask", "How much notice?", "--as", "person:ada")["turn_id"]
    out = tmp_path / "audit.jsonl"
    assert empty("audit", "export", "--out", str(out)).exit_code == 0
    entries = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    told, entries = entries[:2], entries[2:]
    assert [entry["event"] for entry in told] == ["document.added"] * 2
    assert [entry["event"] for entry in entries] == ["person.added", "person.changed", "question"]
    assert entries[1]["detail"]["before"]["role"] == "partner:acme"
    assert entries[1]["detail"]["after"]["role"] == "partner-admin:acme"
    assert (entries[2]["actor"], entries[2]["subject"]) == ("person:ada", turn)
    whole = said(empty, "audit", "verify")
    assert (whole["entries"], whole["fault"]) == (6, None)
    assert empty("audit", "verify", "--expect", whole["head"]).exit_code == 0
    assert json.loads(empty("audit", "export", "--after", "5").stdout)["event"] == "audit.exported"


def test_a_log_that_was_cut_or_changed_is_found_out(empty: Liaison, tmp_path: Path) -> None:
    for person in ("ada", "bo", "cy"):
        empty("users", "add", person, "--role", "manager")
    head = said(empty, "audit", "verify")["head"]
    database = sqlite3.connect(tmp_path / "home" / DATABASE)
    for trigger in ("audit_no_update", "audit_no_delete"):
        database.execute(f"DROP TRIGGER {trigger}")
    database.execute("DELETE FROM audit WHERE number = 5")
    database.commit()
    assert empty("audit", "verify").exit_code == 0
    cut = empty("audit", "verify", "--expect", head)
    assert cut.exit_code == 1
    assert "Entry 5 is not the one that was noted: the log was cut or written anew." in cut.stderr
    database.execute("UPDATE audit SET actor = 'nobody' WHERE number = 1")
    database.commit()
    database.close()
    changed = empty("audit", "verify", "--json")
    assert changed.exit_code == 1
    assert json.loads(changed.stdout)["fault"] == "Entry 1 was changed after it was written."
    assert "not of the form NUMBER:HASH" in refused(empty, Invalid, "audit", "verify", "--expect", "3")


def test_an_answer_is_replayed(empty: Liaison) -> None:
    empty(*ADA)
    turn = said(empty, "ask", "How much notice do we need to terminate for convenience?", "--as", "person:ada")["turn_id"]
    found = said(empty, "audit", "replay", turn)
    assert (found["owner"], found["filter"]) == ("person:ada", ["group:nordic", "partner:acme", "public"])
    assert any(one["cited"] and "sixty (60) days" in one["text"] for one in found["considered"])
    assert set(found["models"]) == {"embedding", "weights"}
    shown = empty("audit", "replay", turn).stdout
    assert "How the answer came about" in shown
    assert "acme.md" in shown
    assert "no such answer to replay" in refused(empty, NotFound, "audit", "replay", "nosuch")
