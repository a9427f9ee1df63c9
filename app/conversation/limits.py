"""What evidence may not be taken for: rules that hold whatever a score says."""

import re

from app.conversation.answerer import Asked
from app.domain.documents import Document
from app.knowledge.evidence import Evidence
from app.knowledge.expectation import STEPS
from app.knowledge.question import Understood
from app.knowledge.signs import bears
from app.knowledge.strangers import stand_for_somebody, strangers
from app.knowledge.words import stem, stems

CODE = re.compile(r"\d")
OF_CONTRACT = re.compile(r"\b(?:agreements?|contracts?|contractual|amendments?|clauses?|terms|signed)\b", re.IGNORECASE)
"""Words with which a partner asks about what was agreed."""

CONTRACT = frozenset({"agreement", "amendment"})


def speaks(evidence: Evidence, asked: Asked) -> bool:
    """Whether evidence is about what was named: the code or number in a question must stand in it, and whom it asks about.

    "Ticket T-99812" is not answered by another ticket, nor a question about one partner by the terms of another. A table
    row is about one thing, so it must bear every name, and it tells nobody how to do something; a name
    that no passage bears, or what may be one, is answered by nothing.
    """
    if evidence.ranked.passage.kind == "row" and (evidence.signs.named < 1 or asked.question.expects in STEPS):
        return False
    if evidence.unheard and not evidence.unheard.isdisjoint(_names_in(asked.question)):
        return False
    said = frozenset(
        stems(" ".join((evidence.ranked.passage.text, *evidence.ranked.passage.section, evidence.ranked.document.title)))
    )
    strict = [
        name for name in asked.question.names if CODE.search(name) or name.lower() in stand_for_somebody(asked.question.text)
    ]
    return all(bears(stems(name), said) for name in strict)


def _names_in(question: Understood) -> frozenset[str]:
    """The stems of what is, or may be, a name in the question."""
    return frozenset(stem(part) for name in question.names for part in name.split()) | strangers(question.text)


def hidden_by(unreadable: tuple[Document, ...], evidence: Evidence, asked: Asked) -> bool:
    """Whether an unreadable contract stands between the question and its answer.

    Then only the partner's own readable documents may answer, and those the question names: a general guide says nothing
    about what was agreed. A partner's question about the programme, which mentions no contract, is answered by the guide
    all the same.
    """
    if asked.question.own and not OF_CONTRACT.search(asked.question.text):
        return False
    contracts = [document for document in unreadable if document.kind in CONTRACT]
    document = evidence.ranked.document
    named = document.id in asked.question.documents or document.partner in asked.question.partners
    return bool(contracts) and not named
