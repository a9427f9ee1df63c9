"""The names a document goes by: what people call it when they ask ("the Acme deal", "our Galaxy Telecom contract"). Pure.

Parties introduce themselves in a contract's opening and sign at its end. What is capitalised there is a name unless the text
also writes it small: "Agreement" and "Effective Date" fall away by themselves, "Acme" stays.
"""

import re
from collections import Counter
from collections.abc import Iterator

from ingest.opening import openings

CLOSING = 2500
"""Characters at the end in which parties sign."""

MOST = 60
"""Names kept for a document, the most frequent ones."""

COMMON = 0.12
"""A word that is written small in more than this share of its places is an ordinary word."""

WORD = re.compile(r"[^\W_]+")

CAPITALS = "".join(chr(code) for code in range(0x530) if chr(code).isupper())
"""Latin with all its accents, Greek and Cyrillic."""

RUN = re.compile(
    rf"(?:(?:[{CAPITALS}0-9][\w&.'’-]*|[a-z]+\.com|of|the|and|&)[,.]?\s+){{0,8}}"
    rf"(?:[{CAPITALS}][\w&.'’-]*|[a-z]{{1,2}}[{CAPITALS}][\w&.'’-]*|[a-z]+\.com)"
)
"""Capitalised words in a row, with what joins them."""

COMPANY = re.compile(
    r"\b(?:inc|incorporated|corp|corporation|company|co|limited|ltd|llc|l\.l\.c|llp|lp|plc|gmbh|ag|sa|s\.a|srl|nv|bv|n\.a"
    r"|association|foundation|university|bank|group|partners)\b\.?,?$",
    re.IGNORECASE,
)
"""How a run ends that is a company's name from its first word: ordinary words belong to it too."""

LONGEST = 7
"""Words of a company's name; a line in capitals may run on before it."""

LONG_NUMBER = 5
"""Digits of a number that can be a company's name ("2205925 Ontario Limited")."""

INSIDE_ADDRESS = re.compile(r"[.@/][A-Za-z0-9]+|(?<![A-Za-z0-9])[A-Za-z0-9]+(?=[@]|\.(?:com|net|org))")
"""Parts of web and mail addresses, which write names small."""


def proper_names(text: str) -> tuple[str, ...]:
    """The names in the opening and at the end of `text`, the most frequent first."""
    counts = _counted(text)
    common = _common_words(text, counts)
    found: dict[str, None] = {}
    for stretch in (*openings(text), text[-CLOSING:]):
        for run in RUN.finditer(stretch):
            found |= dict.fromkeys(_without_common(run.group(), common))
            if COMPANY.search(run.group()):
                found[" ".join(run.group().split()[-LONGEST:])] = None
    ranked = sorted(found, key=lambda name: -max(counts[word.lower()] for word in WORD.findall(name)))
    return tuple(ranked[:MOST])


def _without_common(run: str, common: frozenset[str]) -> Iterator[str]:
    """The stretches of a run between its ordinary words."""
    kept: list[str] = []
    for word in [*WORD.findall(run), ""]:
        number = word.isdigit() and not kept and len(word) < LONG_NUMBER
        if word and word.lower() not in common and not number:
            kept.append(word)
        elif kept:
            yield " ".join(kept)
            kept = []


def _counted(text: str) -> Counter[str]:
    """How often each word stands in the text, however it is written; under its lower case."""
    counts: Counter[str] = Counter()
    for word, count in Counter(WORD.findall(text)).items():
        counts[word.lower()] += count
    return counts


def _common_words(text: str, counts: Counter[str]) -> frozenset[str]:
    """Words that the text writes small often enough."""
    small = Counter(WORD.findall(INSIDE_ADDRESS.sub(" ", text)))
    return frozenset(word for word, count in small.items() if word.islower() and count > COMMON * counts[word])
