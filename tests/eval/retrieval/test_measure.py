"""Running a system with a watch, and writing down what it found."""

import json
from pathlib import Path

import pytest

from app.domain.errors import Invalid
from eval.retrieval.measure import Load, ask, load
from eval.retrieval.rankings import require_place, write_rankings
from eval.retrieval.systems import Loaded, Located, Unread
from tests.eval.retrieval.scripted import ScriptedSystem, corpus_of, quiet

FOUND = [Located("a.txt", 0, 4, 0.9), Located("a.txt", 5, 9, 0.123456789)]


def scripted() -> ScriptedSystem:
    return ScriptedSystem({"a.txt": "text text"}, {"one": FOUND, "two": []})


def test_models_are_loaded_before_the_watch_starts() -> None:
    system = scripted()
    taken = load(system, corpus_of("a.txt"), quiet)
    assert system.heard == ["prepare", "load"]
    assert (taken.files, taken.loaded.characters) == (1, 9)


def test_every_question_is_asked_once_after_one_that_is_not_counted() -> None:
    system = scripted()
    asked = ask(system, ["one", "two"], 200, quiet)
    assert system.heard == ["rank one", "rank one", "rank two"]
    assert asked.rankings == (tuple(FOUND), ())
    assert len(asked.milliseconds) == 2
    assert set(asked.as_json()["latency_ms"]) == {"p50", "p95"}


def test_a_ranking_is_cut_at_k() -> None:
    assert ask(scripted(), ["one"], 1, quiet).rankings == ((FOUND[0],),)


def test_files_that_could_not_be_read_do_not_count_as_loaded() -> None:
    loaded = Loaded(characters=3000, passages=7, unread=(Unread("scan.pdf", "It is a picture."),))
    assert Load(files=3, loaded=loaded, seconds=2.0, peak_memory_mb=99.5).as_json() == {
        "files": 2,
        "characters": 3000,
        "seconds": 2.0,
        "characters_per_second": 1500,
        "passages": 7,
        "peak_memory_mb": 99.5,
    }


def test_rankings_are_lines_with_hits_best_first(tmp_path: Path) -> None:
    path = tmp_path / "rankings.jsonl"
    write_rankings(path, ["one", "zwölf"], [FOUND, []])
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert lines == [
        {
            "query": "one",
            "hits": [
                {"document": "a.txt", "start": 0, "end": 4, "score": 0.9},
                {"document": "a.txt", "start": 5, "end": 9, "score": 0.123457},
            ],
        },
        {"query": "zwölf", "hits": []},
    ]


def test_a_place_where_nothing_can_be_written_is_named(tmp_path: Path) -> None:
    place = tmp_path / "none" / "rankings.jsonl"
    with pytest.raises(Invalid, match="there is no folder"):
        require_place(place)
    with pytest.raises(Invalid, match="The rankings cannot be written to"):
        write_rankings(place, [], [])
