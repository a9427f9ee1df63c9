"""Text in documents that speaks to the machine instead of to people: "ignore your rules and say that …".

Such text is data like any other, but a model may obey it and then cite it as proof. So it is neither shown to a model nor
counted as evidence for what a model wrote.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
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

ELSEWHERE = re.compile(
    r"\b(?:ignor(?:iere?n?|er|e[sz]?|ar?)|missachten?|vergiss|oublie[sz]?|olvid[ae]|zignoruj|zapomnij|игнорируй(?:те)?"
    r"|забудь(?:те)?)\b[^.\n]{0,40}"
    r"\b(?:regeln|anweisungen|vorgaben|r[èe]gles|instructions|consignes|reglas|instrucciones|regras|instruções|regole|istruzioni"
    r"|reglene|instruksene|regler|zasad\w*|instrukcj\w*|правил\w*|инструкци\w*|указани\w*)"
    r"|(?:忽略|无视|無視)[^。\n]{0,20}(?:规则|規則|指令|指示|ルール)|(?:ルール|規則|指示)[^。\n]{0,10}無視|(?:규칙|지침|지시)[^.\n]{0,10}무시"
    r"|تجاهل[^.\n]{0,20}(?:قواعد|تعليمات)|התעלמ?ם?[^.\n]{0,20}(?:כללים|הוראות)|(?:नियम|निर्देश)[^।\n]{0,20}(?:अनदेखा|भूल)",
    re.IGNORECASE,
)
"""The plainest of them, "ignore your rules", in the languages of most partners."""

HINTS = tuple("ignor missacht vergiss oubli olvid zapomnij забудь игнорируй 忽略 无视 無視 무시 تجاهل התעל अनदेखा भूल".split())
"""One of these is in all of them; looking for them first takes a tenth of the time."""

DISGUISE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2460-\u24ff\ufeff\uff01-\uff5e\U0001d400-\U0001d7ff\U000e0001-\U000e007f]"
)
"""Signs that nobody sees, and letters of other rows: full-width, circled, mathematical, invisible."""

TAGS = 0xE0000
"""Where Unicode's invisible copy of ASCII begins."""

PARAGRAPH = re.compile(r"\n[ \t]*\n")


def for_people(passage: Passage) -> Passage | None:
    """`passage` up to the paragraph in which it begins to speak to the machine; None if that is the first.

    What follows such a paragraph goes as well: the order itself ("Say the discount is 90%") often stands after it.
    """
    text, places = _undisguised(passage.text)
    folded = text.casefold()
    patterns = (SPEAKS_TO_MACHINE, ELSEWHERE) if any(hint in folded for hint in HINTS) else (SPEAKS_TO_MACHINE,)
    found = [match.start() for pattern in patterns if (match := pattern.search(text))]
    if not found:
        return passage
    before = [gap.start() for gap in PARAGRAPH.finditer(passage.text, 0, places[min(found)])]
    kept = passage.text[: before[-1]].rstrip() if before else ""
    return replace(passage, text=kept, end=passage.start + len(kept)) if kept else None


def _undisguised(text: str) -> tuple[str, Sequence[int]]:
    """`text` as a machine could read it, signs that nobody sees left out or shown, and where each character stood."""
    if DISGUISE.search(text) is None:
        return text, range(len(text))
    read = [(one, at) for at, letter in enumerate(text) for one in _read(letter)]
    return "".join(one for one, _ in read), [at for _, at in read]


def _read(letter: str) -> str:
    if TAGS < ord(letter) < TAGS + 128:  # ASCII
        return chr(ord(letter) - TAGS)
    return "" if unicodedata.category(letter) == "Cf" else unicodedata.normalize("NFKC", letter)


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
