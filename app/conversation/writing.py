"""A chat model's text as it streams in: cut into sentences with their markers, each let out only if it is carried."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.conversation.answerer import Piece
from app.conversation.compose import Citations
from app.conversation.verify import MARKER, is_carried, proof, read_claim
from app.domain.answers import CitationFound, TextDelta
from app.domain.sentences import sentence_spans
from app.knowledge.evidence import Evidence
from app.knowledge.question import Understood

NOT_FOUND = "NOT_FOUND"
"""What the prompt has a model say when the passages do not answer."""

END = re.compile(r"[.?!]+[\"”’')*\]]*(?=\s|\[\d)|\n")
"""A possible end of a sentence: closing punctuation before white space or a marker, or the end of a line."""

BARE = re.compile(r"\W*(?:yes|no)?\W*", re.IGNORECASE)
"""Nothing, or a "Yes." that says nothing alone and is proven by the sentence after it."""


GAPS = ("", " ", "\n", "\n\n")
"""What sets a sentence off from the one before, the weakest first."""


@dataclass
class Writing:
    """What of a model's text stands, so far: `lines` joined are the answer's text, `dropped` counts sentences held back."""

    question: Understood
    offered: Mapping[int, Evidence]
    citations: Citations = field(default_factory=Citations)
    lines: list[str] = field(default_factory=list)
    declined: bool = False
    dropped: int = 0
    _gap: str = field(default="", init=False)
    _said: set[str] = field(default_factory=set, init=False)

    def follow(self, stream: Iterator[str]) -> Iterator[Piece]:
        """Hold the stream back until a sentence with its markers is whole, then let it out or drop it."""
        held = ""
        for part in stream:
            held += part
            while cut := sentence_end(held):
                sentence, held = held[:cut], held[cut:]
                yield from self._sentence(sentence)
        yield from self._sentence(held)

    def _sentence(self, sentence: str) -> Iterator[Piece]:
        self._gap = max(self._gap, _gap_of(sentence), key=GAPS.index)
        if not sentence.strip():
            return
        if NOT_FOUND in sentence:
            self.declined = True
            return
        claim = read_claim(sentence)
        ranked = {n: one.ranked for n, one in self.offered.items()}
        if claim.text in self._said or not is_carried(claim, ranked, self.question):  # small models repeat themselves
            self.dropped += 1
            return
        self._said.add(claim.text)
        before = len(self.citations.all())
        numbers = [self.citations.number(self.offered[n], *proof(claim, ranked[n].passage)) for n in claim.cites]
        markers = "".join(f"[{n}]" for n in dict.fromkeys(numbers))
        line = f"{self._gap if self.lines else ''}{claim.text} {markers}"
        self.lines.append(line)
        self._gap = ""
        yield TextDelta(line)
        yield from (CitationFound(citation) for citation in self.citations.all()[before:])


def sentence_end(text: str) -> int | None:
    """Where the first whole sentence of `text` ends, its markers included; None while it may still go on.

    However a stream is cut into pieces, the same sentences come out: an end counts only once what follows it is known.
    """
    for match in END.finditer(text):
        end = match.end()
        while marker := MARKER.match(text, end):
            end = marker.end()
        marked = end > match.end()
        if match.group() == "\n" and not marked:
            end = match.start()  # the break belongs to the next sentence, which may keep it
        rest = text[end:].lstrip()
        # A marker may still be arriving; a sentence goes on in lower case; a bare yes or no waits for its reason.
        if not rest or rest[0] == "[" or rest[0].islower() or BARE.fullmatch(MARKER.sub("", text[:end])):
            continue
        if marked or match.group() == "\n" or _closes(text[: match.end()]):
            return end
    return None


def _closes(sentence: str) -> bool:
    """Whether the full stop at the end of `sentence` ends it, and not an abbreviation ("Inc.", "U.S.") or a number ("2.")."""
    following = f"{sentence} Next"
    spans = sentence_spans(following)
    return bool(spans) and following[spans[-1][0] :] == "Next"


def _gap_of(sentence: str) -> str:
    """How a sentence is set off from the one before it: by a space, on a new line, after a blank line."""
    lines = sentence[: len(sentence) - len(sentence.lstrip())].count("\n")
    return "\n" * min(lines, 2) or " "
