"""Greetings, thanks and "what can you do": a human sentence, no search, no citations."""

import re

from app.domain.access import Caller

_THANKS = r"(?:thanks?(?: you)?|thx|cheers|ta|much appreciated)"
PATTERNS = tuple(
    (kind, re.compile(rf"^\W*{pattern}\W*$", re.IGNORECASE))
    for kind, pattern in (
        ("greeting", r"(?:hi|hello|hey|good (?:morning|afternoon|evening)|greetings|howdy)(?: there| liaison| all)?"),
        ("thanks", rf"(?:(?:ok(?:ay)?|great|perfect),? )?{_THANKS}(?: (?:a lot|so much|very much|liaison|again))*"),
        ("bye", r"(?:bye|goodbye|see you|that['’]?s all)(?: for now)?"),
        ("help", r"(?:help|what can you do(?: for me)?|who are you|what are you|how do(?:es)? (?:you|this) work)"),
    )
)


def small_talk(question: str, caller: Caller) -> str | None:
    """A reply if `question` is small talk, else None."""
    kind = next((kind for kind, pattern in PATTERNS if pattern.match(question)), None)
    if kind == "greeting":
        return "Hello. What would you like to know?"
    if kind == "thanks":
        return "You're welcome."
    if kind == "bye":
        return "Goodbye. This conversation stays here if you want to come back to it."
    if kind == "help":
        return _abilities(caller)
    return None


def _abilities(caller: Caller) -> str:
    whose = "your partners' agreements" if caller.of_vendor else "your agreement"
    return (
        f"I read {whose}, the programme guide, playbooks, price lists and records, and answer from them. Every claim comes with"
        " a citation you can open. When the documents don't say, I tell you so. Ask me, for example, how much notice an"
        " agreement needs, what discount a registered deal gets, or when a certification expires."
    )
