"""The sample programme over the real stack, asked as people ask it; shared by the tests of its answers."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.bootstrap import Container
from app.domain.access import EVERYTHING, Audience, Caller, Role
from app.domain.answers import Answer, AnswerEvent, Citation, Done
from eval.corpus import SAMPLE

MARKER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Programme:
    """A home with the sample in it."""

    container: Container

    def events(self, question: str, caller: str, conversation_id: str | None = None) -> list[AnswerEvent]:
        return list(self.container.assistant.ask(question, Caller.parse(caller), conversation_id))

    def ask(self, *turns: str, caller: str = "manager") -> Answer:
        """The answer to the last of the turns of one conversation."""
        answers: list[Answer] = []
        for turn in turns:
            last = self.events(turn, caller, answers[-1].conversation_id if answers else None)[-1]
            assert isinstance(last, Done), last
            answers.append(last.answer)
        return answers[-1]

    def audience(self, citation: Citation) -> Audience:
        document = self.container.records.document(citation.document_id, EVERYTHING)
        assert document is not None
        return document.audience

    def check_citations(self, answer: Answer) -> None:
        """Every citation proves what it says it proves, and the numbers in the text are those of the citations."""
        for citation in answer.citations:
            text = self.container.records.text(citation.document_id, EVERYTHING)
            assert text.text[citation.start : citation.end] == citation.quote, citation
            assert citation.quote.strip() == citation.quote != "", citation
            if citation.page is not None:
                page = next(page for page in text.pages if page.number == citation.page)
                assert page.start <= citation.end, citation
                assert citation.start < page.end, citation
            assert citation.passage_id in self.container.records.passages([citation.passage_id], EVERYTHING)
        numbers = [citation.n for citation in answer.citations]
        assert numbers == list(range(1, len(numbers) + 1))
        assert {int(n) for n in MARKER.findall(answer.text)} == set(numbers), answer.text

    def check_secrets(self, answer: Answer, caller: str) -> None:
        """Nothing in the answer comes from, quotes or names a document the caller may not see."""
        who = Caller.parse(caller)
        assert all(who.may_see(self.audience(citation)) for citation in answer.citations)
        shown = " ".join((answer.text, *(cell for card in answer.cards for row in card.rows for cell in row))).casefold()
        for document in self.container.records.documents(EVERYTHING):
            if not who.may_see(document.audience) and document.title.casefold() not in self._own_titles(who):
                assert document.title.casefold() not in shown, document.title
        if who.role is Role.PARTNER:
            strangers = [one for one in self.container.records.partners() if one.id != who.partner]
            for stranger in strangers:
                assert f"for {stranger.name}".casefold() not in shown
                assert f"manages {stranger.name}".casefold() not in shown

    def _own_titles(self, who: Caller) -> set[str]:
        """A shared table is cut into a part for each partner, all with one title."""
        return {document.title.casefold() for document in self.container.records.documents(who.reach)}


def questions() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every question of the sample's files: who asks, what, after which turns."""
    for file in sorted(SAMPLE.glob("questions*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            yield entry["as"], entry["question"], tuple(entry.get("turns") or ())
