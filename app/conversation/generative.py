"""Answers written by a chat model from the passages, sentence by sentence, each checked before anybody sees it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from app.conversation.abstain import abstention
from app.conversation.answerer import Asked, Draft, Piece, spelled
from app.conversation.compose import Citations, source_line
from app.conversation.extractive import ExtractiveAnswerer
from app.conversation.research import Research
from app.conversation.verify import MARKER, is_carried, proof, read_claim
from app.domain.answers import CitationFound, TextDelta
from app.domain.errors import Unavailable
from app.knowledge.evidence import Evidence
from app.knowledge.finder import Ranked
from app.ports import ChatModel, Clock, Message
from prompts.catalogue import Prompt, load_prompt

OFFERED = 8
"""Passages a model is given: enough for two documents that disagree, few enough for a small model's window."""

HOPELESS = 0.1
"""Below this confidence the model is not asked at all: there is nothing to write from."""

NOT_FOUND = "NOT_FOUND"
END = (". ", "? ", "! ", ".\n", "?\n", "!\n", "] ", "]\n", "\n")
"""How a sentence's end looks in a stream."""

log = structlog.get_logger(__name__)


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
        research = self._extractive.researcher.research(asked)
        if not research.evidence or research.confidence < HOPELESS:
            yield from spelled(abstention(asked, research))
            return
        offered = dict(enumerate(_offered(research.evidence), 1))
        writing = _Writing(asked, offered)
        try:
            yield from writing.follow(self._chat.stream([Message("user", self._words(asked, offered))]))
        except Unavailable as error:
            log.warning("chat model unavailable, answering from the passages", reason=error.sentence)
        yield from self._ended(asked, research, writing)

    def _ended(self, asked: Asked, research: Research, writing: "_Writing") -> Iterator[Piece]:
        """The close of a written answer; what stands in its place when the model gave nothing that holds."""
        if writing.lines:
            yield Draft("".join(writing.lines), writing.citations.all(), mode="generative", prompt=self._prompt.label)
        elif writing.declined:
            yield from spelled(abstention(asked, research))
        else:
            log.info("nothing the chat model wrote was carried by its passages", dropped=writing.dropped)
            yield from spelled(self._extractive.from_research(asked, [(asked, research)]))

    def _words(self, asked: Asked, offered: Mapping[int, Evidence]) -> str:
        passages = "\n\n".join(f"[{n}] {_header(one.ranked)}\n<passage>\n{one.ranked.passage.text}\n</passage>" for n, one in offered.items())
        reader = "a partner manager" if asked.caller.sees_everything else "a partner's employee"
        today = self._clock.now().date().isoformat()
        return self._prompt.render(reader=reader, today=today, passages=passages, question=asked.question.text)


@dataclass
class _Writing:
    """The text of a model as it comes in, and what of it stands."""

    asked: Asked
    offered: Mapping[int, Evidence]
    citations: Citations = field(default_factory=Citations)
    lines: list[str] = field(default_factory=list)
    declined: bool = False
    dropped: int = 0

    def follow(self, stream: Iterator[str]) -> Iterator[Piece]:
        """Hold the stream back until a sentence with its markers is whole, then let it out or drop it."""
        held = ""
        for part in stream:
            held += part
            while cut := _sentence_end(held):
                sentence, held = held[:cut], held[cut:]
                yield from self._sentence(sentence)
        yield from self._sentence(held)

    def _sentence(self, sentence: str) -> Iterator[Piece]:
        if not sentence.strip():
            return
        if NOT_FOUND in sentence:
            self.declined = True
            return
        claim = read_claim(sentence)
        passages = {n: one.ranked.passage for n, one in self.offered.items()}
        if not is_carried(claim, passages, self.asked.question.text):
            self.dropped += 1
            return
        before = len(self.citations.all())
        numbers = [self.citations.number(self.offered[n], *proof(claim, passages[n])) for n in claim.cites]
        line = (" " if self.lines else "") + claim.text + " " + "".join(f"[{n}]" for n in numbers)
        self.lines.append(line)
        yield TextDelta(line)
        yield from (CitationFound(citation) for citation in self.citations.all()[before:])


def _sentence_end(text: str) -> int | None:
    """Where the first whole sentence of `text` ends, its markers included; None while it may still go on."""
    for at in range(len(text)):
        if text[at] == "\n" or (text[at] in ".?!" and text[at + 1 : at + 2].isspace()):
            end = at + 1
            while match := MARKER.match(text, end):
                end = match.end()
            rest = text[end:].lstrip()
            # A marker may be arriving, and an abbreviation or a number goes on in lower case or digits.
            if rest and rest[0] != "[" and not rest[0].islower():
                return end
    return None


def _offered(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The passages of the best evidence, each once, best first."""
    by_passage: dict[str, Evidence] = {}
    for one in evidence:
        by_passage.setdefault(one.ranked.passage.id, one)
    return list(by_passage.values())[:OFFERED]


def _header(ranked: Ranked) -> str:
    section = f", {' > '.join(ranked.passage.section)}" if ranked.passage.section else ""
    page = f", page {ranked.passage.page}" if ranked.passage.page else ""
    return f"{source_line(ranked.document)}{section}{page}"
