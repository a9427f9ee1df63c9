"""Drawing: two quiet plots as SVG, the same bytes for the same figures. Titles say what is seen; text stays text.

Colours are Okabe and Ito's, which people with a colour vision deficiency tell apart; dashes tell lines apart in grey.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from app.domain.errors import Invalid, Unavailable
from eval.plots.curve import Numbers
from eval.plots.written import Latencies

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NEEDED = "matplotlib"
WIDTH, HEIGHT = 8.4, 4.0
"""Inches; a README shows it without scaling."""

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00")
DASHES = ("-", "--", ":", "-.")
INK, FAINT = "#333333", "#D9D9D9"
MARKED = (100, 1000, 4000, 16_000, 64_000)
"""Retrieved characters that the recall plot names below."""

SAID_AT = 4000
"""Retrieved characters that the title speaks of: what a prompt for a small model holds."""

STYLE: Any = {  # typed by Matplotlib as a dictionary of its own names, which differ between versions
    "svg.fonttype": "none",  # text as text: it can be found, read aloud and copied
    "svg.hashsalt": "liaison",  # the same names inside for the same figures
    "font.family": "sans-serif",
    "font.sans-serif": ["Helvetica", "Arial", "DejaVu Sans"],
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the recall plot: `system` decides its colour, `asked` (which questions) its dashes; percent."""

    system: str
    asked: str
    recall: Numbers


def require_installed() -> None:
    """Raise Unavailable with the command that installs Matplotlib, if it is not there."""
    if find_spec(NEEDED) is None:
        message = "Plots need Matplotlib, which is not installed: run 'make install EXTRAS=plots'."
        raise Unavailable(message)


def draw_recall(path: Path, at: Numbers, lines: Sequence[Line]) -> None:
    """Recall over retrieved characters, a line for each system and set of questions; raises Invalid if it cannot be written."""
    systems = list(dict.fromkeys(line.system for line in lines))
    asked = list(dict.fromkeys(line.asked for line in lines))
    with _axes(path, recall_title(at, lines)) as axes:
        for line in lines:
            colour, dashes = COLOURS[systems.index(line.system) % len(COLOURS)], DASHES[asked.index(line.asked) % len(DASHES)]
            axes.plot(at, line.recall, color=colour, linestyle=dashes, linewidth=1.8, label=f"{line.system}, {line.asked}")
        axes.set_xlim(at[0], at[-1])
        axes.set_ylim(0, 100)
        axes.set_xticks(MARKED)
        axes.set_xlabel("Retrieved characters")
        axes.set_ylabel("Found of what answers, %")


def draw_latency(path: Path, latencies: Mapping[str, Latencies]) -> None:
    """Search times over passages, by caller: a line for the median, a thin one for p95; raises as `draw_recall` does."""
    with _axes(path, latency_title(latencies)) as axes:
        for number, (caller, times) in enumerate(latencies.items()):
            colour, dashes = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
            axes.plot(times.passages, times.p50, color=colour, linestyle=dashes, marker="o", markersize=4, label=caller)
            axes.plot(times.passages, times.p95, color=colour, linestyle=dashes, linewidth=0.8)
        axes.set_ylim(bottom=0)
        axes.set_xticks(sorted({size for times in latencies.values() for size in times.passages}))
        axes.set_xlabel("Passages in the collection")
        axes.set_ylabel("Milliseconds a search (thin: p95)")


def recall_title(at: Numbers, lines: Sequence[Line]) -> str:
    """What the recall plot shows at SAID_AT characters, for the first set of questions."""
    place = int(np.abs(at - SAID_AT).argmin())
    first = [line for line in lines if line.asked == lines[0].asked]
    shares = " and ".join(f"{line.system} {line.recall[place]:.0f}%" for line in first)
    return f"Within {at[place]:,.0f} characters, {shares} of what answers"


def latency_title(latencies: Mapping[str, Latencies]) -> str:
    """What the latency plot shows for the first caller at the largest collection."""
    caller, times = next(iter(latencies.items()))
    return f"Of {times.passages[-1]:,} passages, a {caller} finds theirs within {times.p95[-1]:.0f} ms (p95)"


@contextmanager
def _axes(path: Path, title: str) -> Iterator["Axes"]:
    """Axes with a logarithmic scale below, saved to `path` after the block."""
    # Late: most commands draw nothing, and a plain installation has no Matplotlib.
    from matplotlib import rc_context
    from matplotlib.figure import Figure
    from matplotlib.ticker import FuncFormatter

    with rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, HEIGHT), layout="constrained")
        axes = figure.add_subplot()
        axes.set_xscale("log")
        yield axes
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        axes.minorticks_off()
        axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))  # beside the lines, never on them
        axes.set_title(title, loc="left", fontsize=11)
        axes.grid(color=FAINT, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.spines[["top", "right"]].set_visible(False)
        try:
            figure.savefig(path, format="svg", metadata={"Date": None})
        except OSError as error:
            message = f"The plot cannot be written to {path}: {(error.strerror or 'the disk refused').lower()}."
            raise Invalid(message) from error
