"""What a document says about itself: title, kind, parties, the day it counts from. Pure.

A manifest overrules all of it; this is for the folder of files that nobody described.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.domain.dates import find_dates
from app.domain.documents import Document, Passage
from ingest.extracted import Extracted

KINDS = (
    ("amendment", re.compile(r"\bamendment\b|\baddendum\b", re.IGNORECASE)),
    ("agreement", re.compile(r"\bagreement\b|\bcontract\b", re.IGNORECASE)),
    ("price_list", re.compile(r"\bprice[ _-]?list|\bpricing\b", re.IGNORECASE)),
    ("playbook", re.compile(r"\bplay[ _-]?book\b", re.IGNORECASE)),
    ("guide", re.compile(r"\bguide\b|\bhandbook\b|\bmanual\b", re.IGNORECASE)),
    ("policy", re.compile(r"\bpolicy\b|\bcode of conduct\b", re.IGNORECASE)),
    ("certifications", re.compile(r"\bcertif", re.IGNORECASE)),
    ("deals", re.compile(r"\bdeals?\b|\bopportunit|\bpipeline\b", re.IGNORECASE)),
    ("tickets", re.compile(r"\btickets?\b|\bincidents?\b", re.IGNORECASE)),
    ("note", re.compile(r"\bnotes?\b|\bminutes\b|\breview\b", re.IGNORECASE)),
)
"""A document's kind by the first word that fits its title or file name, most telling first."""

OPENING = 3500
"""Characters in which an agreement names its parties and its date."""

PARTIES = re.compile(
    r"\b(?:between|among|BETWEEN|AMONG)\b[:,]?\s+(?P<first>(?=[“\"(]?(?:[A-Z0-9]|[a-z]+(?:[A-Z]|\.com))).{3,300}?)"
    r"\s*(?:\((?P<short1>[^()]{0,80})\))?[,;]?\s+and\s+(?P<second>[A-Z].{2,300}?)"
    r"(?:\s*\((?P<short2>[^()]{0,80})\)|[.;]\s|\n\s*\n)",
    re.DOTALL,
)
NAME = re.compile(
    r"[A-Z0-9][\w&.,'’ -]*?(?=,?\s+(?:a|an|with|having|whose|located|organi[sz]ed|incorporated|registered|company)\b"
    r"|\s*\(|,\s+[a-z]|$)"
)
QUOTED = re.compile(r"[“\"]([^”\"]{2,60})[”\"]")
ROLE_WORDS = frozenset(
    "company vendor supplier partner reseller distributor licensor licensee customer client agent party parties agreement"
    " the provider".split()
)
LONGEST_TITLE = 120
NEAR_DATE = re.compile(r"effective|dated|as of|entered into|made this|in force", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identity:
    """How a document presents itself."""

    title: str
    kind: str
    parties: tuple[str, ...]
    effective: date | None


def identify(document: Extracted, name: str) -> Identity:
    """Read the identity off the text and the file's `name`."""
    title = document.title or _first_line(document.text) or _from_name(name)
    title = " ".join(title.split())[:LONGEST_TITLE]
    kind = kind_of(title) or kind_of(_from_name(name)) or _by_media_type(document.media_type)
    contract = kind in ("agreement", "amendment")
    opening = document.text[:OPENING]
    return Identity(title, kind, parties_in(opening) if contract else (), _effective(opening) if contract else None)


def kind_of(text: str) -> str | None:
    """The kind of document a title or file name announces, or None."""
    return next((kind for kind, pattern in KINDS if pattern.search(text.replace("_", " "))), None)


def parties_in(opening: str) -> tuple[str, ...]:
    """The parties an agreement's opening names, full names before their defined short names."""
    match = PARTIES.search(opening)
    if match is None:
        return ()
    full = [_party_name(match[group]) for group in ("first", "second")]
    short = [name for group in ("short1", "short2") for name in QUOTED.findall(match[group] or "")]
    names = [*full, *(name for name in short if name.lower().removeprefix("the ") not in ROLE_WORDS)]
    return tuple(dict.fromkeys(name for name in names if name))


def embedded_text(document: Document, passage: Passage) -> str:
    """What is embedded for a passage: the document's identity and the headings above it, then its words."""
    return f"{identity_line(document)} | {' > '.join(passage.section)}\n{' '.join(passage.text.split())}"


def identity_line(document: Document) -> str:
    """Title, with the parties it does not already name."""
    missing = [party for party in document.parties if party.lower() not in document.title.lower()]
    return " - ".join([document.title, *missing[:2]])


def _party_name(text: str) -> str:
    text = " ".join(text.split())
    match = NAME.match(text)
    return (match.group() if match else text)[:80].strip(" ,.;")


def _first_line(text: str) -> str | None:
    """The first line that could be a title: short, with letters, not a page number."""
    for line in text[:1000].splitlines():
        candidate = re.split(r"\s{3,}", line.strip())[0]
        if sum(c.isalpha() for c in candidate) > len("Note") and len(candidate) <= LONGEST_TITLE:
            return candidate
    return None


def _from_name(name: str) -> str:
    return re.sub(r"[_-]+", " ", Path(name).stem).strip()


def _by_media_type(media_type: str) -> str:
    return "email" if media_type == "message/rfc822" else "document"


def _effective(opening: str) -> date | None:
    """The date in the sentence that says from when the agreement counts."""
    for found in find_dates(opening):
        if NEAR_DATE.search(opening[max(0, found.start - 80) : found.start]):
            return found.date
    return None
