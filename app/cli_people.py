"""`liaison users`, `liaison keys` and `liaison audit`: what can be typed. The work stands in `app.commands`."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli_options import Home, Json

users = typer.Typer(help="The people with access: add, change, switch off, link to Slack.", no_args_is_help=True)
keys = typer.Typer(help="Tokens for people and programs: make, list, revoke.", no_args_is_help=True)
audit = typer.Typer(help="What happened: verify, export, replay an answer.", no_args_is_help=True)

Who = Annotated[str, typer.Argument(metavar="PERSON", help="The person's id: lower-case letters, digits, - and _.")]
Role = Annotated[
    str | None, typer.Option(help="manager, admin, auditor, partner:ID or partner-admin:ID (somebody of that partner).")
]
Name = Annotated[str | None, typer.Option(help="What they are called.")]
Email = Annotated[str | None, typer.Option(help="The address by which a sign-in provider or Slack knows them.")]
Groups = Annotated[list[str] | None, typer.Option("--group", help="A group they belong to; several times for several.")]
Portfolio = Annotated[
    list[str] | None,
    typer.Option("--partner", help="A partner a manager looks after; several times for several, all for every one."),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")]


@users.command("add")
def add_user(
    person: Who,
    *,
    role: Role = None,
    name: Name = None,
    email: Email = None,
    group: Groups = None,
    partner: Portfolio = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Give somebody access."""
    from app.commands import users as command

    command.add(person, command.Wanted(role, name, email, group, partner), home, as_json=as_json)


@users.command("change")
def change_user(
    person: Who,
    *,
    role: Role = None,
    name: Name = None,
    email: Email = None,
    group: Groups = None,
    no_groups: Annotated[bool, typer.Option("--no-groups", help="Take them out of all groups.")] = False,
    partner: Portfolio = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Change what is named of a person; groups and partners that are named replace those before."""
    from app.commands import users as command

    groups = [] if no_groups else group
    command.change(person, command.Wanted(role, name, email, groups, partner), home, as_json=as_json)


@users.command("disable")
def disable_user(person: Who, *, home: Home = None, as_json: Json = False) -> None:
    """Switch an account off at once: no key, token or Slack message of theirs is answered."""
    from app.commands import users as command

    command.change(person, command.Wanted(), home, active=False, as_json=as_json)


@users.command("enable")
def enable_user(person: Who, *, home: Home = None, as_json: Json = False) -> None:
    """Switch an account on again."""
    from app.commands import users as command

    command.change(person, command.Wanted(), home, active=True, as_json=as_json)


@users.command("remove")
def remove_user(person: Who, *, yes: Yes = False, home: Home = None, as_json: Json = False) -> None:
    """Forget a person with their keys and links."""
    from app.commands import users as command

    command.remove(person, home, sure=yes, as_json=as_json)


@users.command("link")
def link_user(
    person: Who,
    *,
    slack: Annotated[str | None, typer.Option(metavar="TEAM:USER", help="Who they are in Slack: T0123:U0456.")] = None,
    oidc: Annotated[str | None, typer.Option(metavar="'ISSUER|SUBJECT'", help="Who they are at the sign-in provider.")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Say who somebody is in Slack or at the sign-in provider, where no verified e-mail address says it."""
    from app.commands import users as command

    command.link(person, slack, oidc, home, as_json=as_json)


@users.command("unlink")
def unlink_user(person: Who, *, home: Home = None, as_json: Json = False) -> None:
    """Forget who somebody is elsewhere."""
    from app.commands import users as command

    command.unlink(person, home, as_json=as_json)


@users.command("list")
def list_users(*, home: Home = None, as_json: Json = False) -> None:
    """List the people with access."""
    from app.commands import users as command

    command.everyone(home, as_json=as_json)


@users.command("show")
def show_user(person: Who, *, home: Home = None, as_json: Json = False) -> None:
    """Show one person with their links."""
    from app.commands import users as command

    command.show(person, home, as_json=as_json)


@keys.command("create")
def create_key(
    *,
    person: Annotated[str | None, typer.Option("--for", help="The id of the person it is for.")] = None,
    role: Annotated[str | None, typer.Option("--as", help="For a program: manager, admin, auditor, partner:ID…")] = None,
    scope: Annotated[list[str] | None, typer.Option(help="What it is good for: ask, read, audit. Default: all.")] = None,
    days: Annotated[int | None, typer.Option(help="How long it is valid. Default: LIAISON_TOKEN_DAYS, else 30.")] = None,
    note: Annotated[str | None, typer.Option(help="What it is used for.")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Make a token. It is shown once."""
    from app.commands import keys as command

    command.create(person, role, scope or (), days, note, home, as_json=as_json)


@keys.command("list")
def list_keys(*, home: Home = None, as_json: Json = False) -> None:
    """List all keys, expired and revoked ones too."""
    from app.commands import keys as command

    command.everything(home, as_json=as_json)


@keys.command("revoke")
def revoke_key(key: Annotated[str, typer.Argument(help="The key's id.")], *, home: Home = None, as_json: Json = False) -> None:
    """Let nobody in with a key from now on."""
    from app.commands import keys as command

    command.revoke(key, home, as_json=as_json)


@audit.command("verify")
def verify_audit(
    *,
    expect: Annotated[
        str | None, typer.Option(metavar="NUMBER:HASH", help="An entry noted before: it must still be there as it was.")
    ] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Check that no entry of the log was changed, removed or put in. Exit status 1 if one was."""
    from app.commands import audit as command

    command.verified(expect, home, as_json=as_json)


@audit.command("export")
def export_audit(
    *,
    out: Annotated[Path | None, typer.Option(help="The file to write. Default: standard output.")] = None,
    after: Annotated[int, typer.Option(min=0, help="Only entries with numbers above this.")] = 0,
    home: Home = None,
) -> None:
    """Write the log out, one JSON object a line."""
    from app.commands import audit as command

    command.export(out, after, home)


@audit.command("replay")
def replay_turn(
    turn: Annotated[str, typer.Argument(help="The answer's turn_id.")], *, home: Home = None, as_json: Json = False
) -> None:
    """Show how an answer came about: the question as understood, the filter, the passages with scores, prompt and models."""
    from app.commands import audit as command

    command.replay(turn, home, as_json=as_json)
