"""`liaison ask`: one question, one answer with its sources."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from app.commands import screen
from app.commands.emphasis import Emphasis
from app.commands.session import open_for
from app.conversation.wire import answer_as_json
from app.domain.answers import Answer, AnswerEvent, Card, Citation, Done, Failed, TextDelta
from app.domain.dates import in_words
from app.domain.errors import LiaisonError


def run(question: str, as_whom: str, conversation: str | None, home: Path | None, *, as_json: bool) -> None:
    """Ask and show; an answer that says it cannot be found is an answer too."""
    container, caller = open_for(as_whom, home)
    events = container.assistant.ask(question, caller, conversation)
    if as_json:
        screen.show_json(answer_as_json(_finished(events)))
    else:
        show(events, screen.out())


def show(events: Iterable[AnswerEvent], console: Console) -> Answer:
    """Print the answer as it comes, then its tables and sources; raises what made it fail."""
    return _finished(_printed(events, console), console)


def _printed(events: Iterable[AnswerEvent], console: Console) -> Iterator[AnswerEvent]:
    emphasis = Emphasis()
    for event in events:
        if isinstance(event, TextDelta):
            console.print(emphasis.styled(event.text), end="", soft_wrap=True)
        elif isinstance(event, Done | Failed):
            console.print(emphasis.rest(), soft_wrap=True)
        yield event


def _finished(events: Iterable[AnswerEvent], console: Console | None = None) -> Answer:
    """The answer at the end of `events`."""
    for event in events:
        if isinstance(event, Failed):
            raise LiaisonError(event.sentence)
        if isinstance(event, Done):
            if console is not None:
                _show_rest(event.answer, console)
            return event.answer
    message = "The answer broke off; ask again."
    raise LiaisonError(message)


def _show_rest(answer: Answer, console: Console) -> None:
    for card in answer.cards:
        console.print(_card(card))
    if answer.citations:
        console.print("\nSources", style="bold")
    for citation in answer.citations:
        console.print(screen.plain(f"[{citation.n}] {source_line(citation)}"))
        console.print(Padding(_quote(citation), screen.INDENT))


def _quote(citation: Citation) -> Text:
    """The quote on running lines: the line breaks of a page are not those of the screen."""
    return Text.assemble("“", screen.plain(" ".join(citation.quote.split())), "”", style="italic")


def _card(card: Card) -> Table:
    return screen.table(card.title, card.columns, card.rows)


def source_line(citation: Citation) -> str:
    """Title, section, page, version and the day it came into force, as far as they are known."""
    parts = (
        citation.title,
        citation.section,
        f"p. {citation.page}" if citation.page else "",
        f"version {citation.version}" if citation.version else "",
        f"in force since {in_words(citation.effective)}" if citation.effective else "",
    )
    return " · ".join(part for part in parts if part)
