"""The figures a text states, each with its unit, in one form however they are written.

"sixty (60) days", "60-day" and "60 calendar days" state the same figure; "60 months" and "60%" do not. Whole dates are read as
dates, so that "14 March 2027" and "2027-03-14" are one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.dates import find_dates

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen".split()
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
WORDS = {word: number for number, word in enumerate(SMALL)} | {word: 20 + 10 * at for at, word in enumerate(TENS)}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

_BELOW_HUNDRED = (
    rf"(?:(?:{'|'.join(TENS)})(?:[\s-](?:{'|'.join(SMALL[1:10])}))?|{'|'.join(sorted(SMALL, key=len, reverse=True))})"
)
_SPELLED = (
    rf"\b(?:{_BELOW_HUNDRED}[\s-])?hundred(?:[\s-](?:and[\s-])?{_BELOW_HUNDRED})?(?:[\s-](?:thousand|million|billion))?\b"
    rf"|\b{_BELOW_HUNDRED}(?:[\s-](?:thousand|million|billion))?\b"
)
_DIGITS = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)*"
FIGURE = re.compile(
    rf"(?P<digits>{_DIGITS})(?:\s?(?P<scale>thousand|million|billion)\b)?|(?P<spelled>{_SPELLED})", re.IGNORECASE
)

CODE = re.compile(r"(?<!\w)(?:[A-Z](?=[\w-]*\d)|\d+[A-Z])\w*(?:[-.]\w+)*")
"""A code ("FJ-ATL-C1", "Q3", "LS11 5PS", "Annex D1.1") is a name: the digits in it count nothing."""

CODE_OR_FIGURE = re.compile(rf"(?P<code>{CODE.pattern})|(?i:{FIGURE.pattern})(?:(?:st|nd|rd|th|x)\b)?")

CURRENCIES = {
    "€": "EUR",
    "$": "USD",
    "US$": "USD",
    "£": "GBP",
    "euro": "EUR",
    "euros": "EUR",
    "dollars": "USD",
    "pounds": "GBP",
} | {code: code for code in "EUR USD GBP NOK SEK DKK CHF JPY CAD AUD".split()}
_CURRENCY = r"US\$|[€$£]|\b(?:EUR|USD|GBP|NOK|SEK|DKK|CHF|JPY|CAD|AUD|euros?|dollars|pounds)\b"
BEFORE = re.compile(rf"(?P<currency>{_CURRENCY})\s?$")
AFTER = re.compile(
    r"(?:\s*\([^()\n]{1,40}\))?[\s)\]-]{0,3}"
    r"(?:(?:business|working|calendar|full|consecutive|successive|further|additional|more)[\s-]+)?"
    rf"(?P<unit>%|(?:per ?cent|percentage|minute|hour|day|week|month|quarter|year)(?:s\b|\b)|{_CURRENCY})",
    re.IGNORECASE,
)
"""The unit behind a figure; what the figure repeats in brackets is passed over, as in "sixty (60) days"."""

UNIT = re.compile(rf"%|\b(?:per ?cent|minute|hour|day|week|month|quarter|year)s?\b|{_CURRENCY}", re.IGNORECASE)
PERCENT_NOUN = re.compile(r"\b(?:discount|margin|rebate|commission|rate|share|percentage)s?\b", re.IGNORECASE)
"""What tables give in percent without saying so."""

LOOK_BACK = 6
"""Characters before a figure that may hold its currency: the longest word for one that stands there, and a space."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in digits without thousands separators; `unit` is `day`, `%`, `EUR` and the like, or None where none stands."""

    value: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """The dates of a text, its figures outside of them, and the units it mentions anywhere."""

    dates: frozenset[date]
    figures: frozenset[Figure]
    units: frozenset[str]

    def holds(self, figure: Figure) -> bool:
        """Whether the text states `figure`: with its unit, or bare where the unit stands apart ("Notice (days): 60").

        A figure without a unit is stated by the same number with any.
        """
        if figure.unit is None:
            return any(one.value == figure.value for one in self.figures)
        return figure in self.figures or (figure.unit in self.units and Figure(figure.value) in self.figures)


def stated(text: str) -> Stated:
    """All dates and figures of `text`."""
    found = find_dates(text)
    rest = text
    for one in reversed(found):
        rest = f"{rest[: one.start]}|{rest[one.end :]}"
    rest = CODE.sub("|", rest)
    units = {_named(match.group()) for match in UNIT.finditer(rest)} | ({"%"} if PERCENT_NOUN.search(rest) else set())
    return Stated(frozenset(one.date for one in found), frozenset(_figures(rest)), frozenset(units))


def without_figures(text: str) -> str:
    """`text` with its dates and figures taken out: the words that are left to be proven as words. Codes stay."""
    for one in reversed(find_dates(text)):
        text = f"{text[: one.start]} {text[one.end :]}"
    return CODE_OR_FIGURE.sub(lambda match: match["code"] or " ", text)


def _figures(text: str) -> Iterator[Figure]:
    for match in FIGURE.finditer(text):
        unit = _unit(text, match)
        if unit or match.group().lower() != "one":  # "one of the parties" counts nothing
            yield Figure(_value(match), unit)


def _value(match: re.Match[str]) -> str:
    if spelled := match["spelled"]:
        return str(_spelled(spelled))
    digits = re.sub(r"[,.](?=\d{3}(?!\d))", "", re.sub(r"\s", "", match["digits"])).replace(",", ".")
    digits = (digits.lstrip("0") or "0").removesuffix(".00")
    if scale := match["scale"]:
        number = float(digits) * SCALES[scale.lower()] if digits.count(".") <= 1 else 0.0
        return f"{number:.0f}"
    return digits


def _spelled(words: str) -> int:
    total = current = 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word == "hundred":
            current = (current or 1) * 100
        elif word in SCALES:
            total, current = total + current * SCALES[word], 0
        else:
            current += WORDS.get(word, 0)
    return total + current


def _unit(text: str, match: re.Match[str]) -> str | None:
    if before := BEFORE.search(text[max(0, match.start() - LOOK_BACK) : match.start()]):
        return _named(before["currency"])
    after = AFTER.match(text, match.end())
    return _named(after["unit"]) if after else None


def _named(unit: str) -> str:
    """One name for a unit however it is written."""
    if unit.lower().startswith(("%", "per")):
        return "%"
    return CURRENCIES.get(unit.upper()) or CURRENCIES.get(unit.lower()) or unit.lower().removesuffix("s")
