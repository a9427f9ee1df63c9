"""What later amendments say of the clause an answer rests on.

Amendments rarely repeat the words of a question: "In clause 3.1 the figure is replaced by NOK 9,000,000." So they are not left
to the search. The number of the clause that answers is looked up in every amendment of that agreement.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from app.conversation.precedence import supersedes
from app.domain.documents import Document, DocumentState, Passage
from app.domain.sentences import sentence_spans
from app.knowledge.evidence import Evidence

LABEL = re.compile(r"(?:^|\n)\s*(?:(?:section|clause|article)\s+)?(\d{1,2}(?:\.\d{1,2}){0,3})[.)]?\s", re.IGNORECASE)
NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*")

PassagesOf = Callable[[str], Sequence[Passage]]

LONGEST = 600
"""Characters up to which the wording that an amendment puts in place is taken along."""


def amended(evidence: Sequence[Evidence], documents: Iterable[Document], passages_of: PassagesOf) -> list[Evidence]:
    """The evidence with what amends its best sentence put first, the latest amendment before earlier ones.

    `documents` are those among which amendments are looked for; `passages_of` gives a document's passages.
    """
    if not evidence:
        return []
    best = evidence[0]
    number = clause_number(best)
    later = [one for one in documents if one.state is DocumentState.READY and _amends(one, best.ranked.document)]
    if number is None or not later:
        return list(evidence)
    later.sort(key=lambda one: (one.effective or date.min, one.name), reverse=True)
    changes = [change for one in later for change in _changes(one, number, best, passages_of)]
    taken = {(change.ranked.document.id, change.start) for change in changes}
    return [*changes, *(one for one in evidence if (one.ranked.document.id, one.start) not in taken)]


def clause_number(evidence: Evidence) -> str | None:
    """The number of the clause a sentence stands in: the last label before it in its passage, else its section's."""
    passage = evidence.ranked.passage
    labels = LABEL.findall(passage.text[: evidence.start - passage.start] + evidence.text[: len("Section 12.12.12 ")])
    if labels:
        return str(labels[-1])
    match = NUMBER.match(passage.section[-1]) if passage.section else None
    return match.group() if match else None


def refers_to(number: str) -> re.Pattern[str]:
    """Finds references to a clause: "clause 3.1", "Sections 3.1 and", not "clause 3.12"."""
    return re.compile(rf"(?:clauses?|sections?|articles?|paragraphs?|§)\s*{re.escape(number)}(?!\.?\d)", re.IGNORECASE)


def _amends(later: Document, earlier: Document) -> bool:
    return later.kind == "amendment" and earlier.kind in ("agreement", "amendment") and supersedes(later, earlier)


def _changes(amendment: Document, number: str, best: Evidence, passages_of: PassagesOf) -> Iterable[Evidence]:
    refers = refers_to(number)
    for passage in passages_of(amendment.id):
        spans = sentence_spans(passage.text)
        for at, (start, end) in enumerate(spans):
            if refers.search(passage.text[start:end]):
                end = _with_new_wording(passage, spans[at:])  # noqa: PLW2901  # the sentence grows by what it announces
                text = passage.text[start:end]
                ranked = replace(best.ranked, passage=passage, document=amendment)
                yield replace(best, ranked=ranked, start=passage.start + start, end=passage.start + end, text=text)


def _with_new_wording(passage: Passage, spans: Sequence[tuple[int, int]]) -> int:
    """Where the sentence ends, the quoted wording it puts in place included."""
    start, end = spans[0]
    opened = passage.text[start:end].count("“") > passage.text[start:end].count("”")
    announced = passage.text[start:end].rstrip().endswith(":")
    for following_start, following_end in spans[1:]:
        following = passage.text[following_start:following_end]
        if not (opened or announced) or following_end - start > LONGEST:
            break
        end = following_end
        announced = False
        opened = (opened or "“" in following) and "”" not in following
    return end
