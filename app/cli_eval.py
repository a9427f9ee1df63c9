"""The commands `liaison eval …` and `liaison train …`: measuring, and fitting the learned parts anew."""

# As in `app.cli`, every command imports its module when it runs.

from pathlib import Path
from typing import Annotated, Literal

import typer

from app.cli_options import As, Contracts, Folds, Home, Json, Questions, Write

measuring = typer.Typer(help="Measure answers, speed and safety.", no_args_is_help=True)
Passages = Annotated[list[int], typer.Option("--passages", min=100, help="How many passages; several numbers may follow.")]
MorePassages = Annotated[list[int] | None, typer.Argument(min=100, help="More numbers of passages.", metavar="")]
Partners = Annotated[int, typer.Option(min=1, help="How many partners they belong to.")]
Homes = Annotated[Path | None, typer.Option("--home", help="Keep the homes below this folder. Default: nothing stays.")]

training = typer.Typer(help="Fit the learned parts anew, from labelled contracts and questions.", no_args_is_help=True)


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
    passages: Passages,
    more: MorePassages = None,
    partners: Partners = 1000,
    home: Homes = None,
    as_json: Json = False,
) -> None:
    """Fill homes with made-up programmes of these sizes and measure ingest, disk, memory and searches."""
    from app.commands import eval_scale as command

    command.run([*passages, *(more or [])], partners, home, as_json=as_json)


@measuring.command("permissions")
def eval_permissions(
    *,
    passages: Passages,
    more: MorePassages = None,
    partners: Partners = 1000,
    home: Homes = None,
    as_json: Json = False,
) -> None:
    """Measure what permission checks add to searches of made-up programmes: with and without, question by question."""
    from app.commands import eval_permissions as command

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


@measuring.command("plots")
def eval_plots(
    *,
    rankings: Annotated[list[Path] | None, typer.Option(help="What 'eval retrieval --rankings' wrote; may come again.")] = None,
    questions: Annotated[list[Path] | None, typer.Option(help="The questions of each --rankings, in the same order.")] = None,
    baseline: Annotated[list[Path] | None, typer.Option(help="The stock pipeline's rankings of the same questions.")] = None,
    label: Annotated[list[str] | None, typer.Option(help="What each set of questions is called. Default: its file.")] = None,
    scale: Annotated[Path | None, typer.Option(help="What 'eval scale --json' printed.")] = None,
    out: Annotated[Path, typer.Option(help="The folder for the plots.")],
) -> None:
    """Draw recall over retrieved characters, and search latency over the size of the collection."""
    from app.commands import eval_plots as command

    command.run(command.Wanted(rankings or [], questions or [], baseline or [], label or [], scale, out))


@training.command("clauses")
def train_clauses(
    *, contracts: Contracts, folds: Folds = 5, write: Write = False, home: Home = None, as_json: Json = False
) -> None:
    """Fit what tells kinds of clause and questions apart, and score it on contracts and a writer it has not seen."""
    from app.commands import train as command

    command.clauses(command.Wanted(contracts, folds, write, home), as_json=as_json)


@training.command("adapter")
def train_adapter(
    *, contracts: Contracts, folds: Folds = 5, write: Write = False, home: Home = None, as_json: Json = False
) -> None:
    """Fit what turns questions towards their answers, and score it on contracts and a writer it has not seen."""
    from app.commands import train as command

    command.query_adapter(command.Wanted(contracts, folds, write, home), as_json=as_json)
