"""What shape of answer a question expects, and whether a sentence holds one: a duration, a sum, a date, a person, steps."""

import re
from enum import StrEnum

_NUMBER = (
    r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty|twenty-four|thirty"
    r"|forty-five|sixty|ninety|hundred)"
)
_MONTHS = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"


class Expects(StrEnum):
    """The shapes of answers that can be told apart."""

    DURATION = "duration"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    NUMBER = "number"
    PERSON = "person"
    STEPS = "steps"
    ADVICE = "advice"
    YES_NO = "yes_no"
    ANYTHING = "anything"


STEPS = frozenset({Expects.STEPS, Expects.ADVICE})
"""Shapes that are answered by a list of things to do."""

QUESTIONS: tuple[tuple[Expects, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            Expects.DURATION,
            (
                r"how (?:long|soon|quick(?:ly)?|fast|often|frequently|late|early|far (?:ahead|in advance))"
                r"|how many (?:\w+ )?(?:days|weeks|months|years|hours)|how much (?:\w+ )?(?:notice|time|warning)|notice period"
                r"|(?:cure|grace|protection|payment|renewal|initial) (?:period|terms?)\b"
                r"|what(?:'s| is) the (?:term|duration|deadline)|by when|deadline for"
            ),
        ),
        (
            Expects.PERCENT,
            (
                r"what (?:percentage|share|discount|margin|commission|rate)"
                r"|how (?:much|big|large) (?:of )?(?:a |an |the )?(?:discount|margin|commission|rebate|share|cut)|percent"
                r"|\bdiscount\b|\bmargin\b|\bcommission\b"
            ),
        ),
        (
            Expects.MONEY,
            (
                r"how much (?:is|was|were|does|do|did|money|would|will|are|can)|how expensive"
                r"|what(?:'s| is| was| does) .{0,40}\b(?:price|cost|costs|worth|value|fee|amount|premium|cap)\b"
                r"|\b(?:price|fee|cost|list price|liability cap|worth)\b"
            ),
        ),
        (
            Expects.DATE,
            (
                r"\bwhen\b|what date|which date|what day|until when|since when|expir(?:y|ation|es?)\b|valid until"
                r"|still (?:valid|good|certified|in force)"
            ),
        ),
        (Expects.NUMBER, r"how many|number of|how often|minimum (?:number|quantity)|how big is the team"),
        (
            Expects.PERSON,
            (
                r"^\W*(?:and |so |but |ok,? )*who(?:'s|se|m)?\b|\bwhich (?:person|manager|engineer|colleague)\b|contact person"
                r"|name of the"
            ),
        ),
        (
            Expects.STEPS,
            (
                r"how (?:do|does|can|should|would|to)\b|what are the steps|walk me through|step by step|procedure|process for"
                r"|what happens (?:when|after|if)|what do (?:i|we) (?:need|have) to do"
            ),
        ),
        (
            Expects.ADVICE,
            (
                r"what (?:should|can|could|do) (?:i|we) (?:do|say)|how should (?:i|we)|advice|advise"
                r"|how do i (?:rebuild|repair|handle|deal with|talk)|help me"
            ),
        ),
        (
            Expects.YES_NO,
            (
                r"^\W*(?:and |so |but |ok,? )*(?:is|are|was|were|does|do|did|can|could|may|must|has|have|had|will|would|should"
                r"|am)\b"
            ),
        ),
    )
)
"""Which questions expect which shape; the first that fits counts."""

SHAPES: dict[Expects, re.Pattern[str]] = {
    Expects.DURATION: re.compile(
        rf"\b{_NUMBER}(?:\s*\(\d+\))?[\s-]*(?:\w+[\s-])?(?:business|working|calendar)?[\s-]*(?:day|week|month|year|hour"
        rf"|minute|quarter)s?\b"
        r"|\b(?:daily|weekly|monthly|quarterly|annually|yearly|once a|twice a|each (?:year|quarter|month)|every (?:year"
        r"|quarter|month|week))\b",
        re.IGNORECASE,
    ),
    Expects.PERCENT: re.compile(
        rf"\d[\d.,]*\s*(?:%|per ?cent)|\b{_NUMBER}\s+per ?cent|percent|\bDiscount[^:;]*:\s*\d", re.IGNORECASE
    ),
    Expects.MONEY: re.compile(
        r"(?:[$€£]|\b(?:EUR|USD|GBP|NOK|SEK|DKK|CHF|US\$)\b)\s*\d"
        r"|\d[\d,.]*\s*(?:EUR|USD|GBP|NOK|SEK|DKK|CHF|euros?|dollars?|pounds?|kroner|million|k\b)"
        r"|\b(?:value|price|amount|fee|cost)[^:;]{0,20}:\s*\d|\d+(?:\.\d+)?\s*(?:%|per ?cent)",
        re.IGNORECASE,
    ),
    Expects.DATE: re.compile(
        rf"\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTHS}|\b{_MONTHS} \d|\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}"
        rf"|\b{_MONTHS} \d{{4}}|\b(?:19|20)\d\d\b|\bmonday|tuesday|wednesday|thursday|friday\b",
        re.IGNORECASE,
    ),
    Expects.NUMBER: re.compile(rf"\b{_NUMBER}\b", re.IGNORECASE),
    Expects.PERSON: re.compile(
        r"\b[A-Z][a-zà-ž'-]+ (?:[A-Z]\. |[a-z]{2,3} )?[A-Z][\wà-ž'-]+"
        r"|\b(?:manager|team|director|desk|officer|head of|board|party|lead)\b"
    ),
}
"""What a sentence must hold to have the shape."""


def expectation(question: str) -> Expects:
    """The shape of answer `question` asks for."""
    return next((kind for kind, pattern in QUESTIONS if pattern.search(question)), Expects.ANYTHING)


def fits(expects: Expects, text: str) -> bool | None:
    """Whether `text` holds an answer of the expected shape; None where the shape says nothing."""
    shape = SHAPES.get(expects)
    return None if shape is None else shape.search(text) is not None


def values(expects: Expects, text: str) -> list[str]:
    """The values of the expected shape in `text`, as written, without repeats."""
    shape = SHAPES.get(expects)
    return [] if shape is None else list(dict.fromkeys(match.group().strip() for match in shape.finditer(text)))
