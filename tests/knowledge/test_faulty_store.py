"""Indexes that ignore their filter, or offer what was deleted: nothing of it comes out, by whatever way one asks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

import pytest

from app.conversation.assistant import Assistant
from app.conversation.extractive import ExtractiveAnswerer
from app.domain.access import EVERYTHING, INTERNAL, Audience, Caller, Reach
from app.domain.answers import Done
from app.knowledge.finder import Finder
from app.knowledge.locator import Locator
from app.knowledge.naming import Naming
from app.ports import Hit, LexicalIndex, VectorIndex, Vectors
from tests.fakes.audit import MemoryAuditLog
from tests.fakes.clock import FixedClock
from tests.fakes.conversations import MemoryConversations
from tests.fakes.lexical_index import MemoryLexicalIndex
from tests.fakes.vector_index import MemoryVectorIndex
from tests.knowledge.library import ACME, BOREALIS, Library, document, stored

ADA = Caller.parse("partner:acme")
QUESTIONS = ("How much notice ends the agreement?", "How much notice does Borealis need?", "What did the review find?")
OWN = "Acme ends the agreement with sixty days notice."
HIDDEN = {
    "borealis": (BOREALIS, "Borealis ends the agreement with tarnhollow days notice."),
    "internal": (INTERNAL, "The review found gullmarsh late payments and notice of them."),
    "group": (Audience("group", "legal"), "The lawsuit and its notice are kept under umberleigh."),
}
GONE = "The agreement ended with peatmoss days notice."
SECRETS = ("tarnhollow", "gullmarsh", "umberleigh", "peatmoss")


class CarelessVectors(MemoryVectorIndex):
    """Ignores for whom and in which documents it searches."""

    def search(self, vector: Vectors, k: int, reach: Reach, documents: Sequence[str] | None = None) -> list[Hit]:
        return super().search(vector, k, EVERYTHING, None)


class KeepingVectors(MemoryVectorIndex):
    """Never removes anything."""

    def remove(self, passages: Mapping[str, Audience]) -> None:
        return None

    def drop(self, place: str, ids: Iterable[str]) -> None:
        return None


class CarelessWords(MemoryLexicalIndex):
    """Ignores for whom and in which documents it searches."""

    def search(self, text: str, k: int, reach: Reach, documents: Sequence[str] | None = None) -> list[Hit]:
        return super().search(text, k, EVERYTHING, None)

    def frequencies(
        self, words: Sequence[str], reach: Reach, documents: Sequence[str] | None = None
    ) -> tuple[dict[str, int], int]:
        return super().frequencies(words, EVERYTHING, None)


class KeepingWords(MemoryLexicalIndex):
    """Never removes anything."""

    def remove(self, passage_ids: Iterable[str]) -> None:
        return None


FAULTY: Mapping[str, Callable[[], tuple[VectorIndex, LexicalIndex]]] = {
    "vectors that ignore their filter": lambda: (CarelessVectors(), MemoryLexicalIndex()),
    "vectors of deleted documents": lambda: (KeepingVectors(), MemoryLexicalIndex()),
    "words that ignore their filter": lambda: (MemoryVectorIndex(), CarelessWords()),
    "words of deleted documents": lambda: (MemoryVectorIndex(), KeepingWords()),
    "all of it": lambda: (CarelessVectors(), CarelessWords()),
}


class Desk:
    """Everything that answers, over indexes that do not do what they should."""

    def __init__(self, vectors: VectorIndex, lexical: LexicalIndex) -> None:
        library = Library([], vectors)
        assert isinstance(lexical, MemoryLexicalIndex)
        library.lexical = lexical
        library.put(stored(document("own", ACME, "agreement", "Acme Agreement"), OWN))
        for name, (audience, text) in HIDDEN.items():
            library.put(stored(document(name, audience, "agreement", f"{name.capitalize()} Paper"), text))
        gone = stored(document("gone", ACME, "agreement", "Old Agreement"), GONE)
        library.put(gone)
        library.records.delete(["gone"])
        library.vectors.remove({passage.id: ACME for passage in gone.passages})
        lexical.remove([passage.id for passage in gone.passages])
        self.library = library
        self.finder = Finder(library.embedder, vectors, lexical, library.records, library.model)
        weigher = library.weigher
        weigher._lexical = lexical
        naming = Naming(library.records, lexical, library.model.asking)
        self.locator = Locator(library.embedder, self.finder, weigher, library.records, naming, library.model)
        answerer = ExtractiveAnswerer(self.finder, weigher, library.records)
        clock = FixedClock(datetime(2026, 3, 1, tzinfo=UTC))
        self.assistant = Assistant(answerer, library.records, MemoryConversations(), MemoryAuditLog(), clock, naming)

    def located(self, question: str, caller: Caller) -> str:
        found = self.locator.locate(question, caller, 50)
        return " ".join(self.library.records.text(one.document.id, EVERYTHING).text[one.start : one.end] for one in found)

    def answered(self, question: str, caller: Caller) -> str:
        done = list(self.assistant.ask(question, caller))[-1]
        assert isinstance(done, Done)
        return repr(done.answer)


@pytest.fixture(params=FAULTY)
def desk(request: pytest.FixtureRequest) -> Desk:
    return Desk(*FAULTY[request.param]())


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_finder_brings_what_one_may_see_and_what_there_is(desk: Desk, question: str) -> None:
    for routed in ((), ("borealis", "gone", "own")):
        found = desk.finder.find(question, ADA, routed)
        assert {one.document.id for one in found.passages} == {"own"}


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_locator_points_at_what_one_may_see_and_what_there_is(desk: Desk, question: str) -> None:
    said = desk.located(question, ADA)
    assert OWN in said
    assert [word for word in SECRETS if word in said] == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_and_citations_tell_what_one_may_see_and_what_there_is(desk: Desk, question: str) -> None:
    said = desk.answered(question, ADA).lower()
    assert [
        word for word in (*SECRETS, "borealis paper", "internal paper", "group paper", "old agreement") if word in said
    ] == []


def test_everybody_still_gets_what_is_theirs(desk: Desk) -> None:
    assert "sixty" in desk.answered(QUESTIONS[0], ADA)
    assert "tarnhollow" in desk.answered(QUESTIONS[0], Caller.parse("partner:borealis"))


def test_what_was_withheld_is_counted() -> None:
    careless = Desk(CarelessVectors(), MemoryLexicalIndex())
    assert careless.finder.find(QUESTIONS[0], ADA, ()).withheld == len(HIDDEN)
    keeping = Desk(KeepingVectors(), MemoryLexicalIndex())
    assert keeping.finder.find(QUESTIONS[0], ADA, ()).withheld == 1
