"""The command `eval scale`: small programmes, all the figures, nothing left behind unless it was asked for."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.bootstrap import build
from app.cli import app
from app.config import load_settings
from app.ports import Embedder
from eval.scale import report
from eval.scale.programme import Programme
from eval.scale.vectors import Pool, real_pool

SIZES = [150]


@pytest.fixture(autouse=True)
def _little_is_embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    def small(embedder: Embedder) -> Pool:
        return real_pool(embedder, 36)

    monkeypatch.setattr(report, "real_pool", small)
    monkeypatch.setattr(report, "SAMPLE", 4)
    monkeypatch.setattr(report, "ROUNDS", 1)
    monkeypatch.setattr(report, "CALLERS", ("partner:p-0",))


@pytest.mark.slow
def test_each_size_is_filled_and_searched_and_a_kept_home_is_not_filled_again(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIAISON_HOME", str(home))
    words = ["eval", "scale", "--passages", *map(str, SIZES), "--partners", "3", "--json"]
    result = CliRunner().invoke(app, [*words, "--home", str(tmp_path)])
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert [one["passages"] for one in figures["sizes"]] == SIZES
    for one in figures["sizes"]:
        assert set(one["search_ms"]) == set(one["memory_mb"]) == {"partner"}
        assert one["search_ms"]["partner"]["p50"] > 0
        assert one["first_search_ms"]["partner"] > one["search_ms"]["partner"]["p50"]
        assert one["withheld"] == 0
        assert one["plain_where"]["ratio"] > 0
        assert one["disk_mb"]["total"] > 0
    made = [path.stat().st_mtime_ns for path in sorted(tmp_path.glob("*/made.json"))]
    assert len(made) == len(SIZES)

    monkeypatch.setattr(report, "PLAIN_UP_TO", 0)
    again = CliRunner().invoke(app, ["eval", "scale", "--passages", "150", "--partners", "3", "--home", str(tmp_path)])
    assert again.exit_code == 0, again.output
    assert "150 passages" in again.stdout
    assert "plain where, partner (p50 / p95)    —" in again.stdout
    assert [path.stat().st_mtime_ns for path in sorted(tmp_path.glob("*/made.json"))] == made


def test_a_home_that_was_left_half_filled_is_named(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIAISON_HOME", str(home))
    build(load_settings(home=tmp_path / "150-3")).records.save_partners(Programme(150, 3).made_partners())
    result = CliRunner().invoke(app, ["eval", "scale", "--passages", "150", "--partners", "3", "--home", str(tmp_path)])
    assert result.exit_code == 1
    assert "left half-filled" in str(result.exception)
