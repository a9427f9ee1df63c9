"""`liaison keys`: tokens for people and programs, with scopes and an end."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from app.bootstrap import Container
from app.commands import screen
from app.commands.session import open_home
from app.commands.token import require_known
from app.domain.access import Caller
from app.domain.audit import OPERATOR
from app.domain.dates import in_words
from app.domain.errors import Invalid, NotFound
from app.domain.people import EVERY_SCOPE, Key, Scope


def create(
    person: str | None,
    as_whom: str | None,
    scopes: Sequence[str],
    days: int | None,
    note: str | None,
    home: Path | None,
    *,
    as_json: bool,
) -> None:
    """Make a token and show it, the only time; alone on standard output, so that a script can take it."""
    container = open_home(home)
    holder = _holder(container, person, as_whom)
    wanted = frozenset(map(_scope, scopes)) or EVERY_SCOPE
    secret, key = container.keys.issue(holder, actor=OPERATOR, scopes=wanted, days=days, note=note)
    if as_json:
        screen.show_json({"token": secret, **as_values(key)})
        return
    typer.echo(secret)
    good = f"For {holder.owner}, good for {', '.join(sorted(key.scopes))} until {in_words(key.expires_at.date())}."
    screen.err().print(screen.plain(f"{good} Its id is {key.id}. It is not shown again."))


def everything(home: Path | None, *, as_json: bool) -> None:
    """List all keys; secrets are not among what is kept."""
    container = open_home(home)
    keys = container.keys.everything()
    if as_json:
        screen.show_json({"keys": [as_values(key) for key in keys]})
        return
    if not keys:
        screen.out().print("There are no keys; 'liaison keys create' makes one.")
        return
    now = container.clock.now()
    columns = ("id", "for", "scopes", "until", "note", "")
    rows = [(*_row(key), "revoked" if key.revoked_at else "expired" if key.expires_at <= now else "") for key in keys]
    screen.out().print(screen.table(f"{len(keys):,} keys", columns, rows))


def revoke(key: str, home: Path | None, *, as_json: bool) -> None:
    """Let nobody in with a key from now on."""
    open_home(home).keys.revoke(key, actor=OPERATOR)
    if as_json:
        screen.show_json({"revoked": key})
    else:
        screen.out().print(screen.plain(f"Nobody comes in with the key {key} any more."))


def as_values(key: Key) -> dict[str, Any]:
    """A key as JSON values, without its digest."""
    return {
        "id": key.id,
        "for": _for(key),
        "scopes": sorted(key.scopes),
        "created_at": key.created_at.isoformat(timespec="seconds"),
        "expires_at": key.expires_at.isoformat(timespec="seconds"),
        "revoked_at": key.revoked_at.isoformat(timespec="seconds") if key.revoked_at else None,
        "note": key.note,
    }


def _holder(container: Container, person: str | None, as_whom: str | None) -> Caller:
    if (person is None) == (as_whom is None):
        message = "Say whose key it is: --for PERSON, or --as with a role for a program."
        raise Invalid(message)
    if person is None:
        caller = Caller.parse(as_whom or "")
        require_known(caller.partner, container.records.partners())
        return caller
    found = container.people.person(person)
    if found is None:
        message = f"There is no person '{person}'; 'liaison users list' shows those there are."
        raise NotFound(message)
    return found.caller()


def _scope(text: str) -> Scope:
    if text not in list(Scope):
        message = f"'{text}' is not a scope: use {', '.join(Scope)}."
        raise Invalid(message)
    return Scope(text)


def _for(key: Key) -> str:
    return f"person:{key.person}" if key.person else key.role or ""


def _row(key: Key) -> tuple[str, ...]:
    return key.id, _for(key), ", ".join(sorted(key.scopes)), in_words(key.expires_at.date()), key.note or ""
