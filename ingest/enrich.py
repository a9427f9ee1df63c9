"""What a document says about itself: title, kind, parties, the day it counts from. Pure.

A manifest overrules all of it; this is for the folder of files that nobody described.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.domain.dates import find_dates
from app.domain.documents import Document, Passage
from ingest.condense import condensed
from ingest.extracted import Extracted
from ingest.opening import FURTHEST, INTRODUCED, LABEL, LONGEST_TITLE, contract_title, openings, title_line

KINDS = (
    ("amendment", re.compile(r"\b(?:amendment|addendum)\d*\b", re.IGNORECASE)),
    ("agreement", re.compile(r"\b(?:agreement|contract)\d*\b", re.IGNORECASE)),
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

EMAIL, OTHER = "email", "document"
"""The kinds of what nothing says it of: by its format."""

DOCUMENT_KINDS = frozenset({*(kind for kind, _ in KINDS), EMAIL, OTHER})
"""All kinds that a document is taken for."""

PARTIES = re.compile(
    r"\b(?:between|among|BETWEEN|AMONG)\b[:,]?\s+(?P<first>(?=[“\"(]?(?:[A-Z0-9]|[a-z]+(?:[A-Z]|\.com))).{3,300}?)"
    r"\s*(?:\((?P<short1>[^()]{0,80})\))?[,;]?\s+(?:and|AND)\b:?\s+(?P<second>[A-Z].{2,300}?)"
    r"(?:\s*\((?P<short2>[^()]{0,80})\)|[.;]\s|\n\s*\n)",
    re.DOTALL,
)
NAME = re.compile(
    r"[A-Z0-9][\w&.,'’ -]*?(?=,?\s+(?:a|an|with|having|whose|located|organi[sz]ed|incorporated|registered|company)\b"
    r"|\s*\(|,\s+[a-z]|$)"
)
QUOTED = re.compile(r"[“\"]([^”\"]{2,60})[”\"]")
WORD = re.compile(r"\w+")
LONGEST_HEADING = 60
"""Characters of headings that are embedded, innermost first: they cost at every passage, and what is longer is a sentence."""
CONTRACTS = frozenset({"agreement", "amendment"})
ROLE_WORDS = frozenset(
    "company vendor supplier partner reseller distributor licensor licensee customer client agent party parties agreement"
    " the provider".split()
)
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
    title = " ".join(_title(document, name).split())[:LONGEST_TITLE]
    kind = kind_of(title) or kind_of(_from_name(name)) or _by_media_type(document.media_type)
    if kind not in CONTRACTS:
        return Identity(title, kind, (), None)
    stretches = openings(document.text)
    parties = next(filter(None, map(parties_in, stretches)), ())
    return Identity(title, kind, parties, next(filter(None, map(_effective, stretches)), None))


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
    """What is embedded for a passage: what stands above it (`above`), then its words."""
    words = condensed(passage.text).text
    return above(document, passage, words) + words


def above(document: Document, passage: Passage, words: str) -> str:
    """The line that is embedded before the `words` of a passage: the title, and the headings that they do not begin with.

    A contract's title and parties are left out. They would make all its passages alike, and what a question says of them is
    looked for in the records and the word index.
    """
    title = condensed(document.title).text
    told = [_words(one[:LONGEST_HEADING]) for one in (title, words)]
    headings: list[str] = []
    for heading in reversed(passage.section):
        short = condensed(heading).text[:LONGEST_HEADING]
        if not any(_begins(one, _words(short)) for one in told):
            headings.insert(0, _first_words(short, LONGEST_HEADING - len(" ".join(["", *headings]))))
    line = " ".join(filter(None, headings if kind_of(document.kind) in CONTRACTS else [title, *headings]))
    return f"{line}\n" if line else ""


def _begins(words: list[str], others: list[str]) -> bool:
    return words[: len(others)] == others


def _first_words(text: str, length: int) -> str:
    """The whole words of `text` that fit into `length` characters, all of it if it fits."""
    return text if len(text) <= length else text[: max(length, 0) + 1].rpartition(" ")[0]


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def identity_line(document: Document) -> str:
    """Title, with the parties it does not already name."""
    missing = [party for party in document.parties if party.lower() not in document.title.lower()]
    return " - ".join([document.title, *missing[:2]])


def _party_name(text: str) -> str:
    text = " ".join(text.split())
    match = NAME.match(text)
    return (match.group() if match else text)[:80].strip(" ,.;")


def _title(document: Extracted, name: str) -> str:
    """The title in the file's properties, else the line that is one, else what the file is called.

    A contract's first line may be anything: there a line counts that is written as a title, and otherwise the file's name.
    """
    own = LABEL.sub("", document.title or "")
    if own:
        return own
    line, called = title_line(document.text), _from_name(name)
    told = {kind_of(called), kind_of(line or "")}
    if told & CONTRACTS:
        return contract_title(document.text) or called
    if told == {None} and INTRODUCED.search(document.text, 0, FURTHEST):
        return contract_title(document.text) or line or called
    return line or called


def _from_name(name: str) -> str:
    return re.sub(r"[_-]+", " ", Path(name).stem).strip()


def _by_media_type(media_type: str) -> str:
    return EMAIL if media_type == "message/rfc822" else OTHER


def _effective(opening: str) -> date | None:
    """The date in the sentence that says from when the agreement counts."""
    for found in find_dates(opening):
        if NEAR_DATE.search(opening[max(0, found.start - 80) : found.start]):
            return found.date
    return None
