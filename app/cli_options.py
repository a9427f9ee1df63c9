"""Options that several commands of `liaison` have, said once."""

from pathlib import Path
from typing import Annotated

import typer

Home = Annotated[
    Path | None, typer.Option("--home", help="Where this Liaison keeps everything. Default: LIAISON_HOME, else .liaison.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output, for machines.")]
As = Annotated[str, typer.Option("--as", help="Who asks: manager, admin, auditor, partner:ID or person:ID.")]
Contracts = Annotated[Path, typer.Option(help="Marked contracts: txt/ and questions.json in LegalBench-RAG's form.")]
Folds = Annotated[int, typer.Option(min=2, help="In how many parts the contracts are scored.")]
Write = Annotated[bool, typer.Option("--write", help="Replace the weights that Liaison uses.")]
Questions = Annotated[Path, typer.Option("--questions", help="A file of questions, one JSON object a line.")]
