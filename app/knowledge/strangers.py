"""Words of a question that may be somebody's name, told by the question alone: by where they stand, or by being no word.

Whether somebody of that name exists must not be looked up: an answer that is refused for a real partner and given for an
invented one tells who is a partner.
"""

import re
from functools import lru_cache

from spellchecker import SpellChecker

from app.knowledge.question import ASKS
from app.knowledge.words import STOP_WORDS, stem

SHORTEST = 3
"""Letters of a word that may be a name in small letters."""

FAMILIAR = 100
"""How often a word occurs in the dictionary's texts from which somebody may have meant it and made a typing error."""

FOREIGN = 2
"""Words in no dictionary from which a question without one English function word is taken to be in another language."""

DEEDS = (
    "appoint|approve|ask|assign|audit|buy|cancel|charge|claim|collect|cover|cut|deliver|drop|earn|end|exit|file|get|give|handle"
    "|have|hold|invoice|keep|know|leave|license|lose|make|need|offer|order|owe|pay|provide|pull|put|quit|raise|receive|refuse"
    "|register|renew|report|resell|return|see|sell|send|serve|share|sign|store|sublicense|submit|support|take|terminate|transfer"
    "|use|walk|want|withdraw"
)
"""What a party to an agreement does; a clause or a term does not."""

PARTY = re.compile(
    rf"\b(?:must|can|could|may|might|will|would|should|shall|does|do|did|has|had)\s+(?P<doing>[^\W\d_][\w-]+)\s+(?:{DEEDS})\b"
    r"|(?P<owning>[^\W\d_][\w-]+)['’]s(?=\s+\w)"
    r"|\bwhat(?:['’]s|\s+is|\s+are|\s+was|\s+were)\s+(?P<asked>[^\W\d_][\w-]+)(?=\s+\w)",
    re.IGNORECASE,
)
"""Where somebody's name stands in a question: "must NAME give notice", "NAME's territory", "what is NAME territory"."""

FIRST = re.compile(r"^\W*([^\W\d_][\w-]+)\s+\w")
"""The first of several words: "NAME notice period"."""

DETERMINERS = re.compile(
    r"\b(?:(?:a|an|the|our|your|their|his|her|its|my|each|every|any|some|no|one|both|another|either|this|that)(?:\s+\w+)?"
    r"|which|what|whose)\s+$",
    re.IGNORECASE,
)
"""What stands before a thing and not before a name: "the customer's data"."""

_PLAIN = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1024)
def stand_for_somebody(question: str) -> frozenset[str]:
    """The words, in small letters, that stand where a name stands in `question`."""
    found = set()
    for match in PARTY.finditer(question):
        (place,) = (name for name, word in match.groupdict().items() if word)
        word = match[place].lower()
        several = place != "owning" and word.endswith("s") and _is_word(word[:-1])
        if word not in STOP_WORDS and not several and not DETERMINERS.search(question[: match.start(place)]):
            found.add(word)
    return frozenset(found)


@lru_cache(maxsize=1024)
def strangers(question: str) -> frozenset[str]:
    """The stems of words that are nobody's or nothing's here unless a passage holds them: names, as far as one can tell."""
    words = {match.group().lower() for match in _PLAIN.finditer(question)}
    odd = {word for word in words if len(word) >= SHORTEST and word not in STOP_WORDS and not _is_word(word)}
    if len(odd) >= FOREIGN and words.isdisjoint(STOP_WORDS):
        odd = set()
    elif not ASKS.search(question) and (first := FIRST.match(question)) and _dictionary().known([first[1].lower()]):
        odd.add(first[1].lower())
    return frozenset(stem(word) for word in odd | stand_for_somebody(question) if word not in STOP_WORDS)


@lru_cache(maxsize=1)
def _dictionary() -> SpellChecker:
    return SpellChecker("en", distance=1)


@lru_cache(maxsize=8192)
def _is_word(word: str) -> bool:
    """Whether the dictionary has the word, or one that it is but for a typing error."""
    dictionary = _dictionary()
    if dictionary.known([word, stem(word)]):
        return True
    return any(dictionary.word_frequency[one] >= FAMILIAR for one in dictionary.candidates(word) or ())
