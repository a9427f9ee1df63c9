"""Which files a corpus is, and the home it is read into."""

import json
from pathlib import Path

import pytest

from app.config import load_settings
from app.domain.errors import Invalid
from eval.corpus import SAMPLE, corpus_beside, corpus_request, throwaway_home


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("listed.txt", "unlisted.txt", "questions.jsonl"):
        (tmp_path / name).write_text("text")
    return tmp_path


def names(paths: object) -> list[str]:
    assert isinstance(paths, list)
    return sorted(path.name for path in paths)


def test_only_what_the_manifest_lists_is_read(folder: Path) -> None:
    (folder / "manifest.json").write_text(json.dumps({"documents": [{"file": "listed.txt"}]}))
    request = corpus_request(folder, without=folder / "questions.jsonl")
    assert names(request.paths) == ["listed.txt"]
    assert request.manifest == folder / "manifest.json"


def test_without_a_manifest_everything_is_read_but_the_questions(folder: Path) -> None:
    assert names(corpus_request(folder, without=folder / "questions.jsonl").paths) == ["listed.txt", "unlisted.txt"]


def test_questions_beside_a_manifest_are_about_that_folder(folder: Path) -> None:
    assert corpus_beside(folder / "questions.jsonl") is None
    (folder / "manifest.json").write_text('{"documents": []}')
    assert corpus_beside(folder / "questions.jsonl") == folder


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="There is no folder"):
        corpus_request(tmp_path / "none")


def test_a_throwaway_home_is_gone_afterwards_and_the_compiled_model_is_not(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path / "home")
    with throwaway_home(settings) as throwaway:
        (throwaway.home / "models" / "compiled.onnx").write_bytes(b"model")
        assert throwaway.home != settings.home
    assert not throwaway.home.exists()
    assert (settings.home / "models" / "compiled.onnx").read_bytes() == b"model"


def test_the_packaged_sample_is_complete() -> None:
    assert all(path.is_file() for path in corpus_request(SAMPLE).paths)
