"""The state file says what is on disk, or that nobody knows."""

from pathlib import Path

import pytest

from app.adapters.chroma_state import STATE_FILE, ChromaState, new_state, read_state, write_state


def test_a_state_comes_back_as_it_was_written(tmp_path: Path) -> None:
    for state in (ChromaState("chroma-1"), ChromaState("chroma-1").begun(), ChromaState("chroma-1").begun().finished()):
        write_state(tmp_path, state)
        assert read_state(tmp_path) == state


def test_every_write_is_told_from_the_one_before() -> None:
    once = new_state().begun().finished()
    assert once.complete
    assert not once.begun().complete
    assert once.begun().finished() != once


@pytest.mark.parametrize("text", ["", "chroma-1", "chroma-1 many complete", "a b c d"])
def test_a_file_that_says_nothing_counts_as_none(tmp_path: Path, text: str) -> None:
    assert read_state(tmp_path) is None
    (tmp_path / STATE_FILE).write_text(text)
    assert read_state(tmp_path) is None
