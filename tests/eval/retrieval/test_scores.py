"""The figures of `eval retrieval`: by hand, and beside a count of single characters."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from eval.retrieval.scores import BUDGETS, KS, merge, score, score_documents, score_spans
from eval.retrieval.systems import Located
from eval.retrieval.tests import Gold, PageTest, SpanTest
from tests.eval.retrieval.random_rankings import ASKED, Asked


def hit(document: str, start: int, end: int) -> Located:
    return Located(document, start, end, 1.0)


def test_precision_and_recall_count_characters() -> None:
    test = SpanTest("?", (Gold("a.txt", 0, 40), Gold("a.txt", 100, 160)))
    figures = score_spans([test], [[hit("a.txt", 20, 70), hit("b.txt", 0, 50), hit("a.txt", 100, 200)]])
    assert (figures["P1"], figures["R1"]) == (40.0, 20.0)
    assert (figures["P2"], figures["R2"]) == (20.0, 20.0)
    assert (figures["P4"], figures["R4"]) == (40.0, 80.0)


def test_characters_that_two_spans_hold_are_found_once_and_paid_twice() -> None:
    test = SpanTest("?", (Gold("a.txt", 0, 100),))
    figures = score_spans([test], [[hit("a.txt", 0, 60), hit("a.txt", 30, 90)]])
    assert (figures["P2"], figures["R2"]) == (75.0, 90.0)


def test_a_budget_cuts_the_span_it_ends_in() -> None:
    test = SpanTest("?", (Gold("a.txt", 500, 1500),))
    figures = score_spans([test], [[hit("b.txt", 0, 300), hit("a.txt", 400, 1500)]])
    assert figures["R@1000ch"] == 60.0
    assert figures["R@4000ch"] == 100.0


def test_empty_spans_keep_their_rank_and_cost_nothing() -> None:
    test = SpanTest("?", (Gold("a.txt", 0, 10),))
    figures = score_spans([test], [[hit("a.txt", 5, 5), hit("a.txt", 0, 10)]])
    assert (figures["doc1"], figures["P1"], figures["R1"], figures["P2"]) == (100.0, 0.0, 0.0, 100.0)


def test_figures_are_means_over_questions_and_a_missing_ranking_finds_nothing() -> None:
    test = SpanTest("?", (Gold("a.txt", 0, 10),))
    figures = score([test, test, test], [[hit("a.txt", 0, 10)], None, []])
    assert (figures["n"], figures["missing"], figures["doc1"], figures["R1"]) == (3, 1, 33.3, 33.3)


def test_documents_are_counted_once_however_many_passages_they_have() -> None:
    tests = [PageTest("?", ("c.md", "d.md"))] * 2
    ranking = [hit("a.md", 0, 9), hit("a.md", 10, 19), hit("b.md", 0, 9), hit("a.md", 20, 29), hit("c.md", 0, 9)]
    figures = score(tests, [ranking, [hit("d.md", 0, 9)]])
    assert figures == {"n": 2, "missing": 0, "doc1": 50.0, "doc3": 100.0, "doc10": 100.0}


def test_a_document_behind_the_tenth_is_not_found() -> None:
    ranking = [hit(f"{n}.md", 0, 9) for n in range(11)]
    assert score_documents([PageTest("?", ("10.md",))], [ranking])["doc10"] == 0.0


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)).map(lambda span: (span[0], span[0] + span[1]))))
def test_merged_spans_hold_the_same_characters_and_do_not_touch(spans: list[tuple[int, int]]) -> None:
    merged = merge(spans)
    assert {n for one in merged for n in range(*one)} == {n for one in spans for n in range(*one)}
    assert all(before[1] < after[0] for before, after in pairwise(merged))


@settings(max_examples=25, deadline=None)
@given(ASKED)
def test_figures_equal_a_count_of_single_characters(asked: Asked) -> None:
    figures = score_spans([SpanTest("?", tuple(gold)) for gold, _ in asked], [ranking for _, ranking in asked])
    for k in KS:
        hits = [(gold, (ranking or [])[:k]) for gold, ranking in asked]
        assert figures[f"R{k}"] == mean([share(counted(gold, characters(ranking)), length(gold)) for gold, ranking in hits])
        assert figures[f"P{k}"] == mean([share(counted(gold, characters(ranking)), length(ranking)) for gold, ranking in hits])
    for budget in BUDGETS:
        shares = [share(counted(gold, characters(ranking or [])[:budget]), length(gold)) for gold, ranking in asked]
        assert figures[f"R@{budget}ch"] == mean(shares)


def characters(spans: Sequence[Gold | Located]) -> list[tuple[str, int]]:
    return [(span.document, place) for span in spans for place in range(span.start, span.end)]


def counted(gold: Sequence[Gold], retrieved: list[tuple[str, int]]) -> int:
    held = set(retrieved)
    return sum(character in held for character in characters(gold))


def length(spans: Sequence[Gold | Located]) -> int:
    return len(characters(spans))


def share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def mean(shares: list[float]) -> float:
    total = 0.0
    for value in shares:
        total += value
    return round(100 * total / len(shares), 1)
