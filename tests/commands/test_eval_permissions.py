"""The command `eval permissions`: with and without checks side by side, and nothing of it left in a kept home."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.bootstrap import build
from app.cli import app
from app.config import load_settings
from app.domain.access import INTERNAL, Audience, Role
from app.ports import Embedder
from eval.scale import checks
from eval.scale.unchecked import ANYBODY
from eval.scale.vectors import Pool, real_pool

CALLERS = ["partner", "manager of 2", "manager", "admin"]


@pytest.fixture(autouse=True)
def _little_is_embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    def small(embedder: Embedder) -> Pool:
        return real_pool(embedder, 36)

    monkeypatch.setattr(checks, "real_pool", small)
    monkeypatch.setattr(checks, "ROUNDS", 2)


@pytest.mark.slow
def test_each_caller_is_measured_with_and_without_checks(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIAISON_HOME", str(home))
    words = ["eval", "permissions", "--passages", "150", "--partners", "3", "--home", str(tmp_path)]
    result = CliRunner().invoke(app, [*words, "--json"])
    assert result.exit_code == 0, result.output
    (size,) = json.loads(result.stdout)["sizes"]
    assert list(size["callers"]) == CALLERS
    for cost in size["callers"].values():
        for share in ("p50", "p95"):
            assert cost[share]["with_ms"] > 0 < cost[share]["without_ms"]
            assert cost[share]["adds"] > -1
    seen = [size["callers"][name]["passages"] for name in CALLERS]
    assert seen == sorted(seen)
    assert seen[0] < seen[1] < seen[2] == 150

    kept = build(load_settings(home=tmp_path / "150-3"))
    assert kept.people.everyone() == []
    assert all(key.revoked_at is not None for key in kept.keys.everything())
    again = CliRunner().invoke(app, words)
    assert again.exit_code == 0, again.output
    assert "Permission checks, 3 partners, 150 passages" in again.stdout


def test_anybody_may_see_anything_because_nobody_asks() -> None:
    assert ANYBODY.reach.covers(Audience("partner", "p-0"))
    assert ANYBODY.reach.covers(INTERNAL)
    assert ANYBODY.reach.everything
    assert ANYBODY.role is Role.ADMIN
