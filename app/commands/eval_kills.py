"""`liaison eval kills`: whether a run killed at any moment leaves something lost or doubled."""

from pathlib import Path

import typer

from app.commands import screen
from app.commands.session import quiet_settings
from app.domain.errors import Invalid
from eval.kill import kill_runs, report

HARM = 1


def run(corpus: Path, kills: int, seed: int, home: Path | None, *, as_json: bool) -> None:
    """Kill runs over `corpus` in throwaway homes and show what came of each; exits with 1 if one did harm."""
    if not corpus.is_dir():
        message = f"There is no folder {corpus}."
        raise Invalid(message)
    with screen.progress("Killing") as tell:
        outcomes = kill_runs(quiet_settings(home), corpus.resolve(), kills, seed, tell)
    figures = report(outcomes)
    if as_json:
        screen.show_json(figures)
    else:
        columns = ("killed after", "left unfinished", "doctor", "lost", "doubled")
        rows = [
            (
                f"{one.moment_seconds} s" if one.killed else "(had ended)",
                one.unfinished,
                "clean" if one.doctor_clean else "NOT CLEAN",
                one.lost,
                one.doubled,
            )
            for one in outcomes
        ]
        screen.out().print(screen.table(f"{figures['harmless']} of {figures['runs']} harmless", columns, rows))
    if figures["harmless"] < figures["runs"]:
        raise typer.Exit(HARM)
