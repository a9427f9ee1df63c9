"""The most memory a process has held."""

import re
from pathlib import Path

from eval.speed import BYTES_PER_MB, peak_memory_mb

STATUS = Path("/proc/self/status")
PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)
BYTES_PER_KIB = 1024


def own_peak_mb() -> float:
    """The most memory this process has held at once since its program was started, in megabytes.

    On Linux getrusage would count what the parent held when it started this process.
    """
    found = PEAK.search(STATUS.read_text(encoding="ascii")) if STATUS.is_file() else None
    return round(int(found[1]) * BYTES_PER_KIB / BYTES_PER_MB, 1) if found else peak_memory_mb()
