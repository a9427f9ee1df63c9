"""Plots say what is seen in text that stays text, and are the same bytes for the same figures."""

from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import Invalid, Unavailable
from eval.plots import drawing
from eval.plots.drawing import Line, draw_latency, draw_recall, latency_title, recall_title, require_installed
from eval.plots.written import Latencies

AT = np.array([100.0, 4000.0, 64000.0])
LINES = [
    Line("Liaison", "template", np.array([10.0, 91.4, 99.0])),
    Line("stock pipeline", "template", np.array([1.0, 32.0, 60.0])),
    Line("Liaison", "natural", np.array([9.0, 80.0, 95.0])),
]
LATENCIES = {
    "partner": Latencies((10_000, 1_000_000), (5.0, 9.0), (8.0, 20.4)),
    "plain where": Latencies((10_000,), (50.0,), (90.0,)),
}


def test_titles_say_what_is_found_and_how_fast() -> None:
    assert recall_title(AT, LINES) == "Within 4,000 characters, Liaison 91% and stock pipeline 32% of what answers"
    assert latency_title(LATENCIES) == "Of 1,000,000 passages, a partner finds theirs within 20 ms (p95)"


def test_the_recall_plot_names_its_lines_and_axes(tmp_path: Path) -> None:
    draw_recall(tmp_path / "one.svg", AT, LINES)
    draw_recall(tmp_path / "two.svg", AT, LINES)
    drawn = (tmp_path / "one.svg").read_text(encoding="utf-8")
    assert drawn == (tmp_path / "two.svg").read_text(encoding="utf-8")
    for said in (recall_title(AT, LINES), "Liaison, template", "stock pipeline, template", "Liaison, natural", "16,000"):
        assert f">{said}<" in drawn


def test_lines_of_one_system_share_a_colour_and_differ_in_dashes(tmp_path: Path) -> None:
    draw_recall(tmp_path / "one.svg", AT, LINES)
    drawn = (tmp_path / "one.svg").read_text(encoding="utf-8").lower()
    blue = [line for line in drawn.splitlines() if drawing.COLOURS[0].lower() in line]
    assert {"stroke-dasharray" in line for line in blue} == {True, False}
    assert drawing.COLOURS[1].lower() in drawn


def test_the_latency_plot_names_callers(tmp_path: Path) -> None:
    draw_latency(tmp_path / "one.svg", LATENCIES)
    drawn = (tmp_path / "one.svg").read_text(encoding="utf-8")
    for said in (latency_title(LATENCIES), "partner", "plain where", "1,000,000"):
        assert f">{said}<" in drawn


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="cannot be written"):
        draw_recall(tmp_path / "none" / "one.svg", AT, LINES)


def test_without_matplotlib_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    require_installed()
    monkeypatch.setattr(drawing, "NEEDED", "a_package_that_nobody_has")
    with pytest.raises(Unavailable, match="make install EXTRAS=plots"):
        require_installed()
