"""What was looked at for an answer, so that it can be told afterwards how it came about."""

from collections.abc import Collection, Mapping

from app.domain.access import Caller
from app.domain.answers import Citation
from app.domain.audit import Event
from app.domain.conversations import Considered, Trace, Turn
from app.knowledge.finder import Found, Ranked

KEPT = 50
"""Passages of a trace besides those that are cited: whoever asks why an answer came about never looks further."""


class Witness:
    """Told of every search that is made for one question."""

    def __init__(self) -> None:
        self._seen: dict[str, Ranked] = {}
        self._withheld = 0

    def saw(self, found: Found) -> None:
        """Note what a search brought; of a passage that comes again the best score counts."""
        self._withheld += found.withheld
        for one in found.passages:
            known = self._seen.get(one.passage.id)
            if known is None or known.score < one.score:
                self._seen[one.passage.id] = one

    def trace(self, caller: Caller, citations: Collection[Citation], models: Mapping[str, str]) -> Trace:
        """What is kept of it beside the answer with these citations."""
        cited = {citation.passage_id: citation for citation in citations}
        best = sorted(self._seen.values(), key=lambda one: (-one.score, one.passage.id))
        kept = [one for place, one in enumerate(best) if place < KEPT or one.passage.id in cited]
        considered = [_considered(one, cited=one.passage.id in cited) for one in kept]
        # An amendment is looked up by the number of its clause, not by a search: it is cited without having been found.
        unsought = [
            Considered(one.passage_id, one.document_id, one.document, one.start, one.end, 0.0, cited=True)
            for one in cited.values()
            if one.passage_id not in self._seen
        ]
        reach = tuple(caller.reach.as_list())
        return Trace(str(caller), reach, (*considered, *unsought), len(self._seen), self._withheld, models)


def asked_event(turn: Turn, caller: Caller) -> Event:
    """A turn in the audit log: by which filter what was used, and not a word of what was said."""
    trace = turn.trace
    detail = {
        "as": str(caller),
        "conversation": turn.conversation_id,
        "filter": list(trace.reach) if trace else [],
        "passages": [one.passage for one in trace.considered if one.cited] if trace else [],
        "documents": list(turn.documents),
        "found": trace.found if trace else 0,
        "withheld": trace.withheld if trace else 0,
        "mode": turn.answer.mode,
    }
    return Event("question", caller.owner, turn.id, detail)


def _considered(one: Ranked, *, cited: bool) -> Considered:
    passage, document = one.passage, one.document
    return Considered(passage.id, document.id, document.name, passage.start, passage.end, round(one.score, 4), cited)
