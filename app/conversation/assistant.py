"""A turn from question to stored answer: understand, answer, store, then say that it is done."""

import time
import uuid
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import structlog

from app.conversation.answerer import Answerer, Asked, Draft, Piece, spelled
from app.conversation.pages import Pages
from app.conversation.small_talk import small_talk
from app.conversation.witness import asked_event
from app.domain.access import Caller
from app.domain.answers import Answer, AnswerEvent, Done, Failed
from app.domain.conversations import Turn
from app.domain.errors import Invalid, LiaisonError, NotFound
from app.knowledge.naming import Known, Naming
from app.knowledge.question import Understood, follow_up, pointed, understand
from app.ports import AuditLog, Clock, Conversations, Records

LONGEST_QUESTION = 4000
"""Characters. Longer messages are documents, not questions."""

REMEMBERED = 6
"""Earlier turns a follow-up may lean on."""

log = structlog.get_logger(__name__)


class Assistant:
    """Answers questions in conversations."""

    def __init__(
        self,
        answerer: Answerer,
        records: Records,
        conversations: Conversations,
        audit: AuditLog,
        clock: Clock,
        naming: Naming,
        models: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """`models` names what answers, for the trace of every turn."""
        self._answerer = answerer
        self._records = records
        self._conversations = conversations
        self._clock = clock
        self._naming = naming
        self._audit = audit
        self._models = dict(models)  # a plain one, which every store can keep

    def ask(self, question: str, caller: Caller, conversation_id: str | None = None) -> Iterator[AnswerEvent]:
        """The answer as events; the last is Done, after the turn was stored, or Failed.

        Raises Invalid for an empty or overlong question and NotFound for a conversation that is not the caller's, both
        before the first event.
        """
        started = time.perf_counter()
        question = question.strip()
        if not question:
            message = "There is no question in the message; type one and send it again."
            raise Invalid(message)
        if len(question) > LONGEST_QUESTION:
            message = f"The message has {len(question):,} characters; at most {LONGEST_QUESTION:,} can be read as a question."
            raise Invalid(message)
        history = self._history(conversation_id, caller)
        return self._answered(question, caller, conversation_id or uuid.uuid4().hex, history, started)

    def _answered(
        self, question: str, caller: Caller, conversation_id: str, history: tuple[Turn, ...], started: float
    ) -> Iterator[AnswerEvent]:
        timings: dict[str, float] = {}
        draft: Draft | None = None
        try:
            asked, pieces = self._pieces(question, caller, history)
            timings["understood"] = _since(started)
            for piece in map(Pages(self._records, caller.reach).placed, pieces):
                timings.setdefault("first_token", _since(started))
                if isinstance(piece, Draft):
                    draft = piece
                else:
                    yield piece
        except LiaisonError as error:
            yield Failed(error.kind, error.sentence)
            return
        if draft is None:
            message = "an answerer must end with its draft"
            raise RuntimeError(message)
        timings["total"] = _since(started)
        turn = self._turn(question, asked, draft, conversation_id, timings)
        self._audit.append(turn.asked_at, asked_event(turn, caller))
        self._conversations.save(turn, caller)
        yield Done(turn.answer)

    def understand(self, question: str, caller: Caller, history: tuple[Turn, ...] = ()) -> Asked:
        """What a question means for this caller, after the turns before it."""
        known = self._naming.known(caller)
        earlier: Understood | None = None
        for turn in history[-REMEMBERED:]:
            earlier = self._read(turn.question, known, caller, earlier)
        return Asked(self._read(question, known, caller, earlier), caller, known.directory, history)

    def _read(self, question: str, known: Known, caller: Caller, earlier: Understood | None) -> Understood:
        now = understand(question, known.directory, caller)
        if not now.partners:
            now = pointed(now, self._naming.route(question, caller), known.documents)
        return now if earlier is None or small_talk(question, caller) else follow_up(now, earlier)

    def _pieces(self, question: str, caller: Caller, history: tuple[Turn, ...]) -> tuple[Asked, Iterator[Piece]]:
        asked = self.understand(question, caller, history)
        if reply := small_talk(question, caller):
            return asked, spelled(Draft(reply, mode="conversation"))
        return asked, self._answerer.answer(asked)

    def _history(self, conversation_id: str | None, caller: Caller) -> tuple[Turn, ...]:
        if conversation_id is None:
            return ()
        conversation = self._conversations.conversation(conversation_id, caller)
        if conversation is None:
            message = "There is no such conversation; leave the conversation out to start a new one."
            raise NotFound(message)
        return conversation.turns

    def _turn(self, question: str, asked: Asked, draft: Draft, conversation_id: str, timings: dict[str, float]) -> Turn:
        identity = uuid.uuid4().hex
        answer = Answer(
            text=draft.text,
            abstained=draft.abstained,
            citations=draft.citations,
            conversation_id=conversation_id,
            turn_id=identity,
            mode=draft.mode,
            cards=draft.cards,
            timings_ms=timings,
        )
        return Turn(
            id=identity,
            conversation_id=conversation_id,
            asked_at=self._clock.now(),
            question=question,
            understood=asked.question.text,
            answer=answer,
            partners=asked.question.partners,
            documents=tuple(dict.fromkeys(citation.document_id for citation in draft.citations)),
            prompt=draft.prompt,
            trace=asked.witness.trace(asked.caller, draft.citations, self._models),
        )


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
