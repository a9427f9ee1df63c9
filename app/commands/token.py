"""`liaison token`: a bearer token for somebody."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import typer

from app.commands import screen
from app.commands.session import open_home
from app.domain.access import Caller
from app.domain.dates import in_words
from app.domain.documents import Partner
from app.domain.errors import Invalid


def run(as_whom: str, days: int | None, home: Path | None, *, as_json: bool) -> None:
    """Issue a token and show it, the only time; alone on standard output, so that a script can take it."""
    caller = Caller.parse(as_whom)
    container = open_home(home, token_days=days)
    require_known(caller, container.records.partners())
    secret = container.tokens.issue(caller)
    ends = container.clock.now() + timedelta(days=container.settings.token_days)
    if as_json:
        screen.show_json({"token": secret, "as": str(caller), "expires_at": ends.isoformat(timespec="seconds")})
        return
    typer.echo(secret)
    screen.err().print(screen.plain(f"For {caller}, valid until {in_words(ends.date())}. It is not shown again."))


def require_known(caller: Caller, partners: Sequence[Partner]) -> None:
    """Raise Invalid, with the ids there are, if `caller` is a partner nobody knows."""
    known = sorted(partner.id for partner in partners)
    if caller.partner is not None and caller.partner not in known:
        listed = f"the known ones are {', '.join(known)}" if known else "none is known yet; ingest documents first"
        message = f"There is no partner '{caller.partner}': {listed}."
        raise Invalid(message)
