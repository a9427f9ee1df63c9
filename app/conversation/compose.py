"""Composing an answer from sentences: the value first, the sentence that proves it, where it stands. Plain prose, no paste."""

import re
from collections.abc import Sequence
from itertools import pairwise

from app.conversation.amendments import clause_number, refers_to
from app.conversation.answerer import Asked, Draft
from app.conversation.precedence import supersedes
from app.domain.answers import Citation
from app.domain.dates import in_words
from app.domain.documents import Document
from app.knowledge.evidence import Evidence
from app.knowledge.expectation import Expects, values
from app.knowledge.field_terms import synonyms
from app.knowledge.finder import Ranked
from app.knowledge.words import stems

QUOTED = frozenset({"agreement", "amendment", "email", "note"})
"""Kinds whose wording matters: their sentences stand in quotation marks."""

LONGEST_SENTENCE = 420
"""Longer sentences are cut to the part that matters; a reader takes in about three lines."""

PARTIAL = "These are the rows that fit best; the table may hold more."
"""Said below several rows: a search finds the nearest, it does not count."""

LEADS = frozenset({Expects.DURATION, Expects.MONEY, Expects.PERCENT, Expects.DATE})
"""Shapes whose single value may stand before the sentence."""

PART = re.compile(
    r"(?<=[;:])\s+|(?<=,)\s+(?=(?:provided|except|unless|however|and|or|but|which|in which)\b)|\s+(?=\([a-z]\)\s)"
)


class Citations:
    """Numbers citations in order of use; the same stretch of the same document keeps its number."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, int, int], Citation] = {}

    def number(self, evidence: Evidence, start: int, end: int) -> int:
        """The number of the citation for characters `start` to `end` of the evidence's document."""
        key = (evidence.ranked.document.id, start, end)
        if key not in self._numbers:
            self._numbers[key] = cite(evidence.ranked, len(self._numbers) + 1, start, end)
        return self._numbers[key].n

    def holds(self, evidence: Evidence) -> bool:
        """Whether a stretch of this sentence is cited already."""
        document = evidence.ranked.document.id
        return any(one == document and start < evidence.end and evidence.start < end for one, start, end in self._numbers)

    def all(self) -> tuple[Citation, ...]:
        """The citations in order."""
        return tuple(self._numbers.values())


def cite(ranked: Ranked, n: int, start: int, end: int) -> Citation:
    """The citation of a stretch of a document's text; the quote is exact."""
    passage, document = ranked.passage, ranked.document
    return Citation(
        n=n,
        passage_id=passage.id,
        document_id=document.id,
        document=document.name,
        title=document.title,
        page=passage.page,
        section=" > ".join(passage.section),
        start=start,
        end=end,
        quote=passage.text[start - passage.start : end - passage.start],
        version=document.version,
        effective=document.effective,
    )


def answer_of(answers: Sequence[tuple[Asked, Sequence[Evidence]]]) -> Draft:
    """The answer that the chosen sentences give to each question within the question, the governing sentence first."""
    citations, lines = Citations(), []
    for asked, chosen in answers:
        fresh = [one for one in chosen if not citations.holds(one)]
        for at, one in enumerate(fresh):
            before = _lead(asked, one, fresh[1:]) if at == 0 else _changed(fresh[0], one)
            lines.append(before + _sentence(one, citations, asked))
    sources = dict.fromkeys(source_line(one.ranked.document) for _, chosen in answers for one in chosen)
    rows = [one for _, chosen in answers for one in chosen if one.ranked.passage.kind == "row"]
    partial = [PARTIAL] if len(rows) > 1 else []
    return Draft("\n\n".join([*lines, *partial, "From: " + "; ".join(sources) + "."]), citations.all())


def _changed(lead: Evidence, other: Evidence) -> str:
    """What is said before the text that an amendment changes: the clause the amendment names."""
    number = clause_number(other)
    if number is None or not supersedes(lead.ranked.document, other.ranked.document):
        return ""
    return "The text this changes: " if refers_to(number).search(lead.text) else ""


def source_line(document: Document) -> str:
    """The document as a person would name it: title, version, since when it counts."""
    version = f", version {document.version}" if document.version else ""
    since = f", in force since {in_words(document.effective)}" if document.effective else ""
    return f"{document.title}{version}{since}"


def shown(evidence: Evidence) -> str:
    """The sentence on one line, in quotation marks where the wording matters."""
    text = " ".join(evidence.text.split())
    if evidence.ranked.passage.kind == "row":
        return text.rstrip(".") + "."
    return f"“{text}”" if evidence.ranked.document.kind in QUOTED else text


def _lead(asked: Asked, evidence: Evidence, others: Sequence[Evidence]) -> str:
    """The value alone, in bold, where the sentence holds exactly one of the shape that was asked for.

    Not where another sentence of the answer says more of what was asked: the right place may begin with another value, as a
    clause on notice with the initial term.
    """
    text = " ".join(evidence.text.split())  # a value may stand across a line's end
    words = _said_of(asked, text)
    told = (
        asked.question.expects in LEADS
        and evidence.ranked.passage.kind != "row"
        and words > 0
        and all(_said_of(asked, one.text) <= words for one in others)
    )
    found = values(asked.question.expects, text) if told else []
    return f"**{found[0][:1].upper()}{found[0][1:]}.** " if len(found) == 1 else ""


def _sentence(evidence: Evidence, citations: Citations, asked: Asked) -> str:
    start, end = essential(evidence, asked)
    text = " ".join(evidence.text[start - evidence.start : end - evidence.start].split())
    cut_before, cut_after = start > evidence.start, end < evidence.end
    text = ("… " if cut_before else "") + text + (" …" if cut_after else "")
    if evidence.ranked.passage.kind == "row":
        text = text.rstrip(".") + "."
    elif evidence.ranked.document.kind in QUOTED:
        text = f"“{text}”"
    return f"{text} [{citations.number(evidence, start, end)}]"


def essential(evidence: Evidence, asked: Asked) -> tuple[int, int]:
    """The stretch of a long sentence that matters (document offsets): its parts around the one that covers most."""
    text = evidence.text
    if len(text) <= LONGEST_SENTENCE:
        return evidence.start, evidence.end
    cuts = [0, *(match.end() for match in PART.finditer(text)), len(text)]
    parts = list(pairwise(cuts))
    wanted = set(asked.question.stems)
    weight = [_weight(text[start:end], wanted, asked) for start, end in parts]
    first = last = max(range(len(parts)), key=lambda at: weight[at])
    while True:
        options = [at for at in (first - 1, last + 1) if 0 <= at < len(parts)]
        options = [
            at for at in options if max(parts[last][1], parts[at][1]) - min(parts[first][0], parts[at][0]) <= LONGEST_SENTENCE
        ]
        if not options:
            break
        best = max(options, key=lambda at: (weight[at], at))
        first, last = min(first, best), max(last, best)
    stretch = text[parts[first][0] : parts[last][1]]
    return evidence.start + parts[first][0], evidence.start + parts[first][0] + len(stretch.rstrip())


def _said_of(asked: Asked, text: str) -> int:
    """How many words of the question a text says, or ones that mean the same."""
    said = set(stems(text))
    return sum(bool(synonyms(one) & said) for one in asked.question.stems)


def _weight(part: str, wanted: set[str], asked: Asked) -> float:
    said = set(stems(part))
    holds = bool(values(asked.question.expects, part)) if asked.question.expects in LEADS else False
    return sum(1.0 for one in wanted if synonyms(one) & said) + 1.5 * holds


def steps_answer(steps: Sequence[Evidence]) -> Draft:
    """A procedure: numbered steps in the order of the document, each with its citation."""
    citations = Citations()
    lines = [
        f"{n}. {_without_marker(' '.join(one.text.split()))} [{citations.number(one, one.start, one.end)}]"
        for n, one in enumerate(steps, 1)
    ]
    heading = f"{steps[0].ranked.passage.section[-1]}:\n\n" if steps[0].ranked.passage.section else ""
    return Draft(heading + "\n".join(lines) + f"\n\nFrom: {source_line(steps[0].ranked.document)}.", citations.all())


def _without_marker(text: str) -> str:
    return re.sub(r"^(?:[-*•]|\d{1,2}[.)]|\([a-z]\))\s+", "", text)
