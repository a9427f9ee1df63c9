"""Answers written by a chat model from the passages, sentence by sentence, each checked before anybody sees it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

import structlog

from app.conversation.abstain import abstention, unread_beside
from app.conversation.answerer import Asked, Draft, Piece, spelled
from app.conversation.compose import source_line
from app.conversation.extractive import ExtractiveAnswerer
from app.conversation.research import Research
from app.conversation.writing import Writing
from app.domain.answers import TextDelta
from app.domain.errors import Unavailable
from app.knowledge.evidence import Evidence
from app.knowledge.finder import Ranked
from app.knowledge.signs import bears
from app.knowledge.words import stems
from app.ports import ChatModel, Clock, Message
from prompts.catalogue import Prompt, load_prompt

OFFERED = 8
"""Passages a model is given: enough for two documents that disagree, few enough for a small model's window."""

HOPELESS = 0.1
"""Below this confidence the model is not asked at all: there is nothing to write from."""

BROKEN_OFF = "The chat model stopped here, so something may be missing; ask again for the whole answer."

log = structlog.get_logger(__name__)

Findings = Sequence[tuple[Asked, Research]]


class GenerativeAnswerer:
    """Lets a chat model write, and holds it to the evidence; without a usable model the passages answer themselves."""

    def __init__(self, chat: ChatModel, extractive: ExtractiveAnswerer, clock: Clock) -> None:
        self._chat = chat
        self._extractive = extractive
        self._clock = clock
        self._prompt: Prompt = load_prompt("answer", 1)

    def answer(self, asked: Asked) -> Iterator[Piece]:
        """The answer in pieces: each sentence as soon as it is written and found carried by what it cites."""
        if asked.question.across:
            yield from self._extractive.answer(asked)
            return
        found = self._extractive.researcher.each(asked)
        if max(research.confidence if research.evidence else 0.0 for _, research in found) < HOPELESS:
            yield from spelled(abstention(asked, found[0][1]))
            return
        offered = dict(enumerate(_offered([research.evidence for _, research in found]), 1))
        if not _bear_names(asked, offered.values()):
            yield from spelled(self._extractive.from_research(asked, found))
            return
        yield from self._written(asked, found, offered)

    def _written(self, asked: Asked, found: Findings, offered: Mapping[int, Evidence]) -> Iterator[Piece]:
        """What the model writes of it; where nothing of that holds, what stands in its place."""
        writing, broken = Writing(asked.question, offered), False
        try:
            yield from writing.follow(self._chat.stream([Message("user", self._words(asked, offered))]))
        except Unavailable as error:
            log.warning("chat model unavailable", reason=error.sentence, written=len(writing.lines))
            broken = True
        if writing.dropped:
            log.info("sentences of the chat model were not carried by its passages", dropped=writing.dropped)
        if writing.lines:
            ending = unread_beside(asked, [research for _, research in found]) + (f"\n\n{BROKEN_OFF}" if broken else "")
            yield from [TextDelta(ending)] if ending else []
            text = "".join(writing.lines) + ending
            yield Draft(text, writing.citations.all(), mode="generative", prompt=self._prompt.label)
        elif writing.declined and not broken:
            yield from spelled(abstention(asked, found[0][1]))
        else:
            yield from spelled(self._extractive.from_research(asked, found))

    def _words(self, asked: Asked, offered: Mapping[int, Evidence]) -> str:
        passages = "\n\n".join(
            f"[{n}] {_header(one.ranked)}\n<passage>\n{one.ranked.passage.text}\n</passage>" for n, one in offered.items()
        )
        reader = "a partner manager" if asked.caller.of_vendor else "a partner's employee"
        today = self._clock.now().date().isoformat()
        return self._prompt.render(reader=reader, today=today, passages=passages, question=asked.question.text)


def _offered(evidence: Sequence[Sequence[Evidence]]) -> list[Evidence]:
    """The passages of the best evidence, each once, best first; the parts of a question take turns."""
    in_turn = [one for rank in zip_longest(*evidence) for one in rank if one is not None]
    offered: dict[str, Evidence] = {}
    for one in in_turn:
        offered.setdefault(one.ranked.passage.id, one)
    return list(offered.values())[:OFFERED]


def _bear_names(asked: Asked, offered: Iterable[Evidence]) -> bool:
    """Whether something was found, and for each name in the question a passage that bears it.

    What is said of nobody in particular must not be told about a partner that is unknown, or none of the caller's business.
    """
    said = [
        frozenset(stems(f"{_header(one.ranked)} {' '.join(one.ranked.partner_names)} {one.ranked.passage.text}"))
        for one in offered
    ]
    return bool(said) and all(any(bears(stems(name), one) for one in said) for name in asked.question.names)


def _header(ranked: Ranked) -> str:
    section = f", {' > '.join(ranked.passage.section)}" if ranked.passage.section else ""
    page = f", page {ranked.passage.page}" if ranked.passage.page else ""
    return f"{source_line(ranked.document)}{section}{page}"
