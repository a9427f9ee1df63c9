"""Filling a home: everything arrives, and the time of each part is told."""

from pathlib import Path

import pytest

from app.bootstrap import build
from app.config import load_settings
from app.domain.access import EVERYTHING
from eval.scale.fill import Clocked, disk_mb, fill
from eval.scale.programme import Programme
from ingest.units import no_kinds
from tests.fakes.embedder import FakeEmbedder


def test_all_of_a_programme_arrives_in_all_stores_and_the_parts_add_up(tmp_path: Path) -> None:
    container = build(load_settings(home=tmp_path))
    told: list[tuple[int, int]] = []
    filled = fill(
        container, Programme(600, 20), FakeEmbedder(16), no_kinds, lambda done, total, name: told.append((done, total))
    )
    ids = set(container.records.passage_audiences())
    assert len(ids) == 600
    assert set(container.vectors.ids()) == set(container.lexical.ids()) == ids
    assert filled.documents == len(container.records.documents(EVERYTHING))
    assert told[-1] == (600, 600)
    took = filled.ms_per_passage
    parts = sum(took[part] for part in ("records", "vectors", "lexical", "other"))
    assert parts == pytest.approx(took["total"], abs=0.01)
    assert min(took.values()) > 0
    sizes = disk_mb(tmp_path)
    assert sizes["total"] == pytest.approx(sizes["records"] + sizes["vectors"] + sizes["lexical"], abs=0.2)
    assert sizes["vectors"] > 600 * 16 * 4 / 1e6


def test_a_clocked_port_does_what_the_port_does_and_counts_failures_too() -> None:
    spent = {"list": 0.0}
    clocked = Clocked([1, 2], spent, "list")
    assert clocked.index(2) == 1
    once = spent["list"]
    with pytest.raises(ValueError, match="3"):
        clocked.index(3)
    assert spent["list"] > once > 0
    assert Clocked(FakeEmbedder(16), spent, "list").dimension == 16
