"""The embedded answerer: composes answers from the passages themselves, without a language model."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.conversation.abstain import abstention
from app.conversation.across import Comparison
from app.conversation.answerer import Asked, Draft, Piece, spelled
from app.conversation.compose import answer_of, steps_answer
from app.conversation.precedence import governing
from app.conversation.research import Research, Researcher
from app.conversation.selection import select, steps_of
from app.domain.sentences import sentence_spans
from app.knowledge.evidence import Evidence, Weigher
from app.knowledge.finder import Finder
from app.knowledge.judgement import fitted


class ExtractiveAnswerer:
    """Finds the sentences that answer and cites each; abstains when none is good enough."""

    def __init__(self, finder: Finder, weigher: Weigher) -> None:
        self.researcher = Researcher(finder, weigher)
        self._comparison = Comparison(finder, weigher)

    def answer(self, asked: Asked) -> Iterator[Piece]:
        """The answer in pieces; everything is known before the first one."""
        yield from spelled(self.draft(asked))

    def draft(self, asked: Asked) -> Draft:
        """The whole answer."""
        if asked.question.across and (compared := self._comparison.draft(asked)):
            return compared
        research = self.researcher.research(asked)
        return self.from_research(asked, research)

    def from_research(self, asked: Asked, research: Research) -> Draft:
        """The answer the evidence gives, or the statement that it gives none."""
        if not research.evidence or research.confidence < fitted().enough:
            return abstention(asked, research)
        evidence = governing(research.evidence)
        steps = steps_of(asked.question, evidence[0])
        if len(steps) > 1:
            return steps_answer(asked, steps)
        return answer_of(asked, select(asked.question, evidence, _following(evidence[0])))


def _following(best: Evidence) -> Sequence[Evidence]:
    """The sentences that follow the best one in its passage."""
    passage = best.ranked.passage
    return [
        replace(best, start=passage.start + start, end=passage.start + end, text=passage.text[start:end])
        for start, end in sentence_spans(passage.text)
        if passage.start + start >= best.end
    ]
