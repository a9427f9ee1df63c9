"""Evidence made by hand: a stretch of a passage with the score a test wants it to have."""

from datetime import date

from app.conversation.answerer import Asked
from app.domain.access import PUBLIC, Audience, Caller
from app.domain.documents import Document, Partner, Passage
from app.knowledge.directory import Directory
from app.knowledge.evidence import Evidence
from app.knowledge.finder import Ranked
from app.knowledge.question import understand
from app.knowledge.signs import Signs

ACME = Audience("partner", "acme")
PARTNERS = (Partner("acme", "Acme", ("Acme UK",), manager="Ola Brekke"), Partner("borealis", "Borealis"))
OFFSET = 500
"""Where passages begin in their documents, so that offsets in one are never taken for offsets in the other."""


def document(
    identity: str,
    kind: str = "agreement",
    audience: Audience = ACME,
    effective: date | None = date(2025, 3, 1),
    amends: str | None = None,
    title: str | None = None,
) -> Document:
    """A document of the partner its audience names, in a file called after its id."""
    return Document(
        identity,
        f"{identity}.pdf",
        title or f"The {identity} {kind}",
        kind,
        audience,
        f"{identity}.pdf",
        "application/pdf",
        "r1",
        partner=audience.partner,
        version="1.0",
        effective=effective,
        amends=amends,
    )


AGREEMENT = document("agreement")
AMENDMENT = document("amendment", "amendment", effective=date(2026, 5, 1), amends="agreement.pdf")
GUIDE = document("guide", "guide", PUBLIC, date(2026, 1, 1))


def passage(of: Document, text: str, *section: str, kind: str = "text", number: int = 0) -> Passage:
    start = OFFSET + 2000 * number
    return Passage(f"{of.id}/{number}", of.id, number, start, start + len(text), text, 4, section, kind)


def ranked(of: Document, text: str, *section: str, kind: str = "text", number: int = 0) -> Ranked:
    return Ranked(passage(of, text, *section, kind=kind, number=number), of, 1.0)


def evidence(
    text: str,
    of: Document = AGREEMENT,
    *section: str,
    within: str | None = None,
    score: float = 1.0,
    kind: str = "text",
    number: int = 0,
    signs: Signs | None = None,
) -> Evidence:
    """The sentence `text`, standing in the passage `within` (None: the sentence is the passage)."""
    one = ranked(of, within or text, *section, kind=kind, number=number)
    at = one.passage.start + one.passage.text.index(text)
    return Evidence(one, at, at + len(text), text, signs or Signs(), score=score, sure=0.9)


def asked(question: str, caller: str = "manager", *documents: Document) -> Asked:
    """The question as a caller would ask it who may see `documents`; partners are Acme and Borealis."""
    who = Caller.parse(caller)
    own = [partner for partner in PARTNERS if who.of_vendor or partner.id == who.partner]
    directory = Directory(own, documents)
    return Asked(understand(question, directory, who), who, directory)
