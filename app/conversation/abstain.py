"""Saying that the answer is not there: what was looked for, what came closest, who can help. Never a guess."""

from collections.abc import Sequence

from app.conversation.answerer import Asked, Draft
from app.conversation.compose import cite
from app.conversation.research import Research, nearest
from app.domain.documents import Document
from app.knowledge.finder import Ranked

NEAREST = 2
"""Documents named as nearest; more would be noise."""


def abstention(asked: Asked, research: Research) -> Draft:
    """The answer that there is no answer."""
    if research.unreadable:
        return _unreadable(asked, research.unreadable[0])
    close = nearest(research.passages, NEAREST)
    citations = tuple(cite(one, n, one.passage.start, one.passage.end) for n, one in enumerate(close, 1))
    lines = [f"I can't find an answer to that{_about(asked)} in what you can see."]
    if close:
        named = " and ".join(f"{_place(one)} [{n}]" for n, one in enumerate(close, 1))
        lines.append(f"The nearest is {named}, which does not settle it.")
    return Draft(" ".join([*lines, *_who_knows(asked)]), citations, abstained=True, mode="abstained")


def _unreadable(asked: Asked, document: Document) -> Draft:
    text = f"I can't tell: {document.title} has no text I can read ({_reason(document)})."
    return Draft(" ".join([text, *_who_knows(asked)]), abstained=True, mode="abstained")


def unread_beside(asked: Asked, found: Sequence[Research]) -> str:
    """What is added to an answer about named contracts of which one could not be read; empty where all could be."""
    if not asked.question.within:
        return ""
    closed = {document.id: document for research in found for document in research.unreadable}
    if not closed:
        return ""
    named = " and ".join(f"{document.title} ({_reason(document)})" for document in closed.values())
    return f"\n\nI can't read {named}; it may say otherwise."


def _reason(document: Document) -> str:
    return (document.reason or "its text could not be read.").rstrip(".")


def _about(asked: Asked) -> str:
    names = [asked.directory.partners[one].name for one in asked.question.partners if one in asked.directory.partners]
    return f" for {' and '.join(names)}" if names and not asked.question.own else ""


def _place(ranked: Ranked) -> str:
    section = f", “{ranked.passage.section[-1]}”" if ranked.passage.section else ""
    return f"{ranked.document.title}{section}"


def _who_knows(asked: Asked) -> Sequence[str]:
    """The partner's manager, when the question is about one partner that has one."""
    partners = [asked.directory.partners[one] for one in asked.question.partners if one in asked.directory.partners]
    if len(partners) == 1 and partners[0].manager:
        return [f"{partners[0].manager} manages {partners[0].name} and may know."]
    return []
