"""The state says which folder counts and whether its last write was finished."""

from pathlib import Path

import pytest

from app.adapters.chroma_state import ChromaState, folders_of, new_state


@pytest.mark.parametrize("state", [ChromaState("chroma-public-1"), ChromaState("chroma-public-1").begun()])
def test_a_state_comes_back_as_it_was_written(state: ChromaState) -> None:
    assert ChromaState.read(str(state)) == state
    assert ChromaState.read(None) is None


def test_every_write_is_told_from_the_one_before() -> None:
    once = new_state("public").begun().finished()
    assert once.complete
    assert not once.begun().complete
    assert once.begun().finished() != once


def test_a_collections_folders_are_found_and_no_others(tmp_path: Path) -> None:
    for state in (new_state("public"), new_state("public"), new_state("guarded")):
        (tmp_path / state.folder).mkdir()
    assert len(list(folders_of(tmp_path, "public"))) == 2
