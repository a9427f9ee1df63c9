"""The embedded answerer: composes answers from the passages themselves, without a language model."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.conversation.abstain import abstention, unread_beside
from app.conversation.across import TERMS, Comparison
from app.conversation.answerer import Asked, Draft, Piece, spelled
from app.conversation.compose import answer_of, steps_answer
from app.conversation.research import Research, Researcher
from app.conversation.selection import MOST, select, steps_of
from app.domain.sentences import sentence_spans
from app.knowledge.evidence import Evidence, Weigher
from app.knowledge.finder import Finder
from app.knowledge.judgement import fitted
from app.ports import Records

OF_EACH = 2
"""Sentences for each question within a question."""


LEANS = re.compile(
    r"(?:from that|from then|this|that|these|those|such|it|they|he|she|in that case|if so|otherwise|the same)\b",
    re.IGNORECASE,
)
"""How a sentence begins that cannot be understood without the one before it."""


class ExtractiveAnswerer:
    """Finds the sentences that answer and cites each; abstains when none is good enough."""

    def __init__(self, finder: Finder, weigher: Weigher, records: Records) -> None:
        self.researcher = Researcher(finder, weigher, records)
        self._records = records
        self._comparison = Comparison(finder, weigher)

    def answer(self, asked: Asked) -> Iterator[Piece]:
        """The answer in pieces; everything is known before the first one."""
        yield from spelled(self.draft(asked))

    def draft(self, asked: Asked) -> Draft:
        """The whole answer."""
        if asked.question.across and (compared := self._comparison.draft(asked)):
            return compared
        found = self.researcher.each(asked)
        if asked.question.perhaps_across and _is_about_partners(found) and (compared := self._comparison.draft(asked)):
            return compared
        return self.from_research(asked, found)

    def from_research(self, asked: Asked, found: Sequence[tuple[Asked, Research]]) -> Draft:
        """The answer the evidence gives, or the statement that it gives none."""
        if not all(research.evidence and research.confidence >= fitted().enough for _, research in found):
            return abstention(asked, found[0][1])
        draft = self._composed(asked, found)
        return replace(draft, text=draft.text + unread_beside(asked, [research for _, research in found]))

    def _composed(self, asked: Asked, found: Sequence[tuple[Asked, Research]]) -> Draft:
        if len(found) > 1:
            return answer_of([(part, _chosen(part, research, OF_EACH)) for part, research in found])
        research = found[0][1]
        best = research.evidence[0]
        steps = steps_of(asked.question, best, self._records.passages_of(best.ranked.document.id, asked.caller.reach))
        return steps_answer(steps) if len(steps) > 1 else answer_of([(asked, _chosen(asked, research))])


def _is_about_partners(found: Sequence[tuple[Asked, Research]]) -> bool:
    """Whether the best evidence stands in some partner's documents: then "who" asks for partners, not for people."""
    return all(research.evidence and research.evidence[0].ranked.document.kind in TERMS for _, research in found)


def _chosen(asked: Asked, research: Research, most: int = MOST) -> list[Evidence]:
    best = _with_its_ground(research.evidence[0])
    return select(asked.question, [best, *research.evidence[1:]], _following(best), most)


def _with_its_ground(best: Evidence) -> Evidence:
    """The sentence with the one before it, where it leans on that: "From that date …" says nothing alone."""
    passage = best.ranked.passage
    before = [span for span in sentence_spans(passage.text) if passage.start + span[1] <= best.start]
    if passage.kind == "row" or not before or not LEANS.match(best.text):
        return best
    start = passage.start + before[-1][0]
    return replace(best, start=start, text=passage.text[start - passage.start : best.end - passage.start])


def _following(best: Evidence) -> Sequence[Evidence]:
    """The sentences that follow the best one in its passage."""
    passage = best.ranked.passage
    return [
        replace(best, start=passage.start + start, end=passage.start + end, text=passage.text[start:end])
        for start, end in sentence_spans(passage.text)
        if passage.start + start >= best.end
    ]
