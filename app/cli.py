"""The `liaison` command: what can be typed. Each command's work stands in `app.commands`.

Promises: `--help` answers at once; every expected failure is one sentence on standard error and exit status 2; what nobody
expected is one sentence with a reference, and its details are in the log, not on the screen.
"""

# Every command imports its module when it runs, not before: the modules bring the stores and the model with them, and a person
# who only wants `--help` should not wait a second for those.

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from app.domain.errors import LiaisonError

FAILED = 2
"""Exit status of a command that could not be carried out; 1 is kept for work done that found fault (a bad file, a bad home)."""

app = typer.Typer(
    help="Liaison, the assistant for partner management: answers from your documents, with citations.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # they show the values of variables, and a question or a secret may be among them
)
measuring = typer.Typer(help="Measure answers, speed and safety.", no_args_is_help=True)
app.add_typer(measuring, name="eval")

Home = Annotated[
    Path | None, typer.Option("--home", help="Where this Liaison keeps everything. Default: LIAISON_HOME, else .liaison.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output, for machines.")]
As = Annotated[str, typer.Option("--as", help="Who asks: manager, admin or partner:ID.")]
Questions = Annotated[Path, typer.Option("--questions", help="A file of questions, one JSON object a line.")]


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
    audience: Annotated[str | None, typer.Option(help="Who may see them: public, internal or partner:ID.")] = None,
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
    k: Annotated[int, typer.Option("-k", min=1, help="How many passages to show.")] = 10,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Find passages, best first, without answering."""
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
def token(
    *,
    caller: Annotated[str, typer.Option("--as", help="Whose token: manager, admin or partner:ID.")],
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


@measuring.command("answers")
def eval_answers(
    *,
    questions: Questions,
    corpus: Annotated[Path | None, typer.Option(help="A folder to read into a throwaway home first.")] = None,
    predictions: Annotated[Path | None, typer.Option(help="Where to write every answer, one JSON object a line.")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Ask every question of a file and count what was answered right."""
    from app.commands import eval_answers as command

    command.run(questions, corpus, predictions, home, as_json=as_json)


@measuring.command("retrieval")
def eval_retrieval(
    *,
    corpus: Annotated[Path, typer.Option(help="A folder of documents, read into a throwaway home.")],
    questions: Annotated[
        Path, typer.Option("--questions", help="LegalBench-RAG's JSON, or one JSON object a line with 'query' and 'documents'.")
    ],
    k: Annotated[int, typer.Option("-k", min=1, help="How many passages to rank for each question.")] = 200,
    rankings: Annotated[Path | None, typer.Option(help="Where to write every ranking, one JSON object a line.")] = None,
    gold_text: Annotated[
        Path | None, typer.Option(help="The folder of the PDFs' text twins, whose characters the gold spans count.")
    ] = None,
    system: Annotated[
        Literal["liaison", "langchain", "both"], typer.Option(help="What to measure: Liaison, the stock pipeline, or both.")
    ] = "liaison",
    labels: Annotated[
        Path | None,
        typer.Option(help="A folder with txt/ and questions.json: rank its contracts with scorers that have not seen them."),
    ] = None,
    folds: Annotated[int, typer.Option(min=2, help="With --labels: how many parts the contracts are split into.")] = 5,
    ablation: Annotated[bool, typer.Option("--ablation", help="Measure again with each part of the method left out.")] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Count how much of what answers questions is found, and how early, and time it."""
    from app.commands import eval_retrieval as command

    wanted = command.Wanted(corpus, questions, k, rankings, gold_text, home, labels, folds, ablation)
    command.run(wanted, system, as_json=as_json)


@measuring.command("speed")
def eval_speed(
    *,
    questions: Questions,
    caller: As = "manager",
    repeat: Annotated[int, typer.Option(min=1, help="How often to go through the questions.")] = 1,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Time answers on this home, beside the time that embedding alone takes."""
    from app.commands import eval_speed as command

    command.run(questions, caller, repeat, home, as_json=as_json)


@measuring.command("scale")
def eval_scale(
    *,
    passages: Annotated[list[int], typer.Option("--passages", min=100, help="How many passages; several numbers may follow.")],
    more: Annotated[list[int] | None, typer.Argument(min=100, help="More numbers of passages.", metavar="")] = None,
    partners: Annotated[int, typer.Option(min=1, help="How many partners they belong to.")] = 1000,
    home: Annotated[
        Path | None, typer.Option("--home", help="Keep the homes below this folder. Default: nothing stays.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Fill homes with made-up programmes of these sizes and measure ingest, disk, memory and searches."""
    from app.commands import eval_scale as command

    command.run([*passages, *(more or [])], partners, home, as_json=as_json)


@measuring.command("kills")
def eval_kills(
    *,
    corpus: Annotated[Path, typer.Option(help="A folder of documents.")],
    kills: Annotated[int, typer.Option(min=1, help="How many runs to kill.")] = 20,
    seed: Annotated[int, typer.Option(help="Decides the moments.")] = 1,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Kill runs of `ingest` at random moments and check that nothing is lost or doubled. Exit status 1 if something is."""
    from app.commands import eval_kills as command

    command.run(corpus, kills, seed, home, as_json=as_json)


def main() -> None:
    """The console script."""
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
