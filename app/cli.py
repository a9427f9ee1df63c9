"""The `liaison` command: what can be typed. Each command's work stands in `app.commands`.

Promises: `--help` answers at once; every expected failure is one sentence on standard error and exit status 2; what nobody
expected is one sentence with a reference, and its details are in the log, not on the screen.
"""

# Every command imports its module when it runs, not before: the modules bring the stores and the model with them, and a person
# who only wants `--help` should not wait a second for those.

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli_eval import measuring, training
from app.cli_options import As, Home, Json
from app.cli_people import audit, keys, users
from app.domain.errors import LiaisonError

FAILED = 2
"""Exit status of a command that could not be carried out; 1 is kept for work done that found fault (a bad file, a bad home)."""

PRIVATE = 0o077
"""Permissions that nothing written gets: those of others."""

app = typer.Typer(
    help="Liaison, the assistant for partner management: answers from your documents, with citations.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # they show the values of variables, and a question or a secret may be among them
)
app.add_typer(measuring, name="eval")
app.add_typer(training, name="train")
app.add_typer(users, name="users")
app.add_typer(keys, name="keys")
app.add_typer(audit, name="audit")


@app.callback()
def start() -> None:
    """Liaison, the assistant for partner management: answers from your documents, with citations."""
    from app.config import keep_models_offline

    keep_models_offline()


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders to read.")],
    *,
    kind: Annotated[str | None, typer.Option(help="What the files are: agreement, guide, policy…")] = None,
    partner: Annotated[str | None, typer.Option(help="The id of the partner the files belong to.")] = None,
    audience: Annotated[
        str | None, typer.Option(help="Who may see them: public, internal, internal:ID, group:ID or partner:ID.")
    ] = None,
    manifest: Annotated[Path | None, typer.Option(help="A manifest; default: the one in the folder.")] = None,
    prune: Annotated[bool, typer.Option("--prune", help="Forget documents whose files are gone from the folders.")] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Read documents, or read again what changed. Exit status 1 if any file could not be read."""
    from app.commands import ingest as command

    command.run(command.Wanted(paths, kind, partner, audience, manifest, prune), home, as_json=as_json)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in plain words.")],
    *,
    caller: As = "manager",
    conversation: Annotated[str | None, typer.Option(help="The id of a conversation to go on with.")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Answer a question from the documents, with citations."""
    from app.commands import ask as command

    command.run(question, caller, conversation, home, as_json=as_json)


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="What to look for.")],
    *,
    caller: As = "manager",
    k: Annotated[int, typer.Option("-k", min=1, help="How many sentences to show.")] = 10,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Find the sentences that answer, best first, without composing an answer."""
    from app.commands import search as command

    command.run(text, caller, k, home, as_json=as_json)


@app.command()
def documents(*, caller: As = "manager", home: Home = None, as_json: Json = False) -> None:
    """List the documents somebody may see."""
    from app.commands import documents as command

    command.run(caller, home, as_json=as_json)


@app.command()
def forget(
    document: Annotated[str, typer.Argument(help="The file's name, or the document's id.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Remove a document from records, indexes and kept files. The file it was read from stays."""
    from app.commands import forget as command

    command.run(document, home, sure=yes, as_json=as_json)


@app.command()
def export(
    *,
    person: Annotated[str | None, typer.Option(help="The id of a person; SITE/ADDRESS of a widget site's guest.")] = None,
    partner: Annotated[
        str | None, typer.Option(help="The id of a partner: its documents, its people, what they asked.")
    ] = None,
    out: Annotated[Path, typer.Option(help="The ZIP file to write.")],
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Write out all that is kept of a person or a partner."""
    from app.commands import export as command

    command.run(person, partner, out, home, as_json=as_json)


@app.command()
def erase(
    *,
    person: Annotated[str | None, typer.Option(help="The id of a person; SITE/ADDRESS of a widget site's guest.")] = None,
    partner: Annotated[
        str | None, typer.Option(help="The id of a partner: its documents, its people, what they asked.")
    ] = None,
    document: Annotated[str | None, typer.Option(help="The file's name, or the document's id.")] = None,
    expired: Annotated[bool, typer.Option("--expired", help="The conversations that are past their time.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Remove all that is kept of a person, a partner or a document, and show the receipt."""
    from app.commands import erase as command

    command.run(person, partner, document, home, expired=expired, sure=yes, as_json=as_json)


@app.command()
def token(
    *,
    caller: Annotated[str, typer.Option("--as", help="Whose token: manager, admin, auditor or partner:ID.")],
    days: Annotated[int | None, typer.Option(help="How long it is valid. Default: LIAISON_TOKEN_DAYS, else 30.")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Make a bearer token for the web page and the HTTP interface. It is shown once."""
    from app.commands import token as command

    command.run(caller, days, home, as_json=as_json)


@app.command()
def serve(
    *,
    host: Annotated[str | None, typer.Option(help="Address to listen on. Default: LIAISON_HOST, else 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on. Default: LIAISON_PORT, else 8321.")] = None,
    home: Home = None,
) -> None:
    """Serve the web page and the HTTP interface."""
    from app.commands import serve as command

    command.run(host, port, home)


@app.command()
def demo(
    *,
    port: Annotated[int | None, typer.Option(help="Port to listen on; the next free one is taken if it is in use.")] = None,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Load the sample and stop.")] = False,
    home: Home = None,
) -> None:
    """Load a sample programme and serve it: Liaison to look at, in one command."""
    from app.commands import demo as command

    command.run(port, home, serving=not no_serve)


@app.command()
def doctor(
    *,
    fix: Annotated[bool, typer.Option("--fix", help="Put right what can be put right, then look again.")] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Check that settings, model, records and indexes are well. Exit status 1 if something is not."""
    from app.commands import doctor as command

    command.run(home, fix=fix, as_json=as_json)


def main() -> None:
    """The console script. What it writes, and what libraries write for it, is its user's alone."""
    os.umask(PRIVATE)
    try:
        app()
    except LiaisonError as error:
        _refuse(error.sentence)
    except Exception as error:  # noqa: BLE001 - the channel's edge: logged in full, shown as one sentence
        from app.commands.crash_log import record

        _refuse(record(error))


def _refuse(sentence: str) -> None:
    typer.secho(sentence, fg=typer.colors.RED, err=True)
    sys.exit(FAILED)


if __name__ == "__main__":
    main()
