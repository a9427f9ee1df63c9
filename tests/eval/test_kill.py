"""What a series of kills comes to. That kills do no harm is shown in tests/e2e/test_killed_ingest.py."""

from dataclasses import replace

import pytest

from eval.kill import Kill, report

HARMLESS = Kill(moment_seconds=1.5, killed=True, unfinished=2, doctor_clean=True, lost=0, doubled=0)


@pytest.mark.parametrize(
    "harmed", [replace(HARMLESS, doctor_clean=False), replace(HARMLESS, lost=3), replace(HARMLESS, doubled=1)]
)
def test_a_kill_is_harmless_only_if_nothing_is_lost_doubled_or_unclean(harmed: Kill) -> None:
    figures = report([HARMLESS, harmed])
    assert (figures["runs"], figures["harmless"]) == (2, 1)
    assert (figures["lost"], figures["doubled"]) == (harmed.lost, harmed.doubled)


def test_a_run_that_ended_before_its_moment_does_not_count_as_a_kill() -> None:
    figures = report([HARMLESS, replace(HARMLESS, killed=False)])
    assert (figures["kills"], figures["runs"]) == (1, 2)
