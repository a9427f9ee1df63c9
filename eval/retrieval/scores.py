"""How good rankings are: pure counts over questions with known answers.

Precision and recall count characters, as LegalBench-RAG defines them (Pipitone and Houir Alami, 2024): of a question's gold
characters, those within the first k spans are found; recall is their share of the gold, precision their number over the
length of the k spans. Retrieved spans that overlap find their characters once, and each pays its whole length. Recall within a
number of retrieved characters cuts the ranking there, in the midst of a span if need be: that is fair between systems with
passages of unlike size. All figures are means over questions, in percent.

`tools/score.py` beside the checkout computes the same from rankings alone; it tells documents apart by file name only.
"""

from collections.abc import Mapping, Sequence

from eval.retrieval.systems import Located
from eval.retrieval.tests import Gold, PageTest, SpanTest

KS = (1, 2, 4, 8, 16, 32, 64)
"""Ranks at which LegalBench-RAG reports."""

BUDGETS = (1000, 4000, 16000)
"""Retrieved characters: a short screen, what a prompt for a small model holds, what one for a large model holds."""

DOCUMENT_RANKS = (1, 3, 10)
"""Different documents, best first, among which one that answers is looked for."""

Ranking = Sequence[Located]
Figures = dict[str, float]


def score(tests: Sequence[SpanTest] | Sequence[PageTest], rankings: Sequence[Ranking | None]) -> Figures:
    """The figures that the questions allow: where they name characters, those of `score_spans`."""
    spans = [test for test in tests if isinstance(test, SpanTest)]
    pages = [test for test in tests if isinstance(test, PageTest)]
    return score_spans(spans, rankings) if spans else score_documents(pages, rankings)


def score_spans(tests: Sequence[SpanTest], rankings: Sequence[Ranking | None]) -> Figures:
    """The figures of `rankings`, one for each test; None stands for a question without one, which finds nothing.

    `doc1` is the share of questions whose first span lies in the document of the first gold span.
    """
    sums: Figures = {f"{measure}{k}": 0.0 for measure in "PR" for k in KS} | {f"R@{budget}ch": 0.0 for budget in BUDGETS}
    right = 0
    for test, ranking in zip(tests, rankings, strict=True):
        hits = ranking or ()
        right += bool(hits) and hits[0].document == test.gold[0].document
        for name, value in _one(test.gold, hits).items():
            sums[name] += value
    return _report(rankings, {"doc1": right} | sums)


def score_documents(tests: Sequence[PageTest], rankings: Sequence[Ranking | None]) -> Figures:
    """Shares of questions of which one right document is among the first 1, 3 and 10 different ones (`doc1` …)."""
    right: Figures = {f"doc{rank}": 0 for rank in DOCUMENT_RANKS}
    for test, ranking in zip(tests, rankings, strict=True):
        order = list(dict.fromkeys(hit.document for hit in ranking or ()))
        for rank in DOCUMENT_RANKS:
            right[f"doc{rank}"] += not set(test.documents).isdisjoint(order[:rank])
    return _report(rankings, right)


def _report(rankings: Sequence[Ranking | None], sums: Mapping[str, float]) -> Figures:
    n = len(rankings)
    missing = sum(ranking is None for ranking in rankings)
    return {"n": n, "missing": missing} | {name: round(100 * value / n, 1) for name, value in sums.items()}


def _one(gold: Sequence[Gold], hits: Ranking) -> Figures:
    """Precision and recall of one question, 0 to 1."""
    total = sum(one.end - one.start for one in gold)
    figures: Figures = {}
    for k in KS:
        found, length = found_characters(gold, hits[:k]), sum(hit.end - hit.start for hit in hits[:k])
        figures[f"P{k}"] = found / length if length else 0.0
        figures[f"R{k}"] = found / total
    for budget in BUDGETS:
        figures[f"R@{budget}ch"] = found_characters(gold, first_characters(hits, budget)) / total
    return figures


def found_characters(gold: Sequence[Gold], hits: Ranking) -> int:
    """How many gold characters lie in at least one of `hits`."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for hit in hits:
        spans.setdefault(hit.document, []).append((hit.start, hit.end))
    merged = {document: merge(of_document) for document, of_document in spans.items()}
    return sum(max(0, min(end, one.end) - max(start, one.start)) for one in gold for start, end in merged.get(one.document, ()))


def first_characters(hits: Ranking, budget: int) -> list[Located]:
    """The spans that make up the first `budget` retrieved characters, the last one cut short."""
    taken: list[Located] = []
    for hit in hits:
        length = min(budget, hit.end - hit.start)
        taken.append(Located(hit.document, hit.start, hit.start + length, hit.score))
        budget -= length
        if budget <= 0:
            break
    return taken


def merge(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same characters in spans that do not touch, in order."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
