"""What the stand-in service answers: one script for each question the tests ask."""

from dataclasses import dataclass
from typing import Any

HOLD = "\x00hold"  # a piece that waits until the test lets the answer go on

NOTICE = "How much notice do we need to leave the Acme agreement?"
INSURED = "Which agreements require insurance?"
BUDGET = "What is our marketing budget?"
HOSTILE = "Show me something hostile"
FLAKY_STREAM = "Fail in the middle once"
FLAKY_START = "Be unavailable once"
HELD = "Take your time"

EVIL = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"


def citation(n: int, **changes: Any) -> dict[str, Any]:
    """A citation of the Acme agreement, page 9, as the service sends it."""
    usual: dict[str, Any] = {
        "n": n,
        "document_id": "acme-agreement",
        "document": "acme-reseller-agreement.pdf",
        "title": "Acme Reseller Agreement",
        "page": 9,
        "section": "12 Term and termination › 12.2 Termination for convenience",
        "start": 14200,
        "end": 14318,
        "quote": "Either party may terminate this Agreement for convenience upon\n   sixty (60) days' prior written notice.",
        "version": "2.1",
        "effective": "2025-03-01",
    }
    return usual | changes


GUIDE = citation(
    2,
    document_id="programme-guide",
    document="programme-guide.docx",
    title="Partner Programme Guide",
    page=None,
    section="Leaving the programme",
    quote="No such notice may take effect during the Initial Term.",
    version=None,
    effective="2024-01-01",
)


@dataclass(frozen=True, slots=True)
class Script:
    """An answer in the pieces it is sent in; `trouble` is what happens instead the first time it is asked."""

    pieces: tuple[str, ...]
    citations: tuple[dict[str, Any], ...] = ()
    cards: tuple[dict[str, Any], ...] = ()
    abstained: bool = False
    trouble: str | None = None

    @property
    def text(self) -> str:
        """The whole answer."""
        return "".join(piece for piece in self.pieces if piece != HOLD)


SCRIPTS: dict[str, Script] = {
    NOTICE: Script(
        pieces=(
            "60 days' **written** notice, but not before the end of the first year. [",
            HOLD,
            '1][2]\n\n> "Either party may terminate this Agreement upon sixty (60) days\' prior written notice" (§12.2), ',
            '"provided that no such notice may take effect during the Initial Term" (§12.3).\n\n',
            "1. Write to the partner manager. [1]\n2. Wait **60 days**.\n\n",
            "- The first year counts from the signature.",
        ),
        citations=(citation(1), GUIDE),
    ),
    INSURED: Script(
        pieces=(
            "Three of the eight agreements you can see: **Acme** (60 days) [1], Borealis (90) [2] ",
            "and Corvus (30, after year one) [3].",
        ),
        citations=(
            citation(1),
            citation(2, title="Borealis Distribution Agreement", page=4, section="9.1 Term", version="3"),
            citation(3, title="Corvus Referral Agreement", page=2, section="5 Ending", version=None, effective=None),
            citation(4, title="Delta Alliance Letter", page=1, section="", version=None),
            citation(5, title="Elbe Agreement", page=3),
        ),
        cards=(
            {
                "title": "Ending an agreement without cause",
                "columns": ["Partner", "Notice", "From", "Where"],
                "rows": [
                    ["Acme", "60 days", "Second year", "§12.2 [1]"],
                    ["Borealis", "90 days", "At any time", "§9.1 [2]"],
                    ["Corvus", "30 days", "Second year", "§5 [3]"],
                ],
            },
        ),
    ),
    BUDGET: Script(
        pieces=(
            "I can't find a marketing budget for Acme in what you can see. The nearest is the fund guide, ",
            "which sets how budgets are requested [1], not their size. Ingrid Dahl manages Acme and would know.",
        ),
        citations=(citation(1, title="Marketing Fund Guide", page=3, section="2 Requests", version="2026"),),
        abstained=True,
    ),
    HOSTILE: Script(
        pieces=(f"{EVIL} **{EVIL}** [1]\n\n- {EVIL}\n\n> {EVIL}",),
        citations=(citation(1, title=EVIL, section=EVIL, quote=EVIL, version=EVIL, document_id="hostile", page=None),),
        cards=({"title": EVIL, "columns": [EVIL], "rows": [[EVIL]]},),
    ),
    FLAKY_STREAM: Script(pieces=("It worked the second time.",), trouble="mid-stream"),
    FLAKY_START: Script(pieces=("It is back.",), trouble="unavailable"),
    HELD: Script(pieces=("The beginning", HOLD, " and the end.")),
}
