"""`liaison users`: the people with access. Nobody registers themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import typer

from app.bootstrap import Container
from app.commands import screen
from app.commands.session import open_home
from app.commands.token import require_known
from app.domain.access import Role
from app.domain.audit import OPERATOR, Event
from app.domain.errors import Invalid, NotFound
from app.domain.people import Link, Person
from app.identity.service import OIDC, SLACK

ALL = "all"
"""The portfolio of a manager who looks after all partners."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed of a person; None stands for what was not."""

    role: str | None = None
    name: str | None = None
    email: str | None = None
    groups: Sequence[str] | None = None
    portfolio: Sequence[str] | None = None


def add(identity: str, wanted: Wanted, home: Path | None, *, as_json: bool) -> None:
    """Give somebody access. They need a key, a provider's account or Slack to use it."""
    container = open_home(home)
    if wanted.role is None:
        message = f"Say what {identity} is, with --role: {', '.join(Role)} (with :ID of the partner for partners' people)."
        raise Invalid(message)
    person = Person.of(
        identity,
        wanted.role,
        name=wanted.name,
        email=wanted.email,
        groups=wanted.groups or (),
        portfolio=_portfolio(wanted.portfolio),
    )
    _require_partners(container, person)
    container.people.add(person)
    _note(container, "person.added", person.id, {"after": permissions(person)})
    _show(container, person, as_json=as_json)


def change(identity: str, wanted: Wanted, home: Path | None, *, active: bool | None = None, as_json: bool) -> None:
    """Change what was typed of a person, and leave the rest."""
    container = open_home(home)
    before = _person(container, identity)
    after = _changed(before, wanted)
    if active is not None:
        after = replace(after, active=active)
    _require_partners(container, after)
    container.people.change(after)
    contact = [field for field in ("name", "email") if getattr(before, field) != getattr(after, field)]
    detail = {"before": permissions(before), "after": permissions(after), "contact_changed": contact}
    _note(container, "person.changed", identity, detail)
    _show(container, after, as_json=as_json)


def remove(identity: str, home: Path | None, *, sure: bool, as_json: bool) -> None:
    """Forget a person with their keys and links. Their conversations stay; 'liaison erase' removes those too."""
    container = open_home(home)
    before = _person(container, identity)
    if not sure:
        typer.confirm(f"Remove {before.name} ({identity}), with all keys?", abort=True, err=True)
    container.people.remove(identity)
    _note(container, "person.removed", identity, {"before": permissions(before)})
    if as_json:
        screen.show_json({"removed": identity})
    else:
        screen.out().print(screen.plain(f"{identity} has no access any more."))


def link(identity: str, slack: str | None, oidc: str | None, home: Path | None, *, as_json: bool) -> None:
    """Say who somebody is in Slack (TEAM:USER), or at the sign-in provider (ISSUER|SUBJECT)."""
    container = open_home(home)
    person = _person(container, identity)
    if (slack is None) == (oidc is None):
        message = "Give either --slack TEAM:USER or --oidc 'ISSUER|SUBJECT'."
        raise Invalid(message)
    provider, subject = (SLACK, _pair(slack, ":", "TEAM:USER")) if slack else (OIDC, _pair(oidc, "|", "ISSUER|SUBJECT"))
    found = Link(provider, subject, identity)
    container.people.link(found)
    _note(container, "person.linked", identity, {"provider": found.provider, "by": OPERATOR})
    _show(container, person, as_json=as_json)


def unlink(identity: str, home: Path | None, *, as_json: bool) -> None:
    """Forget all links of a person."""
    container = open_home(home)
    person = _person(container, identity)
    for one in container.people.links(identity):
        container.people.unlink(one.provider, one.subject)
    _note(container, "person.unlinked", identity, {})
    _show(container, person, as_json=as_json)


def everyone(home: Path | None, *, as_json: bool) -> None:
    """List the people."""
    people = open_home(home).people.everyone()
    if as_json:
        screen.show_json({"people": [as_values(person) for person in people]})
        return
    if not people:
        screen.out().print("Nobody has been given access yet; 'liaison users add' does it.")
        return
    columns = ("id", "name", "e-mail", "role", "groups", "portfolio", "active")
    screen.out().print(screen.table(f"{len(people):,} people", columns, map(_row, people)))


def show(identity: str, home: Path | None, *, as_json: bool) -> None:
    """Show one person with links."""
    container = open_home(home)
    _show(container, _person(container, identity), as_json=as_json)


def as_values(person: Person) -> dict[str, Any]:
    """A person as JSON values, as lists have them."""
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "role": str(replace(person.caller(), person=None)),
        "groups": sorted(person.groups),
        "portfolio": None if person.portfolio is None else sorted(person.portfolio),
        "active": person.active,
    }


def permissions(person: Person) -> dict[str, Any]:
    """A person as the audit log has them: it is never erased, and so holds no name and no address."""
    return {name: value for name, value in as_values(person).items() if name not in {"name", "email"}}


def _changed(before: Person, wanted: Wanted) -> Person:
    values = as_values(before)
    return replace(
        Person.of(
            before.id,
            wanted.role or values["role"],
            name=wanted.name or before.name,
            email=before.email if wanted.email is None else wanted.email,
            groups=before.groups if wanted.groups is None else wanted.groups,
            portfolio=before.portfolio if wanted.portfolio is None else _portfolio(wanted.portfolio),
        ),
        active=before.active,
    )


def _portfolio(typed: Sequence[str] | None) -> Iterable[str] | None:
    return None if typed is None or ALL in typed else typed


def _pair(text: str | None, mark: str, form: str) -> str:
    first, _, second = (text or "").partition(mark)
    if not first or not second:
        message = f"'{text}' is not of the form {form}."
        raise Invalid(message)
    return f"{first}{mark}{second}"


def _person(container: Container, identity: str) -> Person:
    found = container.people.person(identity)
    if found is None:
        message = f"There is no person '{identity}'; 'liaison users list' shows those there are."
        raise NotFound(message)
    return found


def _require_partners(container: Container, person: Person) -> None:
    partners = container.records.partners()
    for partner in filter(None, (person.partner, *sorted(person.portfolio or ()))):
        require_known(partner, partners)


def _note(container: Container, what: str, identity: str, detail: dict[str, Any]) -> None:
    container.audit.append(container.clock.now(), Event(what, OPERATOR, identity, detail))


def _row(person: Person) -> tuple[str, ...]:
    values = as_values(person)
    portfolio = "all" if person.role is Role.MANAGER and person.portfolio is None else ", ".join(values["portfolio"] or ())
    return (
        person.id,
        person.name,
        person.email or "",
        values["role"],
        ", ".join(values["groups"]),
        portfolio,
        "yes" if person.active else "no",
    )


def _show(container: Container, person: Person, *, as_json: bool) -> None:
    links = [{"provider": one.provider, "subject": one.subject} for one in container.people.links(person.id)]
    if as_json:
        screen.show_json({**as_values(person), "links": links})
        return
    rows = [
        *((name, ", ".join(value) if isinstance(value, list) else value) for name, value in as_values(person).items()),
        *((one["provider"], one["subject"]) for one in links),
    ]
    cells = [(name, "" if value is None else str(value)) for name, value in rows]
    screen.out().print(screen.table("", ("", person.name), cells))
