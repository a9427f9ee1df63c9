"""`liaison demo`: a sample programme, loaded and served."""

from pathlib import Path

from rich.panel import Panel
from rich.text import Text

from app.bootstrap import Container
from app.commands import screen
from app.commands.ingest import read, show
from app.commands.serving import TRIED, address_of, listen, serve_until_stopped
from app.commands.session import open_home
from app.commands.syncing import sync_of
from app.domain.access import Caller
from app.domain.audit import OPERATOR
from eval.corpus import SAMPLE, corpus_request

PARTNER = "partner:acme"
"""The partner of the sample whose eyes the second link lends."""

QUESTIONS = (
    "How much notice do we need to leave the Acme reseller agreement?",
    "Is Borealis exclusive in Norway?",
    "How do I rebuild trust after a missed launch?",
)
"""Three to try: a condition in two clauses, a later text that changes an earlier one, advice from a guide."""


def run(port: int | None, home: Path | None, *, serving: bool) -> None:
    """Load the sample; then, unless `serving` is off, say where it is and serve it until stopped."""
    container = open_home(home, port=port)
    show(read(sync_of(container), corpus_request(SAMPLE)))
    if not serving:
        return
    wanted = container.settings.port
    listener = listen(container.settings.host, wanted, tries=TRIED)
    if wanted and listener.getsockname()[1] != wanted:
        screen.out().print(f"Port {wanted} is taken; {listener.getsockname()[1]} is used instead.")
    _welcome(container, address_of(listener))
    serve_until_stopped(container, listener)


def _token(container: Container, who: str) -> str:
    secret, _ = container.keys.issue(Caller.parse(who), actor=OPERATOR, note="demo")
    return secret


def _welcome(container: Container, address: str) -> None:
    """Say where to go and what to try. The tokens are real and good for this home alone."""
    console = screen.out()
    questions = Text("\n").join(Text(question) for question in QUESTIONS)
    console.print(Panel(questions, title="Liaison is ready. Three questions to try", title_align="left", expand=False))
    manager, partner = (_token(container, who) for who in ("manager", PARTNER))
    curl = (
        f"curl -s {address}/v1/chat -H 'Authorization: Bearer {manager}' "
        f"-H 'Content-Type: application/json' -d '{{\"message\": \"{QUESTIONS[0]}\"}}'"
    )
    for heading, line in (
        ("Open as a manager", f"{address}/#token={manager}"),
        ("Open as the partner Acme", f"{address}/#token={partner}"),
        ("Ask without a browser", curl),
    ):
        console.print(heading, style="bold")
        console.print(screen.plain(line), style="cyan", soft_wrap=True)  # a wrapped link or command cannot be copied
    console.print("Ctrl-C stops it.", style="dim")
