"""Questions over many partners: each partner's best sentence, and who has none, and whose documents say nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.conversation.answerer import Asked, Draft
from app.conversation.compose import Citations, shown
from app.conversation.precedence import governing
from app.domain.answers import Card
from app.domain.documents import Document, DocumentState
from app.knowledge.evidence import Evidence, Weigher
from app.knowledge.expectation import Expects
from app.knowledge.finder import Finder
from app.knowledge.judgement import fitted

FEWEST = 2
"""With fewer parties there is nothing to compare."""

MOST = 60
"""Parties looked at for one question; each costs a search of some milliseconds."""

EACH = 16
"""Passages read for one party."""

COMPARED_EACH = 6
"""Sentences of one party that are embedded."""

TERMS = frozenset({"agreement", "amendment"})

OF_RECORDS = re.compile(
    r"\b(?:deals?|tickets?|certif\w*|reviews?|meetings?|mails?|notes?|tiers?|pipeline|registrations?)\b", re.IGNORECASE
)
"""Questions about records rather than terms; all others are answered from the partners' contracts, where they have one."""


@dataclass(frozen=True, slots=True)
class Party:
    """One party of a comparison: a partner, or an agreement of nobody known, with its documents."""

    name: str
    partner: str | None
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class _Finding:
    party: Party
    evidence: tuple[Evidence, ...]
    sure: bool


class Comparison:
    """Answers a question party by party."""

    def __init__(self, finder: Finder, weigher: Weigher) -> None:
        self._finder = finder
        self._weigher = weigher

    def draft(self, asked: Asked) -> Draft | None:
        """The comparison, or None when there are not two parties or no party's documents answer."""
        parties = parties_of(asked)
        if len(parties) < FEWEST:
            return None
        findings = [self._look(party, asked) for party in parties[:MOST]]
        answered = [finding for finding in findings if finding.sure]
        return _compose(findings, len(parties)) if answered else None

    def _look(self, party: Party, asked: Asked) -> _Finding:
        readable = [document.id for document in party.documents if document.state is DocumentState.READY]
        if not readable:
            return _Finding(party, (), sure=False)
        found = self._finder.find(asked.question.topic, asked.caller, readable, only_routed=True, depth=EACH)
        asked.witness.saw(found)
        # The shape of a "who" question is the party itself, not a person in the sentence.
        question = (
            replace(asked.question, expects=Expects.ANYTHING) if asked.question.expects is Expects.PERSON else asked.question
        )
        evidence = self._weigher.weigh(question, found, COMPARED_EACH)
        sure = bool(evidence) and evidence[0].sure >= fitted().enough and evidence[0].signs.named == 1.0
        return _Finding(party, governing(evidence), sure)


def parties_of(asked: Asked) -> list[Party]:
    """The parties a question compares: the partners it names, else every partner with documents, else every agreement."""
    directory, wanted = asked.directory, asked.question.partners
    by_partner: dict[str, list[Document]] = {}
    for document in directory.documents.values():
        if document.partner and (not wanted or document.partner in wanted):
            by_partner.setdefault(document.partner, []).append(document)
    if not OF_RECORDS.search(asked.question.text):
        by_partner = {
            one: [document for document in held if document.kind in TERMS] or held for one, held in by_partner.items()
        }
    if len(by_partner) >= FEWEST:
        names = {one: directory.partners[one].name if one in directory.partners else one for one in by_partner}
        return [Party(names[one], one, tuple(by_partner[one])) for one in sorted(by_partner, key=lambda one: names[one])]
    agreements = [document for document in directory.documents.values() if document.kind in TERMS]
    return [Party(document.title, None, (document,)) for document in agreements]


def _compose(findings: Sequence[_Finding], total: int) -> Draft:
    citations = Citations()
    lines, rows = [], []
    for finding in findings:
        if finding.sure:
            best = finding.evidence[0]
            n = citations.number(best, best.start, best.end)
            lines.append(f"- **{finding.party.name}**: {shown(best)} [{n}]")
            rows.append((finding.party.name, " ".join(best.text.split()), f"{best.ranked.document.title} [{n}]"))
    silent = [finding.party.name for finding in findings if not finding.sure and _readable(finding.party)]
    closed = [
        document.title
        for finding in findings
        for document in finding.party.documents
        if document.state is not DocumentState.READY
    ]
    head = f"{len(lines)} of the {len(findings):,} I looked at say something on this:"
    text = "\n".join([head, "", *lines])
    text += f"\n\nI found nothing on it for {_listed(silent)}." if silent else ""
    text += f"\n\nI can't tell from {_listed(closed)}: no readable text." if closed else ""
    text += _unseen(len(findings), total)
    return Draft(text, citations.all(), cards=(Card("By partner", ("Partner", "What it says", "Source"), tuple(rows)),))


def _unseen(looked_at: int, total: int) -> str:
    """What is said of the parties that were left out because they are too many for one question."""
    if looked_at == total:
        return ""
    return (
        f"\n\nThese are the first {looked_at:,} of {total:,} by name; I have not looked at the other {total - looked_at:,}."
        " Name the ones you mean, and I look at those."
    )


def _readable(party: Party) -> bool:
    """Whether everything of a party could be read: only then may one say that it holds nothing on a matter."""
    return all(document.state is DocumentState.READY for document in party.documents)


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
