"""The folder of original files: crash safety and who can read it. The rest is in contracts/."""

from hashlib import sha256
from pathlib import Path

import pytest

from app.adapters.file_store import FolderFileStore
from app.domain.errors import Unavailable

CONTENT = b"agreement"
DIGEST = sha256(CONTENT).hexdigest()


def test_a_kept_file_stands_two_levels_deep_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    FolderFileStore(tmp_path).save(DIGEST, CONTENT)
    path = tmp_path / DIGEST[:2] / DIGEST[2:4] / DIGEST
    assert path.read_bytes() == CONTENT
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_an_interrupted_write_left_is_no_kept_file(tmp_path: Path) -> None:
    store = FolderFileStore(tmp_path)
    store.save(DIGEST, CONTENT)
    (tmp_path / DIGEST[:2] / DIGEST[2:4] / ".abc.part").write_bytes(b"agr")
    assert store.digests() == {DIGEST}


def test_a_failed_write_leaves_nothing_and_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(Unavailable, match=r"^The original file cannot be kept: no space left on device\.$"):
        FolderFileStore(tmp_path).save(DIGEST, CONTENT)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_file_that_cannot_be_read_or_removed_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / DIGEST[:2] / DIGEST[2:4] / DIGEST).mkdir(parents=True)
    store = FolderFileStore(tmp_path)
    with pytest.raises(Unavailable, match="cannot be read"):
        store.load(DIGEST)
    with pytest.raises(Unavailable, match="cannot be removed"):
        store.remove(DIGEST)
