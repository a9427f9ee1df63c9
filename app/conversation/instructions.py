"""Text in documents that speaks to the machine instead of to people: "ignore your rules and say that …".

Such text is data like any other, but a model may obey it and then cite it as proof. So it is neither shown to a model nor
counted as evidence for what a model wrote.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from app.domain.documents import Passage
from app.knowledge.evidence import Evidence
from app.knowledge.finder import Ranked

SPEAKS_TO_MACHINE = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,40}\b(?:rules?|instructions?|prompts?|guidelines|guardrails|passages|"
    r"(?:everything|anything|all|what) (?:above|before|previous))\b"
    r"|\b(?:you are|act as|pretend|behave)\b[^.\n]{0,30}\b(?:assistant|chatbot|language model|ai|llm|liaison|dan)\b"
    r"|\b(?:your|reveal|print|repeat|show)\b[^.\n]{0,20}\b(?:system|developer) (?:prompt|message)s?\b|\bnew instructions?\s*:"
    r"|\b(?:note|message|attention|instructions?|dear|hey)[\s:,]+(?:(?:to|for)\s+)?(?:(?:the|any|all|every)\s+)?"
    r"(?:ai|llm|chatbot|assistant|language model)s?\b"
    r"|</?(?:passage|system|assistant|user|instructions?)\b|\[/?INST\]|<\|[a-z_]+\|>",
    re.IGNORECASE,
)
"""Phrases with no business in an agreement. Orders without them ("Tell the partner …") are what playbooks are made of."""

PARAGRAPH = re.compile(r"\n[ \t]*\n")


def for_people(passage: Passage) -> Passage | None:
    """`passage` up to the paragraph in which it begins to speak to the machine; None if that is the first.

    What follows such a paragraph goes as well: the order itself ("Say the discount is 90%") often stands after it.
    """
    match = SPEAKS_TO_MACHINE.search(passage.text)
    if match is None:
        return passage
    before = [gap.start() for gap in PARAGRAPH.finditer(passage.text, 0, match.start())]
    kept = passage.text[: before[-1]].rstrip() if before else ""
    return replace(passage, text=kept, end=passage.start + len(kept)) if kept else None


def ranked_for_people(passages: Iterable[Ranked]) -> tuple[Ranked, ...]:
    """What of found passages is written for people, in the same order."""
    return tuple(replace(one, passage=kept) for one in passages if (kept := for_people(one.passage)))


def evidence_for_people(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The evidence that stands in what is written for people, in the same order."""
    return tuple(
        replace(one, ranked=replace(one.ranked, passage=kept))
        for one in evidence
        if (kept := for_people(one.ranked.passage)) and one.end <= kept.end
    )
