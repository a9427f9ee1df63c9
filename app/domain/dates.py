"""Dates as people write them in agreements and mails, and as we write them back: 14 March 2027."""

import re
from dataclasses import dataclass
from datetime import date

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = "|".join([*(f"{month}|{month[:3]}" for month in MONTHS), "sept"])
_PATTERNS = (
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b"),
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+day)?(?:\s+of)?,?\s+(?P<name>{_MONTH})\.?,?\s+(?P<year>\d{{4}})\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?P<name>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(r"\b(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})\b"),
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and where it stands (character offsets)."""

    start: int
    end: int
    date: date


def find_dates(text: str) -> list[FoundDate]:
    """All complete dates in `text`, in order, also where a line breaks in one; impossible ones (31 February) are left out."""
    found = [hit for pattern in _PATTERNS for match in pattern.finditer(text) if (hit := _read(match))]
    return sorted(found, key=lambda hit: hit.start)


def in_words(day: date) -> str:
    """The house form: 14 March 2027."""
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


def _read(match: re.Match[str]) -> FoundDate | None:
    parts = match.groupdict()
    month = int(parts["month"]) if parts.get("month") else _month(parts["name"])
    try:
        return FoundDate(match.start(), match.end(), date(int(parts["year"]), month, int(parts["day"])))
    except ValueError:
        return None


def _month(name: str) -> int:
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name.lower()[:3]))
