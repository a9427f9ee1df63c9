"""How many sentences an answer takes, and which: the best, what completes it, a condition that follows it; steps as a list."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from app.domain.documents import Passage
from app.domain.sentences import sentence_spans
from app.knowledge.evidence import Evidence
from app.knowledge.expectation import STEPS
from app.knowledge.question import Understood
from app.knowledge.words import STOP_WORDS, content_stems, stems, words

MOST = 3
"""The sentence or two that answer, and one that limits them."""

COMPLETES = 3.0
"""A further sentence may rank so much below the best one; the right one is seldom further behind."""

MOST_ROWS = 8
"""Rows listed when a question asks for several."""

SAME_WORDS = 0.8
"""Two sentences that share so much of their words say the same."""

PROVISO = re.compile(
    r"^\W*(?:\(?\w{1,4}[.)]\s*|\d+(?:\.\d+)*\s+)?(?:provided|except|however|notwithstanding|unless|but|no such|such notice"
    r"|this (?:right|period|notice|limit)|the foregoing|subject to|in (?:any|no) (?:case|event)|nothing in)\b",
    re.IGNORECASE,
)
"""How a sentence begins that limits the one before it."""

SHORT_SENTENCE = 200
"""A following sentence of this length is quoted as well: neighbours belong together more often than not."""

NEAR_TOP = 5
"""A question for several records is answered from a table when one of its rows stands so near the top."""

LADDER = re.compile(r"\b(?:up to|more than|less than|over|under|above|below|at least|from) \d", re.IGNORECASE)
"""A row of a table of steps: which step applies is for the reader to see, so the steps are shown together."""

CONTRACTS = frozenset({"agreement", "amendment"})
MOST_STEPS = 8
LIST_LIKE = re.compile(r"\n\s*\n|\n\s*(?:[-*•]|\d{1,2}[.)]|\([a-z]\))\s")


def select(
    question: Understood, evidence: Sequence[Evidence], neighbours: Sequence[Evidence] = (), most: int = MOST
) -> list[Evidence]:
    """The sentences of the answer, best first. `neighbours` are the sentences that follow the best one in its document."""
    if not evidence:
        return []
    best = evidence[0]
    rows = [one for one in evidence[:NEAR_TOP] if one.ranked.passage.kind == "row"]
    if best in rows or (rows and PLURAL.search(question.text)):
        return _rows(question, [rows[0], *(one for one in evidence if one is not rows[0])])
    chosen = [best, *_value_of(best, evidence)]
    following = [one for one in neighbours[:1] if len(one.text) <= SHORT_SENTENCE or PROVISO.match(one.text)]
    chosen += [one for one in following if one not in chosen]
    for one in evidence[1:]:
        if len(chosen) >= most or one.score < best.score - COMPLETES:
            break
        if not any(_same(one, other) for other in chosen):
            chosen.append(one)
    return chosen


def steps_of(question: Understood, best: Evidence, document: Sequence[Passage]) -> list[Evidence]:
    """The steps of the list that holds `best`, in order, when the question asks for a procedure or for advice; else nothing.

    `document` is all of its document's passages: a list may go on in the next ones under the same heading.
    """
    first = best.ranked.passage
    if question.expects not in STEPS or best.ranked.document.kind in CONTRACTS or not LIST_LIKE.search(first.text):
        return []
    following = takewhile(lambda one: one.section == first.section, (one for one in document if one.ordinal > first.ordinal))
    return [step for passage in (first, *following) for step in _steps_in(passage, best)][:MOST_STEPS]


def _steps_in(passage: Passage, best: Evidence) -> list[Evidence]:
    titles = {tuple(stems(title)) for title in passage.section}
    spans = [(start, end) for start, end in sentence_spans(passage.text) if tuple(stems(passage.text[start:end])) not in titles]
    ranked = replace(best.ranked, passage=passage)
    return [
        replace(best, ranked=ranked, start=passage.start + start, end=passage.start + end, text=passage.text[start:end])
        for start, end in _blocks(passage.text, spans)
    ]


def _blocks(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences of one paragraph or item joined."""
    blocks: list[tuple[int, int]] = []
    for start, end in spans:
        if blocks and not LIST_LIKE.search(text[blocks[-1][1] : start + 1] + " ") and "\n" not in text[blocks[-1][1] : start]:
            blocks[-1] = (blocks[-1][0], end)
        else:
            blocks.append((start, end))
    return blocks


def _value_of(best: Evidence, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Where the best sentence lacks the value that was asked for: the best one of its document that holds one."""
    if best.signs.fits >= 0:
        return []
    return [one for one in evidence if one.signs.fits > 0 and one.ranked.document.id == best.ranked.document.id][:1]


def _rows(question: Understood, evidence: Sequence[Evidence]) -> list[Evidence]:
    """One row, or all the rows that fit as well when the question is about several."""
    best = evidence[0]
    # The parts of a shared table are documents of one file.
    alike = [
        one for one in evidence if one.ranked.passage.kind == "row" and one.ranked.document.name == best.ranked.document.name
    ]
    if LADDER.search(best.text):
        steps = [one for one in alike if one.ranked.passage.section == best.ranked.passage.section and LADDER.search(one.text)]
        return sorted(steps[:MOST_ROWS], key=lambda one: one.start)
    most = MOST_ROWS if PLURAL.search(question.text) else 2
    said = [_said_in(question, one) for one in alike]
    level = [one for one, count in zip(alike, said, strict=True) if count == max(said)]
    texts = [one for one in evidence[1:] if one.ranked.passage.kind != "row" and one.score >= 0.95 * best.score][:1]  # as good
    return (level[:most] if best in level else [best, *level[: most - 1]]) + texts


def _said_in(question: Understood, row: Evidence) -> int:
    """How many words of the question the row holds as they are: "expired" is not "expires"."""
    held = {word.lower() for word in words(row.text)} - STOP_WORDS
    return len(held & {word.lower() for word in words(question.topic)})


PLURAL = re.compile(
    r"\b(?:which|what|list|show|all|any|how many)\b[^?]{0,40}\b(?:certifications?|certificates|tickets|deals|people|engineers"
    r"|partners|products|prices|opportunities|registrations|incidents|issues|cases)\b|\bwho\b|\beveryone\b",
    re.IGNORECASE,
)


def _same(one: Evidence, other: Evidence) -> bool:
    if one.ranked.document.id == other.ranked.document.id and one.start < other.end and other.start < one.end:
        return True
    ours, others = set(content_stems(one.text)), set(content_stems(other.text))
    return len(ours & others) >= SAME_WORDS * max(1, min(len(ours), len(others)))
