"""Stored turns as they may be shown now, and how an answer came about for those who may look into it."""

from typing import Any

from app.conversation.wire import answer_as_json
from app.domain.access import Caller, Reach, Role
from app.domain.conversations import Considered, Turn
from app.domain.documents import Document, Passage
from app.domain.errors import NotFound
from app.ports import Conversations, Records

WITHHELD = "This answer is not shown any more: a document it rests on was removed, or is no longer yours to see. Ask again."


GONE = "A document that is not shown any more"
"""What stands in place of its title, which may say as much as its text."""


def shown_turn(turn: Turn, caller: Caller, records: Records) -> dict[str, Any]:
    """A turn as it was, but for what it says of documents and partners that are not the caller's to see now.

    Answers repeat what they cite, and an answer that cites nothing may still name a partner's documents and people.
    """
    answer = answer_as_json(turn.answer)
    for citation in answer["citations"]:
        document = records.document(citation["document_id"], caller.reach)
        citation["withheld"] = document is None or not caller.may_see(document.audience)
        if citation["withheld"]:
            citation |= {"quote": "", "document": "", "title": GONE, "section": "", "version": None, "effective": None}
    strangers = any(not caller.reach.knows(partner) for partner in turn.partners)
    if strangers or any(citation["withheld"] for citation in answer["citations"]):
        answer |= {"answer": WITHHELD, "cards": []}
    return {"id": turn.id, "asked_at": turn.asked_at, "question": turn.question, **answer}


def replayed(turn_id: str, caller: Caller, conversations: Conversations, records: Records) -> dict[str, Any]:
    """How an answer came about: understanding, filter, passages with scores, prompt and models, and the answer.

    Raises Forbidden for who may not look into others' answers, and NotFound for an answer that was made from more than `caller`
    may see, in the very words used for one that never was.
    """
    caller.require(Role.MANAGER, Role.ADMIN, Role.AUDITOR)
    turn, owner = conversations.any_turn(turn_id) or (None, "")
    if turn is None or turn.trace is None or not Reach.parse(turn.trace.reach).within(caller.reach):
        message = "There is no such answer to replay."
        raise NotFound(message)
    trace = turn.trace
    passages = records.passages([one.passage for one in trace.considered], caller.reach)
    documents = {one.document for one in trace.considered}
    named = {one for one in documents if caller.reach.everything or records.document(one, caller.reach) is not None}
    return {
        "owner": owner,
        "as": trace.asker,
        "understood": turn.understood,
        "partners": list(turn.partners),
        "documents": list(turn.documents),
        "filter": list(trace.reach),
        "found": trace.found,
        "withheld": trace.withheld,
        "considered": [_considered(one, passages.get(one.passage), named=one.document in named) for one in trace.considered],
        "prompt": turn.prompt,
        "models": dict(trace.models),
        "turn": shown_turn(turn, caller, records),
    }


def _considered(one: Considered, found: tuple[Passage, Document] | None, *, named: bool) -> dict[str, Any]:
    """A passage that was looked at, its document `named` or not; `text` is None where it is not there any more."""
    return {
        "passage": one.passage,
        "document_id": one.document,
        "document": one.name if named else GONE,
        "start": one.start,
        "end": one.end,
        "score": one.score,
        "cited": one.cited,
        "text": found[0].text if found else None,
    }
