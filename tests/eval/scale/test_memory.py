"""The most memory a process has held is its own, not its parent's."""

import numpy as np

from eval.scale.memory import own_peak_mb
from tests.fakes.processes import run

MEASURE = "from eval.scale.memory import own_peak_mb; print(own_peak_mb())"


def test_a_child_does_not_count_what_its_parent_holds() -> None:
    held = np.ones(40_000_000)
    child = float(run(MEASURE))
    assert own_peak_mb() > held.nbytes / 1e6 > child
