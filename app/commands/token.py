"""`liaison token`: a bearer token for somebody."""

from collections.abc import Sequence
from pathlib import Path

import typer

from app.commands import screen
from app.commands.session import open_home
from app.domain.access import Caller
from app.domain.audit import OPERATOR
from app.domain.dates import in_words
from app.domain.documents import Partner
from app.domain.errors import Invalid


def run(as_whom: str, days: int | None, home: Path | None, *, as_json: bool) -> None:
    """Issue a token and show it, the only time; alone on standard output, so that a script can take it."""
    caller = Caller.parse(as_whom)
    container = open_home(home, token_days=days)
    require_known(caller.partner, container.records.partners())
    secret, key = container.keys.issue(caller, actor=OPERATOR)
    if as_json:
        screen.show_json(
            {"token": secret, "id": key.id, "as": str(caller), "expires_at": key.expires_at.isoformat(timespec="seconds")}
        )
        return
    typer.echo(secret)
    screen.err().print(screen.plain(f"For {caller}, valid until {in_words(key.expires_at.date())}. It is not shown again."))


def require_known(wanted: str | None, partners: Sequence[Partner]) -> None:
    """Raise Invalid, with the ids there are, if `wanted` is a partner nobody knows."""
    known = sorted(partner.id for partner in partners)
    if wanted is not None and wanted not in known:
        listed = f"the known ones are {', '.join(known)}" if known else "none is known yet; ingest documents first"
        message = f"There is no partner '{wanted}': {listed}."
        raise Invalid(message)
