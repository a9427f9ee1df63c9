"""`liaison serve`: the web page and the HTTP interface."""

from pathlib import Path

from app.bootstrap import build
from app.commands import screen
from app.commands.serving import address_of, listen, serve_until_stopped
from app.commands.session import settings_for
from app.logs import configure_logs


def run(host: str | None, port: int | None, home: Path | None) -> None:
    """Serve until stopped; raises Unavailable if the port is taken."""
    settings = settings_for(home, host=host, port=port)
    configure_logs(settings)
    listener = listen(settings.host, settings.port)
    container = build(settings)
    console = screen.out()
    console.print(f"Liaison is at {address_of(listener)} (Ctrl-C stops it).")
    console.print("To sign in, a person needs a token: 'liaison token --as manager' makes one.")
    serve_until_stopped(container, listener)
