"""Gathering the evidence for a question: where to look, what was found there, how sure one may be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from app.conversation.amendments import amended
from app.conversation.answerer import Asked
from app.conversation.instructions import evidence_for_people, ranked_for_people
from app.conversation.limits import hidden_by, speaks
from app.conversation.precedence import governing
from app.domain.documents import Document, DocumentState
from app.knowledge.evidence import Evidence, Weigher, led_by_clauses
from app.knowledge.finder import Finder, Ranked
from app.knowledge.judgement import fitted
from app.knowledge.question import parts
from app.ports import Records

SHOWN = 40
"""Passages kept for saying what came nearest."""


@dataclass(frozen=True, slots=True)
class Research:
    """Evidence in the order it governs, how sure the best is (0 to 1), the passages it came from, what could not be read.

    `weighed` is the evidence in the order of its rank alone.
    """

    evidence: tuple[Evidence, ...]
    confidence: float
    passages: tuple[Ranked, ...]
    unreadable: tuple[Document, ...]
    weighed: tuple[Evidence, ...] = ()
    withheld: int = 0


class Researcher:
    """Looks in the right documents for what a question asks."""

    def __init__(self, finder: Finder, weigher: Weigher, records: Records) -> None:
        self._finder = finder
        self._weigher = weigher
        self._records = records

    def each(self, asked: Asked) -> list[tuple[Asked, Research]]:
        """The evidence for each question within the question; for the whole, where none of its parts stands alone."""
        pieces = parts(asked.question)
        if len(pieces) > 1:
            found = [(one, self.research(one)) for piece in pieces for one in [replace(asked, question=piece)]]
            if all(research.confidence >= fitted().enough for _, research in found):
                return found
        return [(asked, self.research(asked))]

    def research(self, asked: Asked) -> Research:
        """The evidence for a question about one partner, one document or the programme, amendments considered."""
        question, routed = asked.question, routed_documents(asked)
        readable = [document.id for document in routed if document.state is DocumentState.READY]
        found = self._finder.find(question.topic, asked.caller, readable, only_routed=question.within)
        whose = _whose(asked)
        asked.witness.saw(found)
        kept = tuple(one for one in found.passages if not whose or one.document.partner in {None, *whose})
        unreadable = tuple(document for document in routed if document.state is DocumentState.UNREADABLE)
        weighed = [
            one
            for one in evidence_for_people(self._weigher.weigh(question, replace(found, passages=kept)))
            if speaks(one, asked) and not hidden_by(unreadable, one, asked)
        ]
        if question.within:
            weighed = led_by_clauses(weighed, found.wish)
        evidence = evidence_for_people(
            amended(governing(weighed), amending_documents(asked), partial(self._records.passages_of, reach=found.reach))
        )
        return Research(
            evidence,
            weighed[0].sure if weighed else 0.0,
            ranked_for_people(kept[:SHOWN]),
            unreadable,
            tuple(weighed),
            found.withheld,
        )


def routed_documents(asked: Asked) -> list[Document]:
    """The documents a question points to: its partners' and those it names by title or party."""
    partners = asked.directory.of_partner(asked.question.partners) if asked.question.partners else []
    named = [asked.directory.documents[one] for one in asked.question.documents if one in asked.directory.documents]
    return list({document.id: document for document in [*partners, *named]}.values())


def amending_documents(asked: Asked) -> list[Document]:
    """The documents whose amendments count: all the caller knows; about named contracts only those, and what amends them."""
    known = asked.directory.documents
    if not asked.question.within:
        return list(known.values())
    named = {known[one].name for one in asked.question.documents if one in known}
    return [document for document in known.values() if document.id in asked.question.documents or document.amends in named]


def _whose(asked: Asked) -> frozenset[str]:
    """The partners a question is about, itself or through documents it names: others' terms do not answer it. None: all do."""
    known = asked.directory.documents
    owners = {known[one].partner for one in asked.question.documents if one in known}
    if not asked.question.partners and None in owners:
        return frozenset()
    return frozenset(partner for partner in (*asked.question.partners, *owners) if partner)


def nearest(passages: Sequence[Ranked], count: int) -> list[Ranked]:
    """The best passage of each of the `count` nearest documents."""
    by_document: dict[str, Ranked] = {}
    for one in passages:
        by_document.setdefault(one.document.id, one)
    return list(by_document.values())[:count]
