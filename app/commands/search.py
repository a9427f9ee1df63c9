"""`liaison search`: the passages themselves."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.padding import Padding

from app.commands import screen
from app.commands.session import open_for
from app.domain.access import Reach
from app.domain.documents import Passage
from app.domain.errors import Invalid
from app.knowledge.finder import Ranked
from app.knowledge.locator import Located
from app.ports import Records

SHOWN = 240
"""Characters of a passage in the list: enough to recognise it, so that ten fit two screens."""


def run(text: str, as_whom: str, k: int, home: Path | None, *, as_json: bool) -> None:
    """Search and show, best first."""
    if not text.strip():
        message = "There is nothing to look for: type some words."
        raise Invalid(message)
    container, caller = open_for(as_whom, home)
    passages = [as_ranked(one, container.records, caller.reach) for one in container.locator.locate(text, caller, k)]
    if as_json:
        screen.show_json({"passages": [passage_as_json(ranked) for ranked in passages]})
    else:
        show(passages)


def as_ranked(found: Located, records: Records, reach: Reach) -> Ranked:
    """The stretch that was found as a passage: its words, its page, and the headings above it."""
    text = records.text(found.document.id, reach)
    around = (one for one in records.passages_of(found.document.id, reach) if one.start <= found.start < one.end)
    section = next((one.section for one in around), ())
    words, page = text.text[found.start : found.end], text.page_of(found.start)
    place = f"{found.document.id}/{found.start}-{found.end}"
    return Ranked(
        Passage(place, found.document.id, 0, found.start, found.end, words, page, section), found.document, found.score
    )


def passage_as_json(ranked: Ranked) -> dict[str, Any]:
    """A found passage; `start` and `end` are characters of the document's extracted text."""
    passage = ranked.passage
    return {
        "document": ranked.document.name,
        "start": passage.start,
        "end": passage.end,
        "page": passage.page,
        "section": " > ".join(passage.section),
        "score": ranked.score,
        "text": passage.text,
    }


def show(passages: Sequence[Ranked]) -> None:
    """The passages as a list: where each stands, then how it begins."""
    console = screen.out()
    if not passages:
        console.print("Nothing was found among the documents this caller may see.")
    for number, ranked in enumerate(passages, 1):
        console.print(screen.plain(f"{number}. {_place(ranked)}"), style="bold")
        console.print(Padding(screen.plain(_start(ranked)), screen.INDENT))


def _place(ranked: Ranked) -> str:
    passage = ranked.passage
    page = f"p. {passage.page}" if passage.page else ""
    parts = (ranked.document.title, " > ".join(passage.section), page, f"score {ranked.score:.3f}")
    return " · ".join(part for part in parts if part)


def _start(ranked: Ranked) -> str:
    text = " ".join(ranked.passage.text.split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
