"""Percentiles."""

from hypothesis import given
from hypothesis import strategies as st

from eval.latency import percentile, summary

TIMES = st.lists(st.floats(0, 1e6), min_size=1, max_size=50)


def test_the_median_and_the_95th_percentile_are_values_that_were_measured() -> None:
    assert summary([float(n) for n in range(1, 21)]) == {"p50": 10.0, "p95": 19.0}


def test_one_time_is_every_percentile() -> None:
    assert summary([3.14]) == {"p50": 3.1, "p95": 3.1}


def test_nothing_timed_gives_nothing() -> None:
    assert summary([]) is None


@given(TIMES, st.floats(0.01, 1))
def test_the_share_asked_for_lies_at_or_below_the_percentile(times: list[float], share: float) -> None:
    assert sum(time <= percentile(times, share) for time in times) >= share * len(times)
