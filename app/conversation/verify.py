"""Checking what a chat model wrote: every sentence has to be carried by the passages it cites, or it does not get out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.documents import Passage
from app.domain.sentences import sentence_spans
from app.knowledge.field_terms import synonyms
from app.knowledge.words import alike, content_stems, stems

MARKER = re.compile(r"\s*\[(\d{1,3})\]")
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
NAME = re.compile(r"(?<=[a-z,;:] )[A-Z][\w'’-]+")
NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
    )
} | {word: str(number) for word, number in zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True)}

CARRIED = 0.5
"""Share of a sentence's meaningful words that its passages must hold. Below half, a model is telling its own story; paraphrase
of contract language keeps well above it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence a model wrote, without markers, and the numbers it cites."""

    text: str
    cites: tuple[int, ...]


def read_claim(sentence: str) -> Claim:
    """Part a sentence from its citation markers."""
    return Claim(MARKER.sub("", sentence).strip(), tuple(dict.fromkeys(int(number) for number in MARKER.findall(sentence))))


def is_carried(claim: Claim, passages: Mapping[int, Passage], question: str) -> bool:
    """Whether the cited passages hold the claim: its figures and names all, and at least half of its words.

    `passages` are all that were offered, by number. The question's own names and figures need no proof.
    """
    if not claim.cites or any(number not in passages for number in claim.cites):
        return False
    cited = " ".join(" ".join((*passages[number].section, passages[number].text)) for number in claim.cites)
    allowed = _figures(cited) | _figures(question)
    if not _figures(claim.text) <= allowed:
        return False
    said = set(stems(cited)) | set(stems(question))
    names = {stem for name in NAME.findall(claim.text) for stem in stems(name)}
    if any(name not in said and not any(alike(name, one) for one in said) for name in names):
        return False
    wanted = content_stems(claim.text)
    held = sum(bool(synonyms(one) & said) for one in wanted)
    return held >= CARRIED * len(wanted)


def proof(claim: Claim, passage: Passage) -> tuple[int, int]:
    """The sentence of `passage` that carries most of the claim: offsets in the document's text."""
    wanted = set(content_stems(claim.text)) | _figures(claim.text)

    def weight(span: tuple[int, int]) -> float:
        text = passage.text[span[0] : span[1]]
        return len(wanted & (set(content_stems(text)) | _figures(text)))

    spans = [(0, len(passage.text))] if passage.kind == "row" else sentence_spans(passage.text)
    start, end = max(spans, key=weight)
    return passage.start + start, passage.start + end


def _figures(text: str) -> set[str]:
    """All numbers of a text as digits, thousands separators dropped, number words read."""
    digits = {re.sub(r"[,.](?=\d{3}\b)", "", match) for match in FIGURE.findall(text)}
    return digits | {NUMBER_WORDS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in NUMBER_WORDS}
