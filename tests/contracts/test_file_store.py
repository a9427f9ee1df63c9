"""What every FileStore must do."""

from hashlib import sha256
from pathlib import Path

import pytest

from app.adapters.file_store import FolderFileStore
from app.domain.errors import Invalid, NotFound
from app.ports import FileStore
from tests.fakes.files import MemoryFiles

CONTENT = b"%PDF-1.7 \x00\xff"
DIGEST = sha256(CONTENT).hexdigest()


class FileStoreContract:
    """Each implementation's class inherits these tests and gives the fixture `files`."""

    def test_bytes_come_back_as_they_went_in(self, files: FileStore) -> None:
        files.save(DIGEST, CONTENT)
        assert files.load(DIGEST) == CONTENT

    def test_saving_twice_keeps_one(self, files: FileStore) -> None:
        files.save(DIGEST, CONTENT)
        files.save(DIGEST, CONTENT)
        assert files.digests() == {DIGEST}

    def test_an_empty_store_has_no_digests(self, files: FileStore) -> None:
        assert files.digests() == frozenset()

    def test_a_file_that_is_gone_is_not_found(self, files: FileStore) -> None:
        with pytest.raises(NotFound, match="not kept any more"):
            files.load(DIGEST)

    def test_a_removed_file_is_gone_and_removing_it_again_is_fine(self, files: FileStore) -> None:
        files.save(DIGEST, CONTENT)
        files.remove(DIGEST)
        files.remove(DIGEST)
        assert files.digests() == frozenset()

    @pytest.mark.parametrize("digest", ["", "../../../etc/passwd", "ab", "AB" * 32, f"{'ab' * 32}\n", "a" * 200])
    def test_what_is_no_digest_is_refused(self, files: FileStore, digest: str) -> None:
        with pytest.raises(Invalid, match="hash of its content"):
            files.save(digest, CONTENT)
        with pytest.raises(Invalid):
            files.load(digest)
        with pytest.raises(Invalid):
            files.remove(digest)


class TestMemoryFiles(FileStoreContract):
    @pytest.fixture
    def files(self) -> FileStore:
        return MemoryFiles()


class TestFolderFileStore(FileStoreContract):
    @pytest.fixture
    def files(self, tmp_path: Path) -> FileStore:
        return FolderFileStore(tmp_path / "files")
